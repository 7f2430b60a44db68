import type { Case } from './case'
import type { Instant } from './time'
import { dayOf } from './time'

/**
 * What is counted, and how rates are made of it: each definition stands here once, beside its formula.
 *
 * A case belongs to the day, and the month, in which it was reported (town's clock), so the figures of a month move until its last case is
 * over. A case that was merged into another is the same matter twice and counts as merged alone; one that was withdrawn counts as
 * withdrawn alone. The rest is "reported", and every rate is a part of it.
 */
export const countNames = [
  'merged',
  'withdrawn',
  'reported',
  /** Found and solved by staff themselves (随手办): solved, but nobody waited for them, so they are in no clock and no satisfaction. */
  'selfFound',
  /** Said to be done, and not reopened since. */
  'solved',
  'solvedInCell',
  'solvedInVillage',
  'solvedAbove',
  'responded',
  /** From report to first response, all cases together, minutes on the wall clock. */
  'responseMinutes',
  /** Clocks that have come to an end, kept or not; an open case whose promise has passed has broken it. */
  'acceptEnded',
  'acceptKept',
  'resolveEnded',
  'resolveKept',
  'promiseEnded',
  'promiseKept',
  'extended',
  'returned',
  'reopened',
  'rated',
  'satisfied',
  'stars',
] as const
export type CountName = (typeof countNames)[number]
/** Nothing is written for zero. */
export type Counts = Partial<Record<CountName, number>>

/** Stars from which a resident counts as satisfied. */
const satisfiedFrom = 4

export interface Measure {
  id: string
  /** As staff read it. */
  name: string
  part: CountName
  whole: CountName
  /** The formula in words, and whose definition it is. */
  meaning: string
  source: string
  /** Not a share but an average: part divided by whole, in this unit. */
  unit?: '小时' | '星'
}

/** Part 4 of 数字化城市管理信息系统 is on 绩效评价; part 2 on things and happenings, part 8 on opening, handling and closing a case. */
const standard = '仿 GB/T 30428.4（绩效评价），口径由本镇写明'
const own = '本镇自定'

export const measures: readonly Measure[] = [
  { id: 'solved', name: '解决率', part: 'solved', whole: 'reported', meaning: '已处理好的 ÷ 反映的（不含撤回和合并）', source: standard },
  { id: 'inCell', name: '网格内解决', part: 'solvedInCell', whole: 'solved', meaning: '由网格员处理好的 ÷ 处理好的', source: own },
  {
    id: 'inVillage',
    name: '村居内解决',
    part: 'solvedInVillage',
    whole: 'solved',
    meaning: '由村居服务台处理好的 ÷ 处理好的',
    source: own,
  },
  { id: 'above', name: '镇和部门解决', part: 'solvedAbove', whole: 'solved', meaning: '由镇、部门处理好的 ÷ 处理好的', source: own },
  {
    id: 'response',
    name: '平均多久有人回应',
    part: 'responseMinutes',
    whole: 'responded',
    meaning: '从反映到第一次回应的时间之和 ÷ 有回应的件数（自然时间）',
    source: own,
    unit: '小时',
  },
  {
    id: 'acceptOnTime',
    name: '按时接手',
    part: 'acceptKept',
    whole: 'acceptEnded',
    meaning: '在接手时限内接手的 ÷ 已到接手时限或已接手的',
    source: standard,
  },
  {
    id: 'resolveOnTime',
    name: '按时处理',
    part: 'resolveKept',
    whole: 'resolveEnded',
    meaning: '在处理时限内处理好的 ÷ 已到处理时限或已处理好的（按期处置率）',
    source: standard,
  },
  {
    id: 'promiseOnTime',
    name: '守住承诺',
    part: 'promiseKept',
    whole: 'promiseEnded',
    meaning: '在答应居民的时间前处理好的 ÷ 已到答应时间或已处理好的',
    source: own,
  },
  { id: 'extended', name: '延长过', part: 'extended', whole: 'reported', meaning: '延长过时限的 ÷ 反映的', source: own },
  { id: 'returned', name: '退回过', part: 'returned', whole: 'reported', meaning: '被退回过的 ÷ 反映的', source: own },
  {
    id: 'reopened',
    name: '没办好重办',
    part: 'reopened',
    whole: 'reported',
    meaning: '居民说没办好、重新处理过的 ÷ 反映的（返工率）',
    source: standard,
  },
  { id: 'answered', name: '作了评价', part: 'rated', whole: 'solved', meaning: '居民打了星的 ÷ 处理好的', source: own },
  {
    id: 'satisfied',
    name: '满意',
    part: 'satisfied',
    whole: 'rated',
    meaning: `打 ${satisfiedFrom} 星及以上的 ÷ 打了星的；没有评价的不算满意也不算不满意`,
    source: own,
  },
  { id: 'stars', name: '平均星数', part: 'stars', whole: 'rated', meaning: '星数之和 ÷ 打了星的', source: own, unit: '星' },
]

/** Under so many a share of them means nothing: then the numbers are said, no rate. */
export const fewest = 10

export interface Figure {
  part: number
  whole: number
  /** Share in 0…1, or the average in its unit; absent when there are too few. */
  value?: number
}

export function figureOf({ part, whole, unit }: Measure, counts: Counts): Figure {
  const [of, all] = [counts[part] ?? 0, counts[whole] ?? 0]
  const shown = unit === '小时' ? of / 60 : of
  return {
    part: unit === '小时' ? Math.round(shown * 10) / 10 : of,
    whole: all,
    ...(all < fewest ? {} : { value: Math.round((shown / all) * 1e4) / 1e4 }),
  }
}

