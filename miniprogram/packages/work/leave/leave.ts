import { call } from '../../../cloud/call'
import { draft } from '../../../cloud/draft'
import { goBack } from '../../../cloud/phone'
import { page } from '../../../page'
import { dateWords, dayFrom, dayWords, noonOf, whenWords } from '../../../words/time'

interface Form {
  from: string
  days: number
  why: string
}

const reasons = ['生病了', '家里有急事', '事先请的假', '去培训']
const lengths = [
  { id: '1', words: '一天' },
  { id: '2', words: '两天' },
  { id: '3', words: '三天' },
  { id: '7', words: '一周' },
]

/** 今天, 周三（11月25日） */
function said(day: string): string {
  const words = dayWords(noonOf(day))
  const date = dateWords(day)
  return words === date ? words : `${words}（${date}）`
}

/** Ill or on leave: one's own, or by the organisation for one of its workers (`worker`, `name`). */
page({
  data: {
    name: '',
    form: { from: dayFrom(undefined), days: 1, why: '' },
    starts: [
      { id: dayFrom(undefined), words: '今天' },
      { id: dayFrom(undefined, 1), words: '明天' },
    ],
    lengths,
    reasons,
    today: dayFrom(undefined),
    lastDay: dayFrom(undefined, 90),
    fromWords: '',
    untilWords: '',
    sending: false,
    notice: '',
    /** What became of the visits. */
    answer: undefined as { sentence: string } | undefined,
    /** Lessons for which something has to be found; the organisation does so. */
    lessons: [] as { key: string; session: string; lesson: number; title: string; when: string }[],
  },
  worker: undefined as string | undefined,

  onLoad({ worker, name = '', why = '' }) {
    this.worker = worker
    this.setData({ name: decodeURIComponent(name) })
    const kept = this.kept().read()?.value
    this.change(kept && kept.from >= dayFrom(undefined) ? kept : { why: decodeURIComponent(why) })
  },

  kept() {
    return draft<Form>(`leave:${this.worker ?? ''}`)
  },

  change(patch: Partial<Form>) {
    const form = { ...this.data.form, ...patch }
    this.kept().keep(form)
    this.setData({ form, notice: '', fromWords: said(form.from), untilWords: said(dayFrom(form.from, form.days - 1)) })
  },

  pickDay({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.change({ from: detail.id })
  },
  pickDate({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.change({ from: detail.value })
  },
  pickLength({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.change({ days: Number(detail.id) })
  },
  pickReason({ detail }: WechatMiniprogram.CustomEvent<{ word: string }>) {
    this.change({ why: detail.word })
  },
  typeReason({ detail }: WechatMiniprogram.Input) {
    this.change({ why: detail.value })
  },

  async send() {
    const { form, sending } = this.data
    const why = form.why.trim()
    if (sending) return
    if (why === '') return this.setData({ notice: '请点一个原因，或者自己写一句' })
    this.setData({ sending: true, notice: '' })
    const { requestId } = this.kept().keep(form)
    const until = dayFrom(form.from, form.days - 1)
    const reply = await call('booking.takeLeave', { worker: this.worker, from: form.from, until, why }, { requestId })
    this.setData({ sending: false })
    if (!reply.ok) return this.setData({ notice: reply.error.message })
    this.kept().clear()
    const { lessons } = reply.data
    this.setData({
      answer: reply.data,
      lessons: lessons.map(({ session, lesson, title, start }) => ({
        key: `${session}.${lesson}`,
        session,
        lesson,
        title,
        when: whenWords(start),
      })),
    })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },

  openLesson({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { session: string; lesson: number }>) {
    const { session, lesson } = currentTarget.dataset
    void wx.navigateTo({ url: `/packages/organisation/course/change?session=${encodeURIComponent(session)}&lesson=${lesson}` })
  },
  leave() {
    goBack('/packages/work/visits/visits')
  },
})
