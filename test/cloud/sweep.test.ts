import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { Case } from '../../cloudfunctions/domain/case'
import { png, startTown } from './harness'
import type { TestTown } from './harness'
import { inCell } from './smallTown'

const minute = 60_000
const day = 24 * 60 * minute

describe('the sweep', () => {
  let town: TestTown
  beforeEach(async () => {
    town = await startTown({}, { instances: 2 })
  })
  afterEach(() => town.close())

  const cases = () => town.cloud.dump('cases') as Case[]
  const report = (photos: string[] = []) =>
    town.act('resident-1', 'report.submit', { item: 'refuse', text: '垃圾没人清', photos, place: inCell['cell-b1'] })

  async function resolve(): Promise<Case> {
    const { id, version } = await report()
    const accepted = await town.act('member-4', 'report.accept', { case: id, version })
    const photo = await town.upload('member-4', png)
    await town.act('member-4', 'report.resolve', { case: id, version: accepted.version, note: '已清理', photos: [photo] })
    return cases()[0] as Case
  }

  test('silence of five days closes what was resolved, once, and says so', async () => {
    await resolve()
    await town.cloud.sleep(5 * day - minute)
    assert.equal(cases()[0]?.state, 'resolved')
    await town.cloud.advance(3 * minute)
    const closed = cases()[0] as Case
    assert.equal(closed.state, 'closed')
    assert.equal(closed.open, false)
    const entries = closed.timeline.length
    await town.cloud.advance(3 * minute)
    assert.equal(cases()[0]?.timeline.length, entries)
  })

  test('a reopened case is not closed by an old silence', async () => {
    const { _id, version } = await resolve()
    await town.cloud.sleep(4 * day)
    await town.act('resident-1', 'report.reopen', { case: _id, version, reason: '还有一半没清' })
    await town.cloud.sleep(2 * day)
    assert.equal(cases()[0]?.open, true)
    assert.notEqual(cases()[0]?.state, 'closed')
  })

  test('a case that nobody accepts goes to the next on duty, then to the village; one that is late is told to the level above', async () => {
    const made = await town.act('resident-1', 'report.submit', { item: 'refuse', text: '垃圾', place: inCell['cell-a1'] })
    // The deadline is over for this one: advancing the clock over a weekend would run the sweep thousands of times.
    const overdue = () => {
      const [found] = cases()
      const past = new Date(town.cloud.now() - minute).toISOString()
      town.cloud.load('cases', [{ ...found, due: past, alarm: { at: past, for: 'due' } }])
    }
    const first = cases()[0]?.holder
    overdue()
    await town.cloud.advance(2 * minute)
    const second = cases()[0] as Case
    assert.deepEqual([second.owner.kind, second.reason.rule, second.timeline.at(-1)?.step], ['member', 'passedOn', 'passOn'])
    assert.notEqual(second.holder, first)
    overdue()
    await town.cloud.advance(2 * minute)
    assert.equal(cases()[0]?.holder, 'desk:village-a')

    const { version } = cases()[0] as Case
    await town.act('desk-1', 'report.accept', { case: made.id, version })
    overdue()
    await town.cloud.advance(2 * minute)
    const late = cases()[0] as Case
    assert.deepEqual(
      [late.holder, late.hands, late.timeline.at(-1)?.step],
      ['desk:village-a', ['desk:village-a', 'desk:town-grid'], 'tellLate'],
    )
    assert.equal((await town.act('desk-2', 'report.inbox', {})).cases[0]?.id, made.id)
    const entries = late.timeline.length
    await town.cloud.advance(3 * minute)
    assert.equal(cases()[0]?.timeline.length, entries, 'told once')
  })

  test('a message left owed by a killed call is sent within one sweep, and not again', async () => {
    town.cloud.consent('member-4', ['T-case-assigned'])
    // The last operation of a submission records what was sent; the function dies just before it sends anything.
    const sent = () => town.cloud.outgoing().filter(({ api }) => api.startsWith('subscribeMessage')).length
    // Measured on the second call, when the instance knows the town, in a cell that like b1 has one member and so needs no loads.
    const measured = () => town.call('resident-2', 'report.submit', { item: 'refuse', text: '先量一量', place: inCell['cell-a2'] })
    await measured()
    const { operations } = await measured()
    await town.cloud.advance(3 * minute)
    const before = sent()
    await town.call(
      'resident-1',
      'report.submit',
      { item: 'refuse', text: '垃圾没人清', place: inCell['cell-b1'] },
      { fault: { at: operations - 1, when: 'after', how: 'kill' } },
    )
    assert.equal(sent(), before)
    assert.equal(cases().filter(({ owed }) => owed).length, 1)
    await town.cloud.advance(3 * minute)
    assert.equal(sent(), before + 1)
    assert.equal(cases().filter(({ owed }) => owed).length, 0)
    await town.cloud.advance(3 * minute)
    assert.equal(sent(), before + 1)
  })

  test('the answer to a picture check reaches its picture, also when it came before the report', async () => {
    const photo = await town.upload('resident-1', png)
    const { id } = await report([photo])
    const trace = cases()[0]?.photos[0]?.trace as string
    assert.ok(trace)
    const push = (trace_id: string, suggest: string) =>
      town.cloud.push('pushed', { MsgType: 'event', Event: 'wxa_media_check', trace_id, result: { suggest, label: 100 } })
    await push(trace, 'pass')
    assert.equal((await town.act('resident-1', 'report.get', { case: id })).photos[0]?.check, 'passed')

    await push('early-1', 'risky')
    const early = cases()[0] as Case
    town.cloud.load('cases', [
      { ...early, _id: 'late-case', requests: ['late'], photos: [{ file: photo, check: 'pending', trace: 'early-1' }], timeline: [] },
    ])
    await town.cloud.advance(2 * minute)
    assert.equal(cases().find(({ _id }) => _id === 'late-case')?.photos[0]?.check, 'refused')
    assert.deepEqual(town.cloud.dump('checks'), [])
  })

  test('two pictures of one case that are checked at the same instant: neither answer overwrites the other', async () => {
    const photos = [await town.upload('resident-1', png), await town.upload('resident-1', png)]
    await report(photos)
    const traces = cases()[0]?.photos.map(({ trace }) => trace) ?? []
    assert.equal(new Set(traces).size, 2)
    for (let round = 0; round < 5; round++) {
      const [found] = cases() as [Case]
      const waiting = { ...found, photos: found.photos.map((photo) => ({ ...photo, check: 'pending' as const })) }
      town.cloud.load('cases', [{ ...waiting, requests: [] }])
      const answers = traces.map((trace_id, at) =>
        town.cloud.push('pushed', { Event: 'wxa_media_check', trace_id, result: { suggest: at === 0 ? 'pass' : 'risky' } }),
      )
      await Promise.all(answers)
      assert.deepEqual(
        cases()[0]?.photos.map(({ check }) => check),
        ['passed', 'refused'],
      )
    }
    assert.deepEqual(town.cloud.dump('checks'), [])
  })

  test('an answer whose picture never comes is forgotten after a day', async () => {
    await town.cloud.push('pushed', { Event: 'wxa_media_check', trace_id: 'never', result: { suggest: 'pass' } })
    assert.equal(town.cloud.dump('checks').length, 1)
    await town.cloud.sleep(day + 2 * minute)
    assert.equal(town.cloud.dump('checks').length, 0)
  })
})
