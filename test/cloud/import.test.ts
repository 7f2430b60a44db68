import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { CaseRow } from '../../cloudfunctions/contract'
import type { Case } from '../../cloudfunctions/domain/case'
import { isOpen } from '../../cloudfunctions/domain/caseSteps'
import type { TownData } from '../../cloudfunctions/domain/town'
import { itemsOf } from '../../tools/import/cases'
import { importFiles } from '../../tools/import/import'
import { startTown } from './harness'
import { people, town as smallTownData } from './smallTown'

/** Polygons and requests of a real city, beside the repository or where REAL_DATA says; not part of it. */
const folder = process.env.REAL_DATA ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
const files = [join(folder, 'nyc_census_tract_2010.geojson'), join(folder, 'nyc311_2023_dirty.ndjson')] as const
const absent = files.every(existsSync) ? false : `no real requests at ${folder} (set REAL_DATA)`

function countBy<T>(list: T[], keyOf: (one: T) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const one of list) counts[keyOf(one)] = (counts[keyOf(one)] ?? 0) + 1
  return counts
}

test(
  'a real city that was imported lives in the cloud: lists, single cases, what is around and Open311 say what the import said',
  { skip: absent },
  async (t) => {
    const [geojson, ndjson] = files.map((file) => readFileSync(file, 'utf8')) as [string, string]
    const imported = importFiles(geojson, ndjson, { zone: 'America/New_York', now: '2026-11-01T00:00:00.000Z' })
    const { grids } = imported.city
    const city = grids.find(({ level }) => level === 'town')
    const town: TownData = {
      ...smallTownData,
      name: '镇',
      grid: city?._id ?? '',
      items: [...itemsOf(imported.requests.rows).values()],
      switches: { ...smallTownData.switches, publicFeed: true },
    }
    const cloud = await startTown({
      grids: [town, ...grids],
      people: [...people, ...imported.city.people],
      cases: imported.cases,
    })
    t.after(() => cloud.close())

    await t.test('the dispatcher pages through all that is open: each once, as many in each state as were imported', async () => {
      const rows: CaseRow[] = []
      let cursor: string | undefined
      do {
        const page = await cloud.act('dispatcher-1', 'report.queue', { queue: 'open', cursor })
        rows.push(...page.cases)
        cursor = page.next
      } while (cursor !== undefined)
      const open = imported.cases.filter(({ state }) => isOpen(state))
      assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length)
      assert.deepEqual(
        countBy(rows, ({ state }) => state),
        countBy(open, ({ state }) => state),
      )
      t.diagnostic(`${imported.cases.length} cases, ${JSON.stringify(countBy(imported.cases, ({ state }) => state))}`)
    })

    await t.test('each of 300 points is located by the real function in the grid in which it was imported', async () => {
      const points = imported.cases.filter((_one, at) => at % Math.ceil(imported.cases.length / 300) === 0)
      const placed = imported.requests.rows.filter(({ place }) => place).length
      assert.equal(imported.placed.inside + imported.placed.border + imported.placed.outside, placed)
      for (const { place, grid } of points) {
        const { inTown, grid: name } = await cloud.act('resident-1', 'report.locate', place)
        if (grid.level === 'cell') assert.deepEqual([inTown, name], [true, grid.name])
      }
    })

    await t.test('single cases read as they were imported, and their member has them in the inbox', async () => {
      for (const state of ['reported', 'accepted', 'resolved', 'closed'] as const) {
        const found = imported.cases.find((one) => one.state === state && one.owner.kind === 'member')
        if (!found) continue
        const holder = imported.city.people.find(({ _id }) => found.holder === `member:${_id}`)?.openid ?? ''
        const seen = await cloud.act(holder, 'report.get', { case: found._id })
        assert.deepEqual(
          [seen.state, seen.text, seen.grid, seen.timeline.length],
          [state, found.text, found.grid.name, found.timeline.length],
        )
        const inbox = await cloud.act(holder, 'report.inbox', { done: found.due === undefined })
        assert.ok(inbox.cases.length > 0 && inbox.cases.every(({ grid }) => grid === found.grid.name))
      }
    })

    await t.test('nothing is public before a person has released it; then it is around, and goes out by Open311', async () => {
      const cell = (one: Case) => one.grid.level === 'cell'
      const chosen = [
        imported.cases.find((one) => one.open && cell(one)),
        imported.cases.find((one) => one.state === 'closed' && cell(one)),
      ] as Case[]
      const list = async (id: string) => fetch(`${cloud.url}/open311/v2/requests/${id}.json`)
      for (const { _id, place } of chosen) {
        const near = { longitude: place.longitude, latitude: place.latitude }
        assert.deepEqual(
          (await cloud.act('resident-1', 'report.around', near)).cases.filter(({ id }) => id === _id),
          [],
        )
        assert.equal((await list(_id)).status, 404)
        const { version } = await cloud.act('dispatcher-1', 'report.get', { case: _id })
        await cloud.act('dispatcher-1', 'report.release', { case: _id, version })
        assert.ok((await cloud.act('resident-1', 'report.around', near)).cases.some(({ id }) => id === _id))
        const response = await list(_id)
        const [request] = (await response.json()) as { service_request_id: string; status: string }[]
        assert.deepEqual([response.status, request?.service_request_id], [200, _id])
      }
    })
  },
)
