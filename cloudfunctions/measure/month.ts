import { figureOf, fewest, measures, sumOf } from '../domain/measures'
import type { Counts, DayOfCases } from '../domain/measures'
import { done } from '../domain/result'
import { find } from '../platform/documents'
import type { Handlers } from '../platform/entry'

const daysAMonth = 31

/** The figures of a month, in one operation: a document a day, each already summed up. */
export const month: Handlers<'measure'>['month'] = async (input) => {
  const days = await find<Pick<DayOfCases, '_id' | 'day' | 'table'>>(
    'measures',
    { month: input.month },
    { limit: daysAMonth, fields: ['day', 'table'] },
  )
  const { all, by } = sumOf(days.map(({ table }) => table))
  const row = (id: string, name: string, counts: Counts) => ({
    id,
    name,
    reported: counts.reported ?? 0,
    withdrawn: counts.withdrawn ?? 0,
    merged: counts.merged ?? 0,
    figures: Object.fromEntries(measures.map((measure) => [measure.id, figureOf(measure, counts)])),
  })
  return done({
    month: input.month,
    by: input.by,
    total: row('all', '合计', all),
    // By name, not by rank: most rows are too small to be compared.
    rows: Object.entries(by[input.by])
      .map(([id, { name, counts }]) => row(id, name, counts))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    days: days
      .map(({ day, table }) => ({ day, reported: table.all.reported ?? 0, solved: table.all.solved ?? 0 }))
      .sort((a, b) => (a.day < b.day ? -1 : 1)),
    definitions: measures.map(({ id, name, meaning, source, unit }) => ({ id, name, meaning, source, unit: unit ?? '%' })),
    fewest,
  })
}
