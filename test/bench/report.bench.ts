// What a report costs, and whether real neighbouring polygons leave neither gap nor overlap.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { memberOwner } from '../../cloudfunctions/domain/assignment'
import type { Case } from '../../cloudfunctions/domain/case'
import { openCase } from '../../cloudfunctions/domain/caseOpening'
import { tileOf, tilesOf, sideOf } from '../../cloudfunctions/domain/geometry'
import type { Area, Point, Polygon } from '../../cloudfunctions/domain/geometry'
import { everywhere } from '../../cloudfunctions/domain/grid'
import type { Cell, Grid, TeamMember } from '../../cloudfunctions/domain/grid'
import { addMinutes } from '../../cloudfunctions/domain/time'
import type { Item, TownData } from '../../cloudfunctions/domain/town'
import { locatorOf } from '../../tools/town/grids'
import { makeTown } from '../../tools/town/load'
import { startTown } from '../cloud/harness'
import type { TestTown } from '../cloud/harness'
import { cells, inCell, personOf, town as smallTownData, townGrid } from '../cloud/smallTown'
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
  figures.push(...(await flat([300, 3000])), ...(await wholeCatalogue()))
  if (!existsSync(polygons) || !existsSync(requests)) {
    console.error(`report.bench: no real polygons at ${folder}, their figures are left out (set REAL_DATA)`)
    return figures
  }
  return [...figures, ...(await realCity())]
}

/** A town's life so far, one case in five still open: whether ten times as many make anything slower. */
function life(count: number, now: number): Case[] {
  const [item] = smallTownData.items as [Item]
  return Array.from({ length: count }, (_unused, at): Case => {
    const cell = cells[at % 3] as Cell
    const member = cell.team[at % cell.team.length] as TeamMember
    const [west, south] = (cell.boundary as Polygon).coordinates[0]?.[0] as [number, number]
    const place = { longitude: west + 0.0005 + ((at * 37) % 90) / 10_000, latitude: south + 0.0005 + ((at * 53) % 90) / 10_000 }
    const found = openCase({
      ...{ request: `life-${String(at).padStart(6, '0')}`, now: addMinutes(new Date(now).toISOString(), -at * 7) },
      ...{ reporter: personOf(at % 2 === 0 ? 'resident-1' : 'resident-2'), item, cell, town: smallTownData, textPassed: true },
      written: { text: '垃圾三天没人清，夜里有老鼠', photos: [], place, private: false },
      assignment: { owner: memberOwner(cell, member), reason: { rule: 'onDuty', sentence: '现在当班。', considered: [] } },
    })
    const { due: _due, alarm: _alarm, ...rest } = { ...found, notices: [], owed: false }
    return at % 5 === 0 ? { ...found, notices: [], owed: false } : { ...rest, state: 'closed', open: false, closedAt: rest.createdAt }
  })
}

/** Both sizes by turns, so that whatever else the machine does meets both alike. */
async function flat(sizes: number[]): Promise<Figure[]> {
  const data = { ...smallTownData, switches: { ...smallTownData.switches, publicFeed: true } }
  const towns = await Promise.all(
    sizes.map(async (count) => {
      const town = await startTown({}, { instances: 1 })
      town.cloud.load('grids', [data])
      town.cloud.load('cases', life(count, town.cloud.now()))
      return { town, count }
    }),
  )
  const place = inCell['cell-a1']
  const calls: [openid: string, action: string, input: object][] = [
    ['member-1', 'report.inbox', {}],
    ['dispatcher-1', 'report.queue', { queue: 'open' }],
    ['resident-1', 'report.nearby', { ...place, item: 'refuse' }],
    ['resident-1', 'report.around', place],
    ['resident-1', 'report.get', { case: 'life-000000' }],
    ['resident-1', 'report.submit', { item: 'refuse', text: '垃圾', place }],
  ]
  const figures: Figure[] = []
  for (const [openid, action, input] of calls) {
    const times = new Map(towns.map(({ count }) => [count, [] as number[]]))
    const most = new Map<number, number>()
    for (let round = 0; round < rounds; round++) {
      for (const { town, count } of towns) {
        const start = performance.now()
        const { answer, operations } = await town.call(openid, action, input)
        if (round >= warmUp) times.get(count)?.push(performance.now() - start)
        if (!answer?.ok) throw new Error(`${action}: ${JSON.stringify(answer)}`)
        most.set(count, Math.max(most.get(count) ?? 0, operations))
      }
    }
    for (const { count } of towns) {
      figures.push({ name: `${action}, ${count} cases, median of ${rounds - warmUp}`, value: median(times.get(count) ?? []), unit: 'ms' })
      figures.push({ name: `${action}, ${count} cases, most operations`, value: most.get(count) ?? NaN, unit: 'operations' })
    }
  }
  for (const { town } of towns) await town.close()
  return figures
}
const rounds = 120
const warmUp = 20

