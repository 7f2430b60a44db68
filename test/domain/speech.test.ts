import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { numberOf } from '../../cloudfunctions/domain/number'
import { sayAll, sayTime, spoken } from '../../cloudfunctions/domain/speech'
import { instantAt } from '../../cloudfunctions/domain/time'

/** A Wednesday. */
const now = instantAt('2026-11-18', '10:00')
const said = (day: string, wall: string) => sayTime(instantAt(day, wall), now)

test('times as people say them', () => {
  assert.equal(said('2026-11-18', '17:00'), '今天下午 5 点')
  assert.equal(said('2026-11-19', '09:30'), '明天上午 9 点半')
  assert.equal(said('2026-11-20', '12:05'), '后天中午 12 点05分')
  assert.equal(said('2026-11-17', '19:45'), '昨天晚上 7 点45分')
  assert.equal(said('2026-11-21', '07:00'), '周六早上 7 点')
  assert.equal(said('2026-11-22', '00:10'), '周日凌晨 0 点10分', 'the week ends on Sunday')
  assert.equal(said('2026-11-23', '09:00'), '下周一上午 9 点')
  assert.equal(said('2026-11-30', '09:00'), '11月30日上午 9 点')
  assert.equal(said('2026-11-03', '09:30'), '11月3日上午 9 点半')
  assert.equal(said('2027-01-03', '14:00'), '2027年1月3日下午 2 点')
})

test("the town's midnight divides the days, not Greenwich's", () => {
  assert.equal(sayTime('2026-11-18T16:30:00.000Z', '2026-11-18T15:30:00.000Z'), '明天凌晨 0 点半')
})

test('a kept sentence says its instants as of the day on which it is read', () => {
  const sentence = `答应您${spoken(instantAt('2026-11-18', '17:00'))}前处理好`
  assert.equal(sayAll(sentence, now), '答应您今天下午 5 点前处理好')
  assert.equal(sayAll(sentence, instantAt('2026-11-19', '08:00')), '答应您昨天下午 5 点前处理好')
  assert.equal(sayAll('{没有时间}', now), '{没有时间}')
})

test('a number has month and five letters or digits that are not mistaken for others', () => {
  fc.assert(fc.property(fc.stringMatching(/^[0-9a-f]{32}$/), (id) => assert.match(numberOf(id, now), /^2611-[2-9A-HJ-NP-TV-Z]{5}$/)))
  assert.notEqual(numberOf('00000000000100000000000000000000', now), numberOf('00000000000200000000000000000000', now))
})
