import type { Output } from '../../../../typings/contract'
import type { Chip } from '../../../components/chip-choice/chip-choice'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Failure, Reply } from '../../../cloud/call'
import { outOfDate } from '../../../cloud/conflict'
import { draft } from '../../../cloud/draft'
import { tell } from '../../../cloud/phone'
import { page } from '../../../page'
import { dateWords, dayFrom, dayWords, noonOf } from '../../../words/time'
import { shiftWords, weekdayNames, weekOrder, wrongHours } from '../hours'
import type { Shift } from '../hours'

type Roster = Output<'booking.roster'>

interface Form {
  skills: string[]
  languages: string[]
  /** Seven lists, Sunday first. */
  week: Shift[][]
}

interface Exception {
  day: string
  shifts: Shift[]
  why: string
}

interface DayRow {
  index: number
  name: string
  words: string
}

const noException: Exception = { day: dayFrom(undefined, 1), shifts: [], why: '' }
const empty: Form = { skills: [], languages: [], week: [[], [], [], [], [], [], []] }
const commonLanguages = ['普通话', '粤语', '英语']

function dayRows(week: Shift[][]): DayRow[] {
  return weekOrder.map((index) => ({ index, name: weekdayNames[index] ?? '', words: shiftWords(week[index] ?? []) || '休息' }))
}

/** The chips of `offered`, and of what somebody has already. */
function chipsOf(offered: Chip[], own: string[]): Chip[] {
  return [...offered, ...own.filter((id) => offered.every((chip) => chip.id !== id)).map((id) => ({ id, words: id }))]
}

