import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Engagement } from '../../cloudfunctions/domain/diary'
import { emptyDiary, monthOf, usedMinutes } from '../../cloudfunctions/domain/diary'
import { entitlementOf, explain, quote } from '../../cloudfunctions/domain/entitlement'
import type { Person } from '../../cloudfunctions/domain/person'
import { fullPrice, priceForStaff } from '../../cloudfunctions/domain/price'
import type { Programme, Service } from '../../cloudfunctions/domain/service'
import { addMinutes } from '../../cloudfunctions/domain/time'
import { services } from '../cloud/smallTown'

const programme: Programme = {
  id: 'homecare',
  name: '居家养老',
  paidBy: '镇慈善会',
  categories: [
    { group: 'alone', name: '独居老人', hours: 8, share: 1 },
    { group: 'over-80', name: '高龄老人', hours: 4, share: 0.5 },
    { group: 'brave', name: '见义勇为老人', hours: 20, share: 0.2 },
  ],
  levels: [
    { id: 'light', name: '轻度', hours: 2 },
    { id: 'heavy', name: '重度', hours: 12 },
  ],
}
const cleaning: Service = { ...services[0]!, minutes: 120, price: { yuan: 60, programme: 'homecare' } }
const now = '2026-11-10T02:00:00.000Z'
const start = '2026-11-12T01:00:00.000Z'

type Guest = Pick<Person, 'groups' | 'need' | 'diary'>
const guest = (groups: string[], more: Partial<Guest> = {}): Guest => ({ groups, diary: emptyDiary, ...more })

function covered(minutes: number, more: Partial<Engagement> = {}): Engagement {
  const cover = { programme: 'homecare', month: '2026-11', minutes, yuan: 0 }
  return { booking: `b-${minutes}`, session: 's', name: '打扫卫生', start, end: addMinutes(start, 120), at: now, cover, ...more }
}
const withDiary = (...engagements: Engagement[]): Guest => guest(['alone'], { diary: { version: 3, engagements } })

test('the category that pays most decides, the level adds hours, and only as long as the assessment holds', () => {
  assert.equal(entitlementOf(programme, guest([]), now), undefined)
  assert.equal(entitlementOf(programme, guest(['other']), now), undefined)
  const need = { level: 'heavy', by: '邻里居家养老服务中心', until: '2026-11-30' }
  assert.equal(entitlementOf(programme, guest([], { need }), now), undefined, 'a level alone entitles to nothing')
  const best = entitlementOf(programme, guest(['brave', 'over-80', 'alone'], { need }), now)
  assert.deepEqual(best, { programme: 'homecare', category: '独居老人', level: '重度', minutes: 1200, share: 1, paidBy: '镇慈善会' })
  assert.equal(entitlementOf(programme, guest(['alone'], { need }), '2026-11-30T15:59:00.000Z')?.minutes, 1200, 'the last day counts')
  assert.equal(entitlementOf(programme, guest(['alone'], { need }), '2026-11-30T16:00:00.000Z')?.minutes, 480)
  assert.equal(entitlementOf(programme, guest(['alone'], { need: { ...need, level: 'gone' } }), now)?.minutes, 480)
})

test('the price says what it is, why, and who pays the rest', () => {
  assert.deepEqual(quote(cleaning, programme, guest(['alone']), start), {
    kind: 'free',
    yuan: 0,
    sentence: '按“独居老人”这一类，这次免费，费用由镇慈善会出',
    cover: { programme: 'homecare', month: '2026-11', minutes: 120, yuan: 60 },
  })
  assert.deepEqual(quote(cleaning, programme, guest(['over-80']), start), {
    kind: 'low',
    yuan: 30,
    sentence: '按“高龄老人”这一类，这次只收 30 元，其余 30 元由镇慈善会出',
    cover: { programme: 'homecare', month: '2026-11', minutes: 120, yuan: 30 },
  })
  assert.deepEqual(quote(cleaning, programme, guest([]), start), { kind: 'paid', yuan: 60, sentence: '每次 60 元' })
  assert.deepEqual(quote({ ...cleaning, price: { yuan: 0 } }, undefined, guest(['alone']), start), fullPrice(0))
  assert.equal(fullPrice(0).sentence, '这项服务免费')
})

test('a programme pays for its own services alone', () => {
  assert.deepEqual(quote({ ...cleaning, price: { yuan: 60 } }, programme, guest(['alone']), start), fullPrice(60))
  assert.deepEqual(quote({ ...cleaning, price: { yuan: 60, programme: 'meals' } }, programme, guest(['alone']), start), fullPrice(60))
})