/** What a case document has to have to be counted. */
export type Counted = Pick<
  Case,
  | '_id'
  | 'state'
  | 'open'
  | 'item'
  | 'grid'
  | 'owner'
  | 'createdAt'
  | 'promise'
  | 'inTime'
  | 'extended'
  | 'returned'
  | 'reopened'
  | 'selfFound'
> &
  Partial<Pick<Case, 'respondedAt' | 'solvedBy' | 'rating'>>
export const countedFields = [
  ...['state', 'open', 'item', 'grid', 'owner', 'createdAt', 'promise', 'inTime', 'extended', 'returned', 'reopened', 'selfFound'],
  ...['respondedAt', 'solvedBy', 'rating', 'updatedAt'],
] as (keyof Case)[]

/** What one case adds to the counts, as of an instant. */
export function countsOf(found: Counted, asOf: Instant): Counts {
  const { state, open, inTime, promise, createdAt, respondedAt, solvedBy, rating, selfFound } = found
  if (state === 'merged') return { merged: 1 }
  if (state === 'withdrawn') return { withdrawn: 1 }
  const solved = state === 'resolved' || state === 'closed'
  const counts: Counts = {}
  const count = (name: CountName, when: boolean | undefined, by = 1) => {
    if (when && by > 0) counts[name] = by
  }
  count('reported', true)
  count('selfFound', selfFound)
  count('solved', solved)
  count('solvedInCell', solved && solvedBy === 'cell')
  count('solvedInVillage', solved && solvedBy === 'village')
  count('solvedAbove', solved && (solvedBy === 'town' || solvedBy === 'department'))
  if (selfFound) return counts
  if (respondedAt !== undefined) {
    count('responded', true)
    count('responseMinutes', true, Math.max(0, Math.round((Date.parse(respondedAt) - Date.parse(createdAt)) / 60_000)))
  }
  count('acceptEnded', inTime.accept !== undefined)
  count('acceptKept', inTime.accept)
  count('resolveEnded', inTime.resolve !== undefined)
  count('resolveKept', inTime.resolve)
  const broken = open && !solved && promise <= asOf
  count('promiseEnded', solved || broken)
  count('promiseKept', solved && inTime.promise)
  count('extended', found.extended > 0)
  count('returned', found.returned > 0)
  count('reopened', found.reopened > 0)
  if (rating) {
    count('rated', true)
    count('satisfied', rating.stars >= satisfiedFrom)
    count('stars', true, rating.stars)
  }
  return counts
}

export const views = ['grid', 'village', 'department', 'item'] as const
export type View = (typeof views)[number]

export interface Row {
  name: string
  counts: Counts
}
export interface Table {
  all: Counts
  by: Record<View, Record<string, Row>>
}

/** One case as its day keeps it: under which rows it counts, and what. */
export interface Share {
  at: Record<View, { id: string; name: string } | null>
  counts: Counts
}

export function shareOf(found: Counted, asOf: Instant): Share {
  const { grid, owner, item } = found
  return {
    at: {
      grid: { id: grid.id, name: grid.name },
      village: grid.level === 'cell' ? { id: grid.villageId ?? '', name: grid.village ?? '' } : { id: grid.id, name: grid.name },
      department: owner.kind === 'department' ? { id: owner.department, name: owner.name } : null,
      item: { id: item.id, name: item.name },
    },
    counts: countsOf(found, asOf),
  }
}

function emptyTable(): Table {
  return { all: {}, by: { grid: {}, village: {}, department: {}, item: {} } }
}

function add(to: Counts, from: Counts): void {
  for (const [name, by] of Object.entries(from) as [CountName, number][]) to[name] = (to[name] ?? 0) + by
}

export function tableOf(shares: Iterable<Share>): Table {
  const table = emptyTable()
  for (const { at, counts } of shares) {
    add(table.all, counts)
    for (const view of views) {
      const place = at[view]
      if (place) add((table.by[view][place.id] ??= { name: place.name, counts: {} }).counts, counts)
    }
  }
  return table
}

export function sumOf(tables: Iterable<Table>): Table {
  const sum = emptyTable()
  for (const { all, by } of tables) {
    add(sum.all, all)
    for (const view of views) {
      for (const [id, { name, counts }] of Object.entries(by[view])) add((sum.by[view][id] ??= { name, counts: {} }).counts, counts)
    }
  }
  return sum
}

/**
 * Collection `measures`, one document a day of reports. It keeps what each of its cases adds, so that a case that changed is put in place
 * of what it was: writing it twice changes nothing, and the whole can be made anew from the cases at any time.
 */
export interface DayOfCases {
  _id: string
  version: number
  requests: string[]
  day: string
  /** YYYY-MM; indexed. */
  month: string
  shares: Record<string, Share>
  table: Table
}

export const dayId = (day: string) => `day.${day}`

export function dayOfCases(day: string, request: string): DayOfCases {
  return { _id: dayId(day), version: 1, requests: [request], day, month: day.slice(0, 7), shares: {}, table: emptyTable() }
}

/** Puts cases in the place of what they were. */
export function withCases({ shares, ...rest }: DayOfCases, cases: Counted[], asOf: Instant): DayOfCases {
  const next = { ...shares }
  for (const found of cases) next[found._id] = shareOf(found, asOf)
  return { ...rest, shares: next, table: tableOf(Object.values(next)) }
}

export function byDay<C extends Pick<Case, 'createdAt'>>(cases: C[]): Map<string, C[]> {
  const days = new Map<string, C[]>()
  for (const found of cases) days.set(dayOf(found.createdAt), [...(days.get(dayOf(found.createdAt)) ?? []), found])
  return days
}
