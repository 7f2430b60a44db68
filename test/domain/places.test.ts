import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { placesCalled, placesNearly } from '../../cloudfunctions/domain/places'
import type { Place } from '../../cloudfunctions/domain/places'

const place = (name: string, village: string, ...other: string[]): Place => ({
  name,
  other,
  kind: '学校',
  village,
  longitude: 113,
  latitude: 22,
})
const places = [
  place('古四村民委员会', '古四村', '古四村委会'),
  place('古四小学', '古四村'),
  place('古四幼儿园', '古四村', '小太阳幼儿园'),
  place('古三小学', '古三村'),
  place('锦绣名苑', '古四村', '老糖厂'),
  place('锦绣名苑二期', '古四村'),
]
const found = (text: string, most = 10) =>
  placesCalled(places, text, most).map((one) => [one.place.name, ...(one.alias ? [one.alias] : [])])

test('the same name first, then what begins with it, then what holds it; the shorter of equals', () => {
  assert.deepEqual(found('锦绣名苑'), [['锦绣名苑'], ['锦绣名苑二期']])
  assert.deepEqual(found('古四'), [['古四小学'], ['古四幼儿园'], ['古四村民委员会']])
  assert.deepEqual(found('小学'), [['古三小学'], ['古四小学']])
})

test('by another name, which is told', () => {
  assert.deepEqual(found('糖厂'), [['锦绣名苑', '老糖厂']])
  assert.deepEqual(found('古四村委会'), [['古四村民委员会', '古四村委会']])
})

test('with more said than the name, with something left out, with the village, with blanks and other widths', () => {
  assert.deepEqual(found('古四小学门口的路灯'), [['古四小学']])
  assert.deepEqual(found('古四村委'), [['古四村民委员会', '古四村委会']])
  assert.deepEqual(found('古四委会'), [['古四村民委员会']])
  assert.deepEqual(found('古四村锦绣名苑'), [['锦绣名苑'], ['锦绣名苑二期']])
  assert.deepEqual(found(' 古四，小学 '), [['古四小学']])
  assert.deepEqual(placesCalled([place('Ａ座', '古四村')], 'a座', 1).length, 1)
})

test('nothing is found by nothing, by what nobody says, and no more than asked for', () => {
  assert.deepEqual(found('  。'), [])
  assert.deepEqual(found('天安门'), [])
  assert.deepEqual(found('学', 1), [['古三小学']])
})

test('every place is found first by its own name', () => {
  fc.assert(fc.property(fc.constantFrom(...places), ({ name }) => assert.equal(found(name)[0]?.[0], name)))
})

const nearly = (text: string) => placesNearly(places, text, 10).map((one) => one.place.name)

test('one character wrong, missing or too many is forgiven in what nobody is called by', () => {
  assert.deepEqual(found('锦秀名苑'), [])
  assert.deepEqual(nearly('锦秀名苑'), ['锦绣名苑', '锦绣名苑二期'])
  assert.deepEqual(nearly('小太阳幼几园'), ['古四幼儿园'])
  assert.deepEqual(nearly('锦秀名苑门口'), ['锦绣名苑'])
  assert.deepEqual(nearly('锦绣的名苑'), ['锦绣名苑', '锦绣名苑二期'])
  assert.deepEqual(nearly('古肆小学'), ['古三小学', '古四小学'])
  assert.deepEqual(nearly('老塘厂'), ['锦绣名苑'])
})

test('two slips, or one in two characters, are another name', () => {
  assert.deepEqual(nearly('锦秀名园'), [])
  assert.deepEqual(nearly('古肆'), [])
  assert.deepEqual(nearly('天安门'), [])
  assert.deepEqual(nearly(''), [])
})

test('whatever single character is changed, left out or added in a name of four or more, it is still meant', () => {
  const slip = fc.record({
    place: fc.constantFrom(...places.filter(({ name }) => [...name].length >= 4)),
    at: fc.nat(),
    kind: fc.constantFrom('wrong', 'missing', 'more'),
  })
  fc.assert(
    fc.property(slip, ({ place: { name }, at, kind }) => {
      const characters = [...name]
      characters.splice(at % characters.length, kind === 'more' ? 0 : 1, ...(kind === 'missing' ? [] : ['龘']))
      const text = characters.join('')
      assert.ok([...found(text).map(([one]) => one), ...nearly(text)].includes(name), text)
    }),
  )
})
