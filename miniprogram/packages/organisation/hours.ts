// Weekly hours as people say them.
export interface Shift {
  from: string
  until: string
}

export const weekdayNames = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']
/** Weeks begin on Monday for people, on Sunday in the data. */
export const weekOrder = [1, 2, 3, 4, 5, 6, 0]

/** 8:30–12:00、14:00–17:30; a span is not broken at its dash. */
export function shiftWords(shifts: Shift[]): string {
  return shifts.map(({ from, until }) => `${from.replace(/^0/, '')}\u2060–\u2060${until.replace(/^0/, '')}`).join('、')
}

/** 周一到周五 8:30–12:00、14:00–17:30；周六 8:30–12:00 */
export function weekWords(week: Shift[][]): string {
  const runs: { first: number; last: number; words: string }[] = []
  for (const day of weekOrder) {
    const words = shiftWords(week[day] ?? [])
    const run = runs[runs.length - 1]
    if (run && run.words === words) run.last = day
    else runs.push({ first: day, last: day, words })
  }
  const said = runs
    .filter(({ words }) => words !== '')
    .map(({ first, last, words }) => `${weekdayNames[first]}${first === last ? '' : `到${weekdayNames[last]}`} ${words}`)
  return said.length === 0 ? '还没排班' : said.join('；')
}

/** What is wrong with hours as typed; '' when nothing is. */
export function wrongHours(shifts: Shift[]): string {
  const sorted = [...shifts].sort((a, b) => a.from.localeCompare(b.from))
  if (sorted.some(({ from, until }) => from >= until)) return '结束要晚于开始'
  if (sorted.some(({ until }, at) => (sorted[at + 1]?.from ?? '24:00') < until)) return '两段时间重了'
  return ''
}
