// Shifts as people say them.
import type { RosterView } from '../../typings/contract'

export type Member = RosterView['team'][number]
export type Shift = Member['shifts'][number]
export type Span = Pick<Shift, 'from' | 'to'>

/** In the order of a week as people see it. */
export const weekdays = [
  { day: 1, words: '周一' },
  { day: 2, words: '周二' },
  { day: 3, words: '周三' },
  { day: 4, words: '周四' },
  { day: 5, words: '周五' },
  { day: 6, words: '周六' },
  { day: 0, words: '周日' },
]

/** 周一到周五, 周六、周日, 每天 */
export function weekdaysWords(days: number[]): string {
  const on = weekdays.map(({ day }) => days.includes(day))
  if (on.every(Boolean)) return '每天'
  const words: string[] = []
  for (let first = 0; first < on.length; first++) {
    if (!on[first]) continue
    let last = first
    while (on[last + 1]) last++
    const run = weekdays.slice(first, last + 1).map((one) => one.words)
    words.push(run.length > 2 ? `${run[0]}到${run[run.length - 1]}` : run.join('、'))
    first = last
  }
  return words.join('、')
}

/** 08:30–12:00; one that ends at or before its beginning ends on the next day. */
export function spanWords({ from, to }: Span): string {
  if (from === '00:00' && to === '24:00') return '全天'
  return `${from}–${to <= from ? '次日' : ''}${to}`
}

/** 08:30–12:00、14:00–17:30 */
export function spansWords(spans: Span[]): string {
  return spans.length === 0 ? '不上班' : spans.map(spanWords).join('、')
}

/** One line for the same weekdays: 周一到周五 08:30–12:00 14:00–17:30 */
export function shiftLines(shifts: Shift[]): { days: string; hours: string[] }[] {
  const byDays = new Map<string, Span[]>()
  for (const { weekdays: days, from, to } of shifts) {
    const words = weekdaysWords(days)
    byDays.set(words, [...(byDays.get(words) ?? []), { from, to }])
  }
  return [...byDays].map(([days, spans]) => ({ days, hours: spans.map(spanWords) }))
}
