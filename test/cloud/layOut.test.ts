import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Bookable, Session, Workday } from '../../cloudfunctions/domain/booking'
import { addDays } from '../../cloudfunctions/domain/calendar'
import { daysLaidOut, offeringOf, slotsOf, workdayOf } from '../../cloudfunctions/domain/layout'
import type { Organisation } from '../../cloudfunctions/domain/organisation'
import { dayOf } from '../../cloudfunctions/domain/time'
import { startTown } from './harness'
import type { TestTown } from './harness'
import { homecare, offerings, services, smallTown } from './smallTown'

/** Everybody of the small town works every day of the week, so only public holidays have no day. */
describe('the sweep lays out the days ahead', () => {
  let town: TestTown
  const today = () => dayOf(new Date(town.cloud.now()).toISOString())
  const horizon = () => dayOf(addDays(new Date(town.cloud.now()).toISOString(), daysLaidOut))
  const organisations = () => town.cloud.dump('organisations') as unknown as Organisation[]
  const sessions = () => town.cloud.dump('sessions') as unknown as Bookable[]
  const laid = (organisation: string) =>
    sessions().filter(
      (one): one is Workday | Session => one.kind !== 'offering' && one.kind !== 'class' && one.organisation.id === organisation,
    )
  const sweep = async () => {
    const { result } = await town.cloud.fireTimer('sweep')
    return (result as Record<string, number>)['layOutDays']
  }
  /** Until there is nothing more to do; how many days each laid out. */
  const sweepAll = async () => {
    const days: number[] = []
    while ((days.at(-1) ?? 1) > 0 && days.length < 20) days.push((await sweep()) ?? -1)
    return days
  }
  const ids = (list: { _id: string }[]) => list.map(({ _id }) => _id).sort()

  before(async () => {
    const now = Date.now()
    const documents = smallTown(now)
    // Nothing laid out yet from tomorrow on, and more organisations than one sweep looks after.
    const from = dayOf(addDays(new Date(now).toISOString(), 1))
    const [first, second] = documents.organisations as [Organisation, Organisation]
    const cleaning = services.find(({ id }) => id === 'cleaning')!
    const more = Array.from({ length: 6 }, (_, at): Organisation => ({ ...first, _id: `more-${at}`, id: `more-${at}`, roster: [] }))
    town = await startTown({
      organisations: [first, second, ...more].map((one) => ({ ...one, laidOutUntil: from })),
      sessions: [...offerings, ...more.map((one) => offeringOf(one, cleaning, homecare, { area: [] }))],
    })
  })
  after(() => town.close())

  test('a bounded part each minute, up to four weeks ahead, exactly as the rosters say; then nothing more', async () => {
    const days = await sweepAll()
    assert.equal(days[0], 5 * (daysLaidOut - 1), 'five organisations a sweep')
    assert.ok(days.length > 2 && days.every((one) => one <= 5 * (daysLaidOut - 1)), 'what takes many writes goes on the next minute')
    assert.equal(
      days.reduce((sum, one) => sum + one, 0),
      8 * (daysLaidOut - 1),
    )
    for (const organisation of organisations()) {
      assert.equal(organisation.laidOutUntil, horizon())
      const wanted = Array.from({ length: daysLaidOut - 1 }, (_, at) =>
        dayOf(addDays(new Date(town.cloud.now()).toISOString(), at + 1)),
      ).flatMap((day) => [workdayOf(organisation, offerings, day) ?? [], slotsOf(organisation, offerings, day)].flat())
      assert.deepEqual(ids(laid(organisation.id)), ids(wanted), organisation.id)
    }
    assert.ok(laid('org-1').length > 15 && laid('org-2').length > 200)
    assert.deepEqual(laid('more-1'), [], 'nobody works there')
  })

  test('a day later only the day that came within reach, and whoever has a place keeps it', async () => {
    const booked = laid('org-1').find((one): one is Workday => one.kind === 'visit' && one.day > today())!
    const slot = laid('org-2').find((one): one is Session => one.kind === 'appointment')!
    const at = new Date(town.cloud.now()).toISOString()
    const taker = { booking: 'b'.repeat(32), person: 'p', at, start: booked.crew[0]!.shifts[0]!.start, end: booked.crew[0]!.shifts[0]!.end }
    town.cloud.load('sessions', [
      { ...booked, takers: [{ ...taker, skill: 'homecare', worker: booked.crew[0]!.worker.person }], seq: 7 },
      { ...slot, left: 0, takers: [{ booking: taker.booking, person: 'p', at }] },
    ])
    const before = new Map(sessions().map((one) => [one._id, JSON.stringify(one)]))
    await town.cloud.sleep(24 * 60 * 60_000)
    // Waking up runs the timer once, too.
    await sweepAll()
    const changed = sessions().filter((one) => before.has(one._id) && before.get(one._id) !== JSON.stringify(one))
    assert.deepEqual(ids(changed), [], 'what is there is not touched')
    const added = sessions().filter((one): one is Workday | Session => !before.has(one._id) && one.kind !== 'offering')
    const last = dayOf(addDays(new Date(town.cloud.now()).toISOString(), daysLaidOut - 1))
    assert.ok(added.every(({ start }) => dayOf(start) === last))
    for (const { laidOutUntil } of organisations()) assert.equal(laidOutUntil, horizon())
  })
})
