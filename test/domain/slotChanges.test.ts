import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { overlaps } from '../../cloudfunctions/domain/booking'
import type { Session } from '../../cloudfunctions/domain/booking'
import { isWithdrawn, slotChanges } from '../../cloudfunctions/domain/slotChanges'
import { addMinutes } from '../../cloudfunctions/domain/time'

const nine = '2026-11-24T01:00:00.000Z'

function slot(minute: number, length: number, worker: string, more: Partial<Session> = {}): Session {
  const start = addMinutes(nine, minute)
  return {
    _id: `${worker}.${minute}`,
    kind: 'appointment',
    requests: [],
    services: ['legal'],
    title: '',
    organisation: { id: 'org', name: '', phone: '' },
    worker: { person: worker, openid: '', name: worker },
    start,
    end: addMinutes(start, length),
    lessons: [],
    channels: [],
    advises: [],
    seats: 1,
    left: 1,
    takers: [],
    queue: [],
    queued: 0,
    touchedAt: nine,
    ...more,
  }
}
const taken = { left: 0, takers: [{ booking: 'b', person: 'p', at: nine }] }

test('another adviser beside the leader is entered, also in what somebody has', () => {
  const beside = (person: string) => ({ beside: { person, openid: '', name: person } })
  const old = slot(0, 30, 'leader', { ...taken, ...beside('ill') })
  const fresh = slot(0, 30, 'leader', beside('well'))
  const now = addMinutes(nine, -30)
  assert.deepEqual(
    slotChanges([old], [fresh], () => true, now),
    { create: [], withdraw: [], callOff: [], amend: [{ old, fresh }] },
  )
  assert.deepEqual(slotChanges([{ ...old, ...beside('well') }], [fresh], () => true, now).amend, [])
})

test('what somebody has stays when the adviser works then, and the new times keep clear of it', () => {
  const existing = [slot(0, 30, 'a'), slot(30, 30, 'a', taken), slot(-60, 30, 'a')]
  const fresh = [slot(15, 30, 'a'), slot(60, 30, 'a')]
  const now = addMinutes(nine, -30)
  const changes = slotChanges(existing, fresh, () => true, now)
  assert.deepEqual(
    changes.create.map(({ _id }) => _id),
    ['a.60'],
    'a quarter past would be in its way',
  )
  assert.deepEqual(
    changes.withdraw.map(({ _id }) => _id),
    ['a.0', 'a.30'],
    'what has begun is left alone',
  )
  assert.deepEqual(changes.callOff, [])
  const off = slotChanges(existing, fresh, () => false, now)
  assert.deepEqual(
    off.callOff.map(({ _id }) => _id),
    ['a.30'],
  )
  assert.deepEqual(
    off.create.map(({ _id }) => _id),
    ['a.15', 'a.60'],
  )
})

const anySlot = fc
  .record({ at: fc.nat(8), length: fc.constantFrom(30, 60), worker: fc.constantFrom('a', 'b'), has: fc.boolean(), withdrawn: fc.boolean() })
  .map(({ at, length, worker, has, withdrawn }) =>
    slot(at * 15, length, worker, {
      ...(has ? taken : {}),
      ...(withdrawn ? { services: [] as unknown as [string], left: 0, seats: has ? 1 : 0 } : {}),
    }),
  )
const day = fc.uniqueArray(anySlot, { selector: ({ _id }) => _id, maxLength: 8 })

/** As laying out makes them: one after the other. */
const freshDay = fc.array(fc.record({ worker: fc.constantFrom('a', 'b'), gap: fc.nat(2) }), { maxLength: 6 }).map((list) => {
  const next: Record<string, number> = { a: 0, b: 0 }
  return list.map(({ worker, gap }) => {
    const at = (next[worker] as number) + gap * 15
    next[worker] = at + 30
    return slot(at, 30, worker)
  })
})

/** The day as the changes leave it. */
function after(existing: Session[], changes: ReturnType<typeof slotChanges>): Session[] {
  const gone = new Set(changes.withdraw.map(({ _id }) => _id))
  const off = new Set(changes.callOff.map(({ _id }) => _id))
  const back = new Map(changes.amend.map(({ old, fresh }) => [old._id, fresh]))
  return [
    ...existing.map((one): Session => {
      const fresh = back.get(one._id)
      const laid: Session = fresh
        ? {
            ...one,
            services: fresh.services,
            end: one.takers.length === 0 ? fresh.end : one.end,
            seats: fresh.seats,
            left: one.left + fresh.seats - one.seats,
          }
        : gone.has(one._id)
          ? { ...one, services: [] as unknown as [string], left: 0, seats: one.takers.length }
          : one
      // Whoever is called off gives the place back.
      return off.has(one._id) ? { ...laid, takers: [], left: laid.left + one.takers.length } : laid
    }),
    ...changes.create,
  ]
}

test('whatever was there: nobody who is asked then is left out silently, free times are those of the roster and apart, and again changes nothing', () => {
  fc.assert(
    fc.property(day, freshDay, fc.boolean(), (existing, fresh, works) => {
      const now = addMinutes(nine, -60)
      const changes = slotChanges(existing, fresh, () => works, now)
      const result = after(existing, changes)
      for (const one of existing.filter(({ takers }) => takers.length > 0)) {
        const kept = result.find(({ _id }) => _id === one._id)
        assert.ok(kept?.takers.length === 1 || changes.callOff.includes(one))
      }
      const free = result.filter((one) => one.left > 0 && !isWithdrawn(one))
      for (const one of free) {
        assert.ok(fresh.some(({ _id }) => _id === one._id))
        for (const other of result) {
          const asked = other.takers.length > 0 || (other.left > 0 && !isWithdrawn(other))
          const stays = !fresh.some(({ _id, end }) => _id === other._id && end === other.end)
          if (other !== one && asked && stays && other.worker?.person === one.worker?.person) assert.ok(!overlaps(one, other))
        }
      }
      for (const { seats, left, takers } of result) assert.equal(left + takers.length, seats)
      const again = slotChanges(result, fresh, () => works, now)
      assert.deepEqual([again.create, again.callOff, again.amend], [[], [], []])
      assert.deepEqual(again.withdraw, [])
    }),
  )
})