/** The demonstration's town with all its items: what the first report of an instance reads besides. */
async function wholeCatalogue(): Promise<Figure[]> {
  const { grids = [] } = makeTown({ now: Date.now() })
  const [town] = grids as [TownData]
  const [item] = town.items as [Item, ...Item[]]
  const calls: [name: string, run: (started: TestTown) => ReturnType<TestTown['call']>][] = [
    ['report.locate', (started) => started.call('resident-1', 'report.locate', town.centre)],
    ['report.submit', (started) => started.call('resident-1', 'report.submit', { item: item.id, text: '请来看看', place: town.centre })],
  ]
  const figures: Figure[] = []
  for (const [name, run] of calls) {
    const [first, following]: [number[], number[]] = [[], []]
    for (let round = 0; round < 5; round++) {
      const started = await startTown({ grids }, { instances: 1 })
      // The instance itself starts with a call that reads no town.
      await started.call('resident-1', 'report.mine', {})
      for (const times of [first, ...Array.from({ length: 10 }, () => following)]) {
        const start = performance.now()
        const { answer } = await run(started)
        times.push(performance.now() - start)
        if (!answer?.ok) throw new Error(JSON.stringify(answer))
      }
      await started.close()
    }
    figures.push(
      { name: `${name} in the whole town, first of an instance, median of 5`, value: median(first), unit: 'ms' },
      { name: `${name} in the whole town, the following, median of 50`, value: median(following), unit: 'ms' },
    )
  }
  const kilobytes = (document: object) => Buffer.byteLength(JSON.stringify(document)) / 1024
  const tile = tileOf(town.centre)
  const near = (grids as Grid[]).filter(({ tiles = [] }) => tiles.some((one) => one === tile || one === everywhere))
  return [
    ...figures,
    { name: `the town's document, ${town.items.length} items`, value: kilobytes(town), unit: 'KB' },
    { name: 'cells and desks of a place', value: kilobytes(near), unit: 'KB' },
  ]
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
  const locateAt = locatorOf(cells)
  const aTile = new Map<string, number>()
  for (const { tiles } of cells) for (const tile of tiles) aTile.set(tile, (aTile.get(tile) ?? 0) + 1)

  const start = performance.now()
  const found = points.map(locateAt)
  const each = (performance.now() - start) / points.length
  const inside = (point: Point) => cells.filter(({ boundary }) => sideOf(boundary, point) !== 'outside').length
  const exactlyOne = points.filter((point, i) => found[i]?.cell && (inside(point) === 1 || found[i]?.rule === 'border')).length

  const town = await startTown({ grids: [...cells, townGrid, smallTownData] }, { instances: 1 })
  let next = 0
  const calls = await measure(`report.locate, ${cells.length} cells`, 200, () =>
    town.call('resident-1', 'report.locate', points[(next++ * 23) % points.length]),
  )
  await town.close()
  return [
    { name: `real points in exactly one of ${cells.length} cells, of ${points.length}`, value: exactlyOne, unit: 'points' },
    { name: 'real cells to look at for a point, most', value: Math.max(...aTile.values()), unit: 'cells' },
    { name: 'locate a real point among those of its tile', value: each * 1000, unit: 'µs' },
    ...calls,
  ]
}
