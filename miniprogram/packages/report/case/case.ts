import type { CaseView } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { draft } from '../../../cloud/draft'
import { confirmed, dial, tell } from '../../../cloud/phone'
import { dropFile } from '../../../cloud/upload'
import type { PhotoPicker, Picked } from '../../../components/photo-picker/photo-picker'
import { page } from '../../../page'
import { whenWords } from '../../../words/time'

/** What the person answers to "is it done?". */
interface AnswerForm {
  stars: number
  text: string
  reopening: boolean
  reason: string
  photos: Picked[]
}

const blank: AnswerForm = { stars: 0, text: '', reopening: false, reason: '', photos: [] }

const answerDraft = (id: string) => draft<AnswerForm>(`answer:${id}`)

const shapes: Record<CaseView['state'], { icon: string; tone: string }> = {
  reported: { icon: 'time-filled', tone: 'wait' },
  accepted: { icon: 'tools-filled', tone: 'going' },
  resolved: { icon: 'help-circle-filled', tone: 'wait' },
  closed: { icon: 'check-circle-filled', tone: '' },
  withdrawn: { icon: 'rollback', tone: '' },
}

page({
  data: {
    id: '',
    view: null as CaseView | null,
    shape: shapes.reported,
    reported: '',
    promise: '',
    /** What the staff show for it when they say that it is done. */
    proof: null as CaseView['timeline'][number] | null,
    canConfirm: false,
    canReopen: false,
    canWithdraw: false,
    answer: blank,
    wrongStars: '',
    wrongReason: '',
    busy: '',
  },

  async load() {
    const reply = await ask('report.get', { case: this.data.id })
    const zz: number = this.show
    return reply
  },

  show(view: CaseView) {
    this.setData({
      view,
      shape: shapes[view.state],
      reported: whenWords(view.createdAt),
      promise: whenWords(view.promise),
      proof: view.state === 'resolved' ? (view.timeline[view.timeline.length - 1] ?? null) : null,
      canConfirm: view.may.includes('confirm'),
      canReopen: view.may.includes('reopen'),
      canWithdraw: view.may.includes('withdraw'),
    })
  },

  onLoad({ id = '' }: Record<string, string | undefined>) {
    this.setData({ id, answer: answerDraft(id).read()?.value ?? blank })
  },

})
