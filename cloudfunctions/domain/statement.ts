import type { Booking } from './booking'
import { dayOf } from './time'
import type { Day } from './time'

/** What a statement needs of a booking. */
export const billedFields = [
  'number',
  'kind',
  'state',
  'start',
  'minutes',
  'service',
  'guest',
  'worker',
  'price',
  'cover',
  'rating',
] as const satisfies (keyof Booking)[]
export type Billed = Pick<Booking, (typeof billedFields)[number]>

export interface StatementRow {
  number: string
  day: Day
  service: string
  guest: string
  worker: string
  minutes: number
  yuan: number
  paidByProgramme: number
  state: string
}

export interface Statement {
  visits: number
  minutes: number
  yuan: number
  paidByProgramme: number
  guests: number
  noShow: number
  stars?: number
  rows: StatementRow[]
}

/** States that a statement tells of: what was done, and what nobody came to. */
export const billedStates = ['done', 'rated', 'noShow'] as const

/** A number names the visit; of the guest the family name is enough to talk about it. */
function nameOnPaper(name: string): string {
  const [first = '', ...rest] = [...name]
  return first + '*'.repeat(Math.min(2, rest.length))
}

/** What was done in a month, in order of time. What did not take place costs nothing and counts no time. */
export function statementOf(bookings: Billed[]): Statement {
  const told = bookings
    .filter(({ state }) => (billedStates as readonly string[]).includes(state))
    .sort((a, b) => (a.start === b.start ? (a.number < b.number ? -1 : 1) : a.start < b.start ? -1 : 1))
  const done = told.filter(({ state }) => state !== 'noShow')
  const rows = told.map(({ number, state, start, minutes, service, guest, worker, price, cover }): StatementRow => {
    const counts = state !== 'noShow'
    return {
      number,
      day: dayOf(start),
      service: service.name,
      guest: nameOnPaper(guest.name),
      worker: worker?.name ?? '',
      minutes: counts ? minutes : 0,
      yuan: counts ? price.yuan : 0,
      paidByProgramme: counts ? (cover?.yuan ?? 0) : 0,
      state: counts ? '做完了' : '没有成行',
    }
  })
  const sum = (field: 'minutes' | 'yuan' | 'paidByProgramme') => rows.reduce((total, row) => total + row[field], 0)
  const stars = done.flatMap(({ rating }) => (rating ? [rating.stars] : []))
  return {
    visits: done.length,
    minutes: sum('minutes'),
    yuan: sum('yuan'),
    paidByProgramme: sum('paidByProgramme'),
    guests: new Set(done.map(({ guest }) => guest.person)).size,
    noShow: told.length - done.length,
    ...(stars.length > 0 ? { stars: Math.round((stars.reduce((total, one) => total + one, 0) / stars.length) * 100) / 100 } : {}),
    rows,
  }
}

/** A table as people open it in WPS or Excel: a head, the rows, the sums. */
export type Cell = string | number
export function statementTable(title: string, { rows, minutes, yuan, paidByProgramme }: Statement): Cell[][] {
  return [
    [title],
    ['编号', '日期', '服务', '服务对象', '社工', '分钟', '个人付（元）', '项目付（元）', '情况'],
    ...rows.map((row) => [row.number, row.day, row.service, row.guest, row.worker, row.minutes, row.yuan, row.paidByProgramme, row.state]),
    ['合计', '', '', '', '', minutes, yuan, paidByProgramme, ''],
  ]
}

/** Text that a spreadsheet would take for a formula. */
const formula = /^[=+\-@\t\r＝＋－＠]/

/**
 * CSV that WPS and Excel open with the right characters: with a byte order mark and CRLF. Names come from people, so what a spreadsheet
 * would run as a formula is made text; numbers of our own stay numbers.
 */
export function csvOf(table: Cell[][]): string {
  const cell = (value: Cell): string => {
    if (typeof value === 'number') return String(value)
    const plain = formula.test(value) ? `'${value}` : value
    return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
  }
  return `\uFEFF${table.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`
}
