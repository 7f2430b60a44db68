import type { RosterView } from '../../../../../typings/contract'
import { call } from '../../../../cloud/call'
import type { Reply } from '../../../../cloud/call'
import { outOfDate } from '../../../../cloud/conflict'
import { draft } from '../../../../cloud/draft'
import { shiftLines, weekdays } from '../../../../words/roster'
import type { Member, Shift, Span } from '../../../../words/roster'
import { dayWords } from '../../../../words/time'

export type DutyForm = 'leave' | 'day' | 'shifts'

interface Typed {
  /** Leave: from, to. Another day's hours: from alone. */
  from: string
  to: string
  reason: string
  /** What becomes of that day: other hours, no work, the weekly shifts again. */
  what: 'hours' | 'off' | 'weekly'
  spans: Span[]
  shifts: Shift[]
}

const usual: Span = { from: '08:30', to: '17:30' }
const evening: Span = { from: '17:30', to: '21:30' }
const workdays = [1, 2, 3, 4, 5]
const reasons = ['年休假', '病假', '家里有事', '外出学习']
const most = { shifts: 20, spans: 4 }

/** Days on the town's clock. */
function dayAfter(days: number, from = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)): string {
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
function said(day: string): string {
  return dayWords(`${day}T12:00:00+08:00`)
}

/**
 * The three forms of a roster: leave, the hours of one day, the weekly shifts. What is typed stays until it is sent. `open` is '' or a form.
 * Tells `close`; `done` with the new roster and a sentence; `conflict` when what is shown is out of date.
 */
Component({
  properties: {
    grid: { type: String, value: '' },
    version: { type: Number, value: 0 },
    member: { type: Object, value: null as Member | null },
    open: { type: String, value: '' },
  },
  data: {
    typed: null as Typed | null,
    fromWords: '',
    toWords: '',
    today: '',
    last: '',
    rows: [] as { key: number; from: string; to: string; next: boolean; days: { day: number; words: string; on: boolean }[] }[],
    usualLines: [] as ReturnType<typeof shiftLines>,
    more: false,
    reasons,
    sending: false,
    notice: '',
  },
  observers: {
    'open, member'(open: DutyForm | '', member: Member | null) {
      if (open === '' || !member) return
      const today = dayAfter(0)
      const blank: Typed = {
        ...{ from: today, to: today, reason: '', what: 'hours' },
        ...{ spans: [usual], shifts: member.shifts },
      }
      this.setData({ today, last: dayAfter(365), usualLines: shiftLines(member.shifts), notice: '' })
      const before = this.kept().read()?.value
      // A day that has passed meanwhile is no choice any more.
      this.show(before && before.from >= today ? { ...blank, ...before } : blank)
    },
  },
  methods: {
    kept() {
      const { grid, open } = this.data
      return draft<Typed>(`duty:${open}:${grid}:${(this.data.member as Member | null)?.person ?? ''}`)
    },
    show(typed: Typed) {
      const shifts = this.data.open === 'shifts'
      const rows: Shift[] = shifts ? typed.shifts : typed.spans.map((span) => ({ ...span, weekdays: [] }))
      this.setData({
        typed,
        fromWords: said(typed.from),
        toWords: said(typed.to),
        rows: rows.map(({ from, to, weekdays: days }, key) => ({
          ...{ key, from, to, next: to <= from },
          days: shifts ? weekdays.map(({ day, words }) => ({ day, words, on: days.includes(day) })) : [],
        })),
        more: rows.length < (shifts ? most.shifts : most.spans),
      })
    },
    change(patch: Partial<Typed>) {
      const { typed } = this.data
      if (!typed) return
      const next = { ...typed, ...patch }
      this.setData({ notice: '' })
      this.kept().keep(next)
      this.show(next)
    },

    pickFrom({ detail }: WechatMiniprogram.PickerChange) {
      const from = String(detail.value)
      const to = this.data.typed?.to ?? from
      this.change({ from, to: to < from ? from : to })
    },
    pickTo({ detail }: WechatMiniprogram.PickerChange) {
      this.change({ to: String(detail.value) })
    },
    typeReason({ detail }: WechatMiniprogram.Input) {
      this.change({ reason: detail.value })
    },
    pickReason({ detail }: WechatMiniprogram.CustomEvent<{ word: string }>) {
      this.change({ reason: detail.word })
    },
    pickWhat({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { what: Typed['what'] }>) {
      this.change({ what: currentTarget.dataset.what })
    },

    /** The rows of whichever form is open. */
    edit(edit: (rows: Shift[]) => Shift[]) {
      const { typed, open } = this.data
      if (!typed) return
      if (open === 'shifts') this.change({ shifts: edit(typed.shifts) })
      else this.change({ spans: edit(typed.spans.map((span) => ({ ...span, weekdays: [] }))).map(({ from, to }) => ({ from, to })) })
    },
    pickTime({
      detail,
      currentTarget,
    }: WechatMiniprogram.BaseEvent<object, { at: number; end: 'from' | 'to' }> & { detail: { value: string } }) {
      const { at, end } = currentTarget.dataset
      this.edit((rows) => rows.map((row, place) => (place === at ? { ...row, [end]: detail.value } : row)))
    },
    toggleDay({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { at: number; day: number }>) {
      const { at, day } = currentTarget.dataset
      const toggled = (days: number[]) => (days.includes(day) ? days.filter((one) => one !== day) : [...days, day])
      this.edit((rows) => rows.map((row, place) => (place === at ? { ...row, weekdays: toggled(row.weekdays) } : row)))
    },
    addRow() {
      this.edit((rows) => [...rows, { weekdays: workdays, ...(rows.length === 0 ? usual : evening) }])
    },
    dropRow({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { at: number }>) {
      this.edit((rows) => rows.filter((_row, place) => place !== currentTarget.dataset.at))
    },

    lack(typed: Typed): string {
      const { open } = this.data
      if (open === 'leave')
        return typed.to < typed.from ? '结束的日子在开始前面，请看一看' : typed.reason.trim() === '' ? '请写一句为什么' : ''
      if (open === 'day') return typed.what === 'hours' && typed.spans.length === 0 ? '请至少排一段时间，或者选「这天不上班」' : ''
      return typed.shifts.some(({ weekdays: days }) => days.length === 0) ? '有一段没有选周几' : ''
    },
    async send() {
      const { typed, sending } = this.data
      if (!typed || sending) return
      const lack = this.lack(typed)
      if (lack) return this.setData({ notice: lack })
      this.setData({ sending: true, notice: '' })
      const kept = this.kept()
      const reply = await this.take(typed, kept.keep(typed).requestId)
      this.setData({ sending: false })
      if (reply.ok) {
        kept.clear()
        return this.triggerEvent('done', reply.data)
      }
      if (!outOfDate(reply.error)) return this.setData({ notice: reply.error.message })
      // A new try looks at another version, so it is another request.
      kept.clear()
      kept.keep(typed)
      this.triggerEvent('conflict', { message: reply.error.message })
    },
    async take(typed: Typed, requestId: string): Promise<Reply<{ roster: RosterView; sentence: string }>> {
      const { grid, version, open } = this.data
      const { person, name } = this.data.member as Member
      const who = { grid, person }
      const { from, to, reason, what, spans, shifts } = typed
      if (open === 'leave') return call('report.takeLeave', { ...who, from, to, reason: reason.trim() }, { requestId })
      const hours = what === 'weekly' ? {} : { spans: what === 'off' ? [] : spans }
      const reply =
        open === 'day'
          ? await call('report.setDay', { ...who, version, day: from, ...hours }, { requestId })
          : await call('report.setShifts', { ...who, version, shifts }, { requestId })
      return reply.ok ? { ok: true, data: { roster: reply.data, sentence: `${name}的班改好了` } } : reply
    },
    close() {
      if (!this.data.sending) this.triggerEvent('close')
    },
  },
})
