// What a report costs, and whether real neighbouring polygons leave neither gap nor overlap.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tileOf, tilesOf, sideOf } from '../../cloudfunctions/domain/geometry'
import type { Area, Point } from '../../cloudfunctions/domain/geometry'
import { locate } from '../../cloudfunctions/domain/grid'
import type { Cell } from '../../cloudfunctions/domain/grid'
import { startTown } from '../cloud/harness'
import type { TestTown } from '../cloud/harness'
import { inCell, town as smallTownData } from '../cloud/smallTown'
import type { Figure } from './bench'

/** Polygons and requests of a real city, beside the repository or where REAL_DATA says; not part of it. */
const folder = process.env.REAL_DATA ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
const polygons = join(folder, 'nyc_census_tract_2010.geojson')
const requests = join(folder, 'nyc311_2023_dirty.ndjson')

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

async function measure(name: string, calls: number, run: () => ReturnType<TestTown['call']>): Promise<Figure[]> {
  const times: number[] = []
  let most = 0
  for (let i = 0; i < calls; i++) {
    const start = performance.now()
    const { answer, operations } = await run()
    times.push(performance.now() - start)
    if (!answer?.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`)
    most = Math.max(most, operations)
  }
  return [
    { name: `${name}, median of ${calls}`, value: median(times), unit: 'ms' },
    { name: `${name}, most operations`, value: most, unit: 'operations' },
  ]
}

export async function bench(): Promise<Figure[]> {
  const town = await startTown({}, { instances: 1 })
  const place = inCell['cell-a1']
  const submit = () => town.call('resident-1', 'report.submit', { item: 'refuse', text: '垃圾三天没人清', place })
  const figures = [
    ...(await measure('report.submit, cold instance', 1, submit)),
    ...(await measure('report.submit, warm', 200, submit)),
    ...(await measure('report.inbox, first page', 100, () => town.call('member-1', 'report.inbox', {}))),
    ...(await measure('report.queue, open, first page', 100, () => town.call('dispatcher-1', 'report.queue', { queue: 'open' }))),
    ...(await measure('report.locate, four cells', 200, () => town.call('resident-1', 'report.locate', place))),
  ]
  await town.close()
  if (!existsSync(polygons) || !existsSync(requests)) {
    console.error(`report.bench: no real polygons at ${folder}, their figures are left out (set REAL_DATA)`)
    return figures
  }
  return [...figures, ...(await realCity())]
}

async function realCity(): Promise<Figure[]> {
  const { features } = JSON.parse(readFileSync(polygons, 'utf8')) as { features: { properties: { geoid: string }; geometry: Area }[] }
  const points = readFileSync(requests, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as { lng?: number | null; lat?: number | null })
    .flatMap(({ lng, lat }): Point[] => (typeof lng === 'number' && typeof lat === 'number' ? [{ longitude: lng, latitude: lat }] : []))
  const cells = features.map(({ properties: { geoid }, geometry }): Cell => {
    return {
      _id: geoid,
      version: 1,
      requests: [],
      level: 'cell',
      name: geoid,
      boundary: geometry,
      tiles: tilesOf(geometry),
      village: { grid: 'village-a', name: '甲村' },
      team: [],
    }
  })
  const byTile = new Map<string, Cell[]>()
  for (const cell of cells) for (const tile of cell.tiles) byTile.set(tile, [...(byTile.get(tile) ?? []), cell])

  const start = performance.now()
  const found = points.map((point) => locate(byTile.get(tileOf(point)) ?? [], point))
  const each = (performance.now() - start) / points.length
  const inside = (point: Point) => cells.filter(({ boundary }) => sideOf(boundary, point) !== 'outside').length
  const exactlyOne = points.filter((point, i) => found[i]?.cell && (inside(point) === 1 || found[i]?.rule === 'border')).length

  const town = await startTown({ grids: [...cells, smallTownData] }, { instances: 1 })
  let next = 0
  const calls = await measure(`report.locate, ${cells.length} cells`, 200, () =>
    town.call('resident-1', 'report.locate', points[(next++ * 23) % points.length]),
  )
  await town.close()
  return [
    { name: `real points in exactly one of ${cells.length} cells, of ${points.length}`, value: exactlyOne, unit: 'points' },
    { name: 'real cells to look at for a point, most', value: Math.max(...[...byTile.values()].map((list) => list.length)), unit: 'cells' },
    { name: 'locate a real point among those of its tile', value: each * 1000, unit: 'µs' },
    ...calls,
  ]
}
