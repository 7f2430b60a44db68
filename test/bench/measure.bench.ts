// What counting costs, and what reading a month costs when the town has ten times the cases.
import type { Case } from '../../cloudfunctions/domain/case'
import { startTown } from '../cloud/harness'
import { inCell } from '../cloud/smallTown'
import type { Figure } from './bench'

const minute = 60_000

export async function bench(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const count of [300, 3000]) {
    const town = await startTown({}, { instances: 1 })
    await town.act('resident-1', 'report.submit', { item: 'refuse', text: '垃圾没人清', place: inCell['cell-a1'] })
    const [one] = town.cloud.dump('cases') as Case[]
    const now = town.cloud.now()
    const copies = Array.from({ length: count }, (_, at) => {
      const createdAt = new Date(now - (at % 25) * 24 * 60 * minute).toISOString()
      return {
        ...one,
        _id: `copy-${at}`,
        requests: [`copy-${at}`],
        createdAt,
        updatedAt: createdAt,
        owed: false,
        notices: [],
        alarm: undefined,
      }
    })
    town.cloud.load('cases', JSON.parse(JSON.stringify(copies)) as object[])
    const start = performance.now()
    await town.cloud.advance((Math.ceil(count / 200) + 2) * 5 * minute)
    const counted = performance.now() - start
    const month = new Date(now + 8 * 60 * minute).toISOString().slice(0, 7)
    const { operations } = await town.call('dispatcher-1', 'measure.month', { month })
    const times: number[] = []
    for (let i = 0; i < 20; i++) {
      const from = performance.now()
      await town.call('dispatcher-1', 'measure.month', { month })
      times.push(performance.now() - from)
    }
    figures.push(
      { name: `measures: count ${count} cases, sweeps included`, value: counted, unit: 'ms' },
      { name: `measure.month of ${count} cases, median`, value: times.sort((a, b) => a - b)[10] ?? NaN, unit: 'ms' },
      { name: `measure.month of ${count} cases`, value: operations, unit: 'operations' },
    )
    await town.close()
  }
  return figures
}
