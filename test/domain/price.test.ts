import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { priceFor, priceForStaff } from '../../cloudfunctions/domain/price'
import type { PriceRule } from '../../cloudfunctions/domain/service'

const names = [
  { id: 'alone', name: '独居老人' },
  { id: 'poor', name: '低保家庭' },
  { id: 'old', name: '八十岁以上老人' },
]
const cleaning: PriceRule = {
  yuan: 60,
  entitled: [
    { groups: ['alone', 'poor'], yuan: 0, paidBy: '镇慈善会' },
    { groups: ['old'], yuan: 15, paidBy: '村委会' },
  ],
}

test('a price says what it is, why, and who pays the rest', () => {
  assert.deepEqual(priceFor(cleaning, ['alone'], names), { kind: 'free', yuan: 0, sentence: '您是独居老人，这次免费，费用由镇慈善会出' })
  assert.deepEqual(priceFor(cleaning, ['old'], names), {
    kind: 'low',
    yuan: 15,
    sentence: '您是八十岁以上老人，这次只收 15 元，其余 45 元由村委会出',
  })
  assert.deepEqual(priceFor(cleaning, [], names), { kind: 'paid', yuan: 60, sentence: '每次 60 元' })
  assert.deepEqual(priceFor({ yuan: 0, entitled: [] }, ['alone'], names), { kind: 'free', yuan: 0, sentence: '这项服务免费' })
})

test('a group that the town does not name is not called by its id', () => {
  assert.match(priceFor(cleaning, ['alone'], []).sentence, /^您符合条件，/)
})

test('staff learn what to collect, not to which group the person belongs', () => {
  assert.deepEqual(priceForStaff(priceFor(cleaning, ['alone'], names)), { kind: 'free', yuan: 0, sentence: '这次不收费' })
  assert.equal(priceForStaff(priceFor(cleaning, ['old'], names)).sentence, '这次收 15 元')
})

const group = fc.constantFrom('alone', 'poor', 'old', 'other')
const rule = fc.integer({ min: 0, max: 500 }).chain((yuan) =>
  fc.record({
    yuan: fc.constant(yuan),
    entitled: fc.array(
      fc.record({
        groups: fc.uniqueArray(group, { minLength: 1 }),
        yuan: fc.integer({ min: 0, max: yuan }),
        paidBy: fc.constant('镇慈善会'),
      }),
      { maxLength: 4 },
    ),
  }),
)

test('the first entry that names one of the groups decides, and nothing else', () => {
  fc.assert(
    fc.property(rule, fc.uniqueArray(group), (prices, groups) => {
      const price = priceFor(prices, groups, names)
      const entry = prices.entitled.find((entitled) => entitled.groups.some((one) => groups.includes(one)))
      assert.equal(price.yuan, entry?.yuan ?? prices.yuan)
    }),
  )
})

test('the order of a person’s groups does not change the price, and belonging to none never lowers it', () => {
  fc.assert(
    fc.property(rule, fc.uniqueArray(group), (prices, groups) => {
      const price = priceFor(prices, groups, names)
      assert.deepEqual(priceFor(prices, [...groups].reverse(), names), price)
      assert.ok(priceFor(prices, [], names).yuan >= price.yuan)
      assert.equal(price.kind === 'free', price.yuan === 0)
      assert.equal(price.kind === 'low', price.yuan > 0 && price.yuan < prices.yuan)
    }),
  )
})

test('a sentence says the amount that is paid, and names a payer only when somebody pays', () => {
  fc.assert(
    fc.property(rule, fc.uniqueArray(group), (prices, groups) => {
      const { sentence, yuan, kind } = priceFor(prices, groups, names)
      assert.equal(sentence.includes('免费'), kind === 'free')
      if (yuan > 0) assert.ok(sentence.includes(`${yuan} 元`))
      assert.equal(sentence.includes('由镇慈善会出'), yuan < prices.yuan)
    }),
  )
})
