import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { clashOf, emptyDiary, entered, usedMinutes } from '../../cloudfunctions/domain/diary'
import type { Engagement } from '../../cloudfunctions/domain/diary'
import { addMinutes } from '../../cloudfunctions/domain/time'

const now = '2026-03-02T01:00:00.000Z'

function engagement(booking: string, at: number, more: Partial<Engagement> = {}): Engagement {
  const start = addMinutes(now, at)
  return { booking, session: `s-${booking}`, name: booking, start, end: addMinutes(start, 60), at: now, ...more }
}
const cover = (minutes: number, month = '2026-03') => ({ cover: { programme: 'p', month, minutes, yuan: 0 } })

test('a clash is another booking at that time; the same booking elsewhere is none', () => {
  const diary = entered(emptyDiary, [engagement('a', 60)], now)
  const span = (at: number) => [{ start: addMinutes(now, at), end: addMinutes(now, at + 60) }]
  assert.equal(clashOf(diary, span(119), 'b')?.booking, 'a')
  assert.equal(clashOf(diary, span(1), 'b')?.booking, 'a')
  assert.equal(clashOf(diary, span(120), 'b'), undefined, 'one after the other is none')
  assert.equal(clashOf(diary, span(60), 'a'), undefined)
})

test('entering again renews, and a booking that is being moved stands there twice', () => {
  const first = entered(emptyDiary, [engagement('a', 60)], now)
  const later = addMinutes(now, 1)
  const again = entered(first, [engagement('a', 60, { at: later })], later)
  assert.deepEqual(
    again.engagements.map(({ at }) => at),
    [later],
  )
  const moving = entered(again, [engagement('a', 300)], later)
  assert.equal(moving.engagements.length, 2)
  assert.equal(moving.version, 3)
})

test('what is over goes, unless it still counts for this month', () => {
  const past = [engagement('old', -600), engagement('paid', -600, cover(60)), engagement('before', -60 * 24 * 40, cover(60, '2026-01'))]
  const diary = entered({ ...emptyDiary, engagements: past }, [engagement('new', 60)], now)
  assert.deepEqual(diary.engagements.map(({ booking }) => booking).sort(), ['new', 'paid'])
})

test('minutes used are those of the month, a moving booking once, and never the one that asks', () => {
  const engagements = [
    engagement('a', 60, cover(60)),
    engagement('a', 300, cover(60)),
    engagement('b', 60 * 24, cover(30)),
    engagement('c', 60 * 24 * 35, cover(90, '2026-04')),
  ]
  const diary = { ...emptyDiary, engagements }
  assert.equal(usedMinutes(diary, 'p', '2026-03'), 90)
  assert.equal(usedMinutes(diary, 'p', '2026-03', 'a'), 30)
  assert.equal(usedMinutes(diary, 'p', '2026-04'), 90)
  assert.equal(usedMinutes(diary, 'other', '2026-03'), 0)
})

test('whoever enters only what clashes with nothing is never engaged twice at once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ booking: fc.nat(20).map(String), at: fc.integer({ min: 0, max: 3000 }) }), { maxLength: 30 }),
      (wishes) => {
        let diary = emptyDiary
        for (const { booking, at } of wishes) {
          const one = engagement(booking, at)
          if (!clashOf(diary, [one], booking)) diary = entered(diary, [one], now)
        }
        const { engagements } = diary
        for (const [at, one] of engagements.entries()) {
          for (const other of engagements.slice(at + 1))
            assert.ok(one.booking === other.booking || one.end <= other.start || other.end <= one.start)
        }
      },
    ),
  )
})