test('when the month is used up in part or whole, the sentence says so, and the next month begins anew', () => {
  const part = quote(cleaning, programme, withDiary(covered(420)), start)
  assert.deepEqual(part, {
    kind: 'low',
    yuan: 30,
    sentence: '按“独居老人”这一类，11 月只剩 1 小时，这次只收 30 元，其余 30 元由镇慈善会出',
    cover: { programme: 'homecare', month: '2026-11', minutes: 60, yuan: 30 },
  })
  const none = quote(cleaning, programme, withDiary(covered(480)), start)
  assert.deepEqual(none, { kind: 'paid', yuan: 60, sentence: '按“独居老人”这一类，11 月的 8 小时已经用完，这次收 60 元' })
  assert.equal(quote(cleaning, programme, withDiary(covered(480)), '2026-11-30T16:00:00.000Z').kind, 'free', 'December in the town')
  assert.equal(quote(cleaning, programme, withDiary(covered(480)), start, 'b-480').kind, 'free', 'without what the same booking has')
})

test('what somebody has is explained in one sentence', () => {
  assert.equal(explain(programme, guest([]), now), undefined)
  const need = { level: 'light', by: '某人', until: '2027-01-01' }
  assert.deepEqual(explain(programme, { ...withDiary(covered(90)), need }, now), {
    programme: '居家养老',
    category: '独居老人',
    level: '轻度',
    hours: 10,
    hoursLeft: 8.5,
    sentence: '按“独居老人”这一类（评估为轻度），每个月有 10 小时居家养老，费用由镇慈善会出；这个月还有 8.5 小时',
  })
  assert.match(explain(programme, guest(['over-80']), now)?.sentence ?? '', /4 小时居家养老，镇慈善会出五成；这个月还有 4 小时$/)
  assert.match(explain(programme, withDiary(covered(480)), now)?.sentence ?? '', /这个月已经用完，下个月 1 号起又可以用$/)
  const meals = { ...programme, name: '长者助餐', unit: { name: '餐', minutes: 30 } }
  assert.match(explain(meals, withDiary(covered(90)), now)?.sentence ?? '', /每个月有 16 餐长者助餐，费用由镇慈善会出；这个月还有 13 餐$/)
})

test('staff learn what to collect, not to which group the person belongs', () => {
  assert.deepEqual(priceForStaff(quote(cleaning, programme, guest(['alone']), start)), { kind: 'free', yuan: 0, sentence: '这次不收费' })
  assert.equal(priceForStaff(quote(cleaning, programme, guest(['over-80']), start)).sentence, '这次收 30 元')
})

const rules = fc.record({
  yuan: fc.integer({ min: 1, max: 500 }),
  minutes: fc.constantFrom(20, 30, 60, 90, 120),
  hours: fc.integer({ min: 0, max: 20 }),
  share: fc.constantFrom(0, 0.2, 0.333, 0.5, 0.8, 1),
})

test('whatever is booked one after another, a month never pays for more than it gives, and nobody pays more than the full price', () => {
  fc.assert(
    fc.property(rules, fc.array(fc.integer({ min: 0, max: 89 }), { maxLength: 20 }), ({ yuan, minutes, hours, share }, days) => {
      const given: Programme = { ...programme, categories: [{ group: 'alone', name: '独居老人', hours, share }] }
      const service: Service = { ...cleaning, minutes, price: { yuan, programme: 'homecare' } }
      const one = guest(['alone'])
      for (const [at, day] of days.entries()) {
        const begins = addMinutes(start, day * 24 * 60)
        const { cover, ...price } = quote(service, given, one, begins)
        assert.ok(Number.isInteger(price.yuan) && price.yuan >= 0 && price.yuan <= yuan)
        assert.equal(price.kind, price.yuan === 0 ? 'free' : price.yuan < yuan ? 'low' : 'paid')
        if (cover) assert.deepEqual([cover.month, cover.yuan], [monthOf(begins), yuan - price.yuan])
        if (cover?.minutes === minutes && share === 1) assert.equal(price.yuan, 0)
        one.diary = { version: at, engagements: [...one.diary.engagements, covered(0, { booking: `b${at}`, cover })] }
        assert.ok(usedMinutes(one.diary, 'homecare', monthOf(begins)) <= hours * 60)
      }
    }),
  )
})