/** One worker's weekly hours, skills and languages; days that differ; leave. */
page({
  loadOnce: true,
  data: {
    name: '',
    form: empty,
    rows: dayRows(empty.week),
    skillChips: [] as Chip[],
    languageChips: [] as Chip[],
    exceptions: [] as { day: string; when: string; hours: string; why: string }[],
    changed: false,
    /** The sheet: hours of a weekday, or a day that differs. */
    sheet: '',
    dayIndex: 0,
    dayName: '',
    shifts: [] as Shift[],
    exception: noException,
    exceptionDay: '',
    firstDay: dayFrom(undefined),
    lastDay: dayFrom(undefined, 180),
    whys: ['错时上班', '节假日值班', '调休', '去培训'],
    sending: false,
    notice: '',
    said: '',
  },
  id: '',
  version: 0,

  onLoad({ id = '' }) {
    this.id = id
  },

  kept() {
    return draft<Form>(`roster:${this.id}`)
  },
  keptException() {
    return draft<Exception>(`exception:${this.id}`)
  },

  async load(): Promise<Reply<Roster>> {
    const reply = await ask('booking.roster', {})
    if (reply.ok) this.show(reply.data)
    return reply
  },

  show({ version, workers, exceptions, skills }: Roster) {
    const worker = workers.find(({ id }) => id === this.id)
    if (!worker) return
    this.version = version
    const typed = this.kept().read()?.value
    const form = typed ?? { skills: worker.skills, languages: worker.languages, week: worker.week }
    const languages = [...new Set([...commonLanguages, ...workers.flatMap((one) => one.languages)])]
    void wx.setNavigationBarTitle({ title: `${worker.name}的排班` })
    this.setData({
      name: worker.name,
      form,
      rows: dayRows(form.week),
      changed: typed !== undefined,
      skillChips: chipsOf(
        skills.map(({ id, name }) => ({ id, words: name })),
        worker.skills,
      ),
      languageChips: languages.map((id) => ({ id, words: id })),
      exceptions: exceptions
        .filter((one) => one.worker === this.id)
        .sort((a, b) => a.day.localeCompare(b.day))
        .map(({ day, shifts, why }) => ({
          day,
          when: `${dateWords(day)}（${dayWords(noonOf(day))}）`,
          hours: shiftWords(shifts) || '休息',
          why,
        })),
    })
  },

  change(patch: Partial<Form>) {
    const form = { ...this.data.form, ...patch }
    this.kept().keep(form)
    this.setData({ form, rows: dayRows(form.week), changed: true, notice: '', said: '' })
  },
  pickSkills({ detail }: WechatMiniprogram.CustomEvent<{ ids: string[] }>) {
    this.change({ skills: detail.ids })
  },
  pickLanguages({ detail }: WechatMiniprogram.CustomEvent<{ ids: string[] }>) {
    this.change({ languages: detail.ids })
  },

  openDay({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { index: number }>) {
    const { index } = currentTarget.dataset
    this.setData({ sheet: 'day', dayIndex: index, dayName: weekdayNames[index] ?? '', shifts: this.data.form.week[index] ?? [] })
  },
  closeSheet() {
    if (!this.data.sending) this.setData({ sheet: '' })
  },
  changeShifts({ detail }: WechatMiniprogram.CustomEvent<{ shifts: Shift[] }>) {
    this.setData({ shifts: detail.shifts })
  },
  setDays(days: number[]) {
    const problem = wrongHours(this.data.shifts)
    if (problem) return tell(problem)
    const shifts = [...this.data.shifts].sort((a, b) => a.from.localeCompare(b.from))
    this.change({ week: this.data.form.week.map((old, index) => (days.includes(index) ? shifts : old)) })
    this.setData({ sheet: '' })
  },
  setDay() {
    this.setDays([this.data.dayIndex])
  },
  setWorkdays() {
    this.setDays([1, 2, 3, 4, 5])
  },

  async save() {
    const { form, sending } = this.data
    if (sending) return
    if (form.skills.length === 0) return this.setData({ notice: '请至少选一项会做的' })
    this.setData({ sending: true, notice: '' })
    const { requestId } = this.kept().keep(form)
    const reply = await call('booking.setRoster', { version: this.version, worker: this.id, ...form }, { requestId })
    this.setData({ sending: false })
    if (!reply.ok) return this.refused(reply.error)
    this.kept().clear()
    await this.saved(reply.data.sentence)
  },

  openException() {
    const typed = this.keptException().read()?.value
    this.changeException(typed && typed.day >= dayFrom(undefined) ? typed : {})
    this.setData({ sheet: 'exception' })
  },
  changeException(patch: Partial<Exception>) {
    const exception = { ...this.data.exception, ...patch }
    this.keptException().keep(exception)
    this.setData({ exception, exceptionDay: `${dateWords(exception.day)}（${dayWords(noonOf(exception.day))}）`, notice: '', said: '' })
  },
  pickExceptionDay({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.changeException({ day: detail.value })
  },
  changeExceptionShifts({ detail }: WechatMiniprogram.CustomEvent<{ shifts: Shift[] }>) {
    this.changeException({ shifts: detail.shifts })
  },
  pickWhy({ detail }: WechatMiniprogram.CustomEvent<{ word: string }>) {
    this.changeException({ why: detail.word })
  },
  typeWhy({ detail }: WechatMiniprogram.Input) {
    this.changeException({ why: detail.value })
  },
  async saveException() {
    const { exception, sending } = this.data
    if (sending) return
    const why = exception.why.trim()
    const problem = wrongHours(exception.shifts) || (why === '' ? '请点一个原因，或者自己写一句' : '')
    if (problem) return this.setData({ notice: problem })
    this.setData({ sending: true, notice: '' })
    const { requestId } = this.keptException().keep(exception)
    const reply = await call('booking.setException', { version: this.version, worker: this.id, ...exception, why }, { requestId })
    this.setData({ sending: false })
    if (!reply.ok) return this.refused(reply.error)
    this.keptException().clear()
    this.setData({ sheet: '' })
    await this.saved(reply.data.sentence)
  },

  async saved(sentence: string) {
    this.setData({ said: sentence })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
    await this.reload()
  },
  async refused(error: Failure) {
    this.setData({ notice: error.message })
    if (outOfDate(error)) await this.reload()
  },

  leave() {
    void wx.navigateTo({ url: `/packages/work/leave/leave?worker=${this.id}&name=${encodeURIComponent(this.data.name)}` })
  },
})
