import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import type * as Ledger from '../../cloudfunctions/booking/hoursLedger'
import type * as Documents from '../../cloudfunctions/platform/documents'
import type { Booking } from '../../cloudfunctions/domain/booking'
import { promisedMinutes } from '../../cloudfunctions/domain/contractHours'
import type { Contract } from '../../cloudfunctions/domain/organisation'
import { addMinutes } from '../../cloudfunctions/domain/time'
import { first, World } from './bookingWorld'
import { makeContract } from './smallTown'

const begin = '2026-03-02T01:00:00.000Z'
const ids = ['b0', 'b1', 'b2', 'b3']
const bought = [240, 180]

describe('hours of contracts', () => {
  let world: World
  let ledger: typeof Ledger
  let documents: typeof Documents
  before(async () => {
    world = await World.open()
    ledger = await import('../../cloudfunctions/booking/hoursLedger')
    documents = await import('../../cloudfunctions/platform/documents')
  })
  after(() => world.close())

  const start = (contracts = bought) =>
    world.begin({
      contracts: contracts.map((minutes, at) =>
        makeContract(Date.parse(begin), 'org-1', minutes, { _id: `c${at}`, until: `2026-1${at}-31`, requests: [] }),
      ),
      bookings: ids.map((_id) => ({ _id, version: 1, requests: [], open: true })),
    })
  const contracts = () => world.cloud.dump('contracts') as Contract[]
  const bookings = () => world.cloud.dump('bookings') as Booking[]
  const run = (task: (now: string) => Promise<unknown>, now = begin) => world.runAll([{ run: task }], now, first())

  function assertSums(): void {
    for (const contract of contracts()) {
      assert.equal(contract.left + promisedMinutes(contract) + contract.used, contract.minutes, 'every minute is somewhere')
      assert.ok(contract.left >= 0, 'no more is promised than was bought')
      assert.equal(new Set(contract.open.map(({ booking }) => booking)).size, contract.open.length, 'one entry a booking')
    }
  }

  test('the contract that ends first pays, on its days and for its programme alone; what is dry is passed over', async () => {
    await start()
    await run(async (now) => {
      const take = (booking: string, minutes: number, programme = 'homecare', day?: string) =>
        ledger.takeHours('org-1', programme, booking, minutes, now, day)
      assert.deepEqual(await take('b0', 200), { ok: true, contract: 'c0' })
      assert.deepEqual(await take('b0', 200), { ok: true, contract: 'c0' }, 'sent twice')
      assert.deepEqual(await take('b1', 60), { ok: true, contract: 'c1' }, 'forty are left in the first')
      assert.deepEqual(await take('b2', 40, 'homecare', '2026-11-15'), { ok: true, contract: 'c1' }, 'the first has ended by then')
      assert.equal(await take('b3', 10, 'meals'), 'empty')
      assert.equal(await take('b3', 200), 'empty')
      assert.equal(await ledger.takeHours('org-2', 'homecare', 'b3', 10, now), 'empty')
      await ledger.freeHours('c0', 'b0', now)
      await ledger.freeHours('c0', 'b0', now)
      await ledger.useHours('c1', 'b1', now)
      await ledger.useHours('c1', 'b1', now)
    })
    assert.deepEqual(
      contracts().map(({ left, used, open }) => [left, used, open.map(({ booking }) => booking)]),
      [
        [240, 0, []],
        [80, 60, ['b2']],
      ],
    )
    assertSums()
  })

  test('thirty calls for ten visits that fit four times: four are promised', async () => {
    await start([240])
    const tasks = Array.from({ length: 30 }, (_, at) => ({
      run: (now: string) => ledger.takeHours('org-1', 'homecare', `v${at % 10}`, 60, now),
    }))
    await world.runAll(tasks, begin, first(), assertSums)
    assert.deepEqual(
      contracts().map(({ left, open }) => [left, open.length]),
      [[0, 4]],
    )
  })

  /** As confirm, cancel and the counting sweep use it: hours, then the booking; the booking, then the hours. */
  const uses = {
    async confirm(booking: string, now: string) {
      const found = bookings().find(({ _id }) => _id === booking)
      if (!found?.open || found.contract !== undefined) return
      const taken = await ledger.takeHours('org-1', 'homecare', booking, 120, now)
      if (taken === 'empty') return
      await documents.change('bookings', booking, `${booking}.confirm`, { open: true }, { set: { contract: taken.contract } })
    },
    async cancel(booking: string, now: string) {
      const changed = await documents.change<Booking>('bookings', booking, `${booking}.cancel`, {}, { set: { open: false } })
      const found = changed.outcome === 'written' ? await documents.get<Booking>('bookings', booking) : undefined
      if (found?.contract !== undefined) await ledger.freeHours(found.contract, booking, now)
    },
    async settle(_booking: string, now: string) {
      await ledger.settleContracts(now)
    },
  }
  const task = fc.record({
    use: fc.oneof(
      { weight: 4, arbitrary: fc.constant('confirm' as const) },
      { weight: 1, arbitrary: fc.constant('cancel' as const) },
      { weight: 2, arbitrary: fc.constant('settle' as const) },
    ),
    who: fc.constantFrom(...ids),
    death: fc.option(fc.record({ at: fc.integer({ min: 1, max: 4 }), when: fc.constantFrom('before' as const, 'after' as const) }), {
      freq: 2,
    }),
  })
  const phases = fc.array(fc.tuple(fc.array(task, { minLength: 1, maxLength: 5 }), fc.constantFrom(0.5, 1.5, 3)), {
    minLength: 2,
    maxLength: 4,
  })

  test('whatever is cut off and in whatever order: no minute is lost, promised twice or kept by nobody', async () => {
    await fc.assert(
      fc.asyncProperty(phases, fc.infiniteStream(fc.nat(1000)), async (given, picks) => {
        await start()
        let now = begin
        for (const [tasks, minutes] of given) {
          await world.runAll(
            tasks.map(({ use, who, death }) => ({ run: (at) => uses[use](who, at), death: death ?? undefined })),
            now,
            picks,
            assertSums,
          )
          now = addMinutes(now, minutes)
        }
        now = addMinutes(now, 5)
        // What a cancelled booking had is given back by whoever cancels, and after its death by the sweep.
        await run(async (at) => {
          for (const { _id, open, contract } of bookings()) if (!open && contract !== undefined) await ledger.freeHours(contract, _id, at)
        }, now)
        await run((at) => ledger.settleContracts(at), addMinutes(now, 3))
        await run((at) => ledger.settleContracts(at), addMinutes(now, 6))
        assertSums()
        const promised = contracts().flatMap(({ _id, open }) => open.map(({ booking }) => `${booking} in ${_id}`))
        const kept = bookings().flatMap(({ _id, open, contract }) => (open && contract !== undefined ? [`${_id} in ${contract}`] : []))
        assert.deepEqual(promised.sort(), kept.sort())
        assert.ok(
          contracts().every(({ unsettled }) => unsettled !== true),
          'and nothing is looked at again',
        )
      }),
      { numRuns: 60 },
    )
  })
})
