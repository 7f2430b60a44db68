import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { learn, modelOf, piecesOf, plainText, suggest } from '../../cloudfunctions/domain/suggestion'

const items = [
  { id: 'lamp', name: '路灯不亮', words: ['路灯', '灯坏', '街灯'] },
  { id: 'rubbish', name: '垃圾没人清', words: ['垃圾', '好臭'] },
  { id: 'noise', name: '邻居太吵', words: ['唱歌', '吵', '音响'] },
  { id: 'other', name: '别的事情', words: ['其他'] },
]
const model = modelOf(items)
const first = (text: string, place?: string) => suggest(model, { text, place })[0]?.item

test('everyday words and the name lead to the item', () => {
  assert.equal(first('门口的路灯又坏了'), 'lamp')
  assert.equal(first('巷子里的垃圾没人清'), 'rubbish')
  assert.equal(first('楼下唱歌到半夜'), 'noise')
})

test('the written language, Cantonese, full width and capitals are the same', () => {
  assert.equal(plainText('路灯唔着，冇人理！'), plainText('路灯不着 没有人理'))
  assert.equal(plainText('WiFi'), plainText('wifi'))
  assert.equal(first('楼下好嘈'), 'noise')
})

test('the reason names what was written, and how many wrote alike', () => {
  assert.equal(suggest(model, { text: '路灯不亮，很黑' })[0]?.reason, '您写到“路灯不亮”')
  const past = learn(Array.from({ length: 12 }, () => ({ item: 'lamp', text: '巷口黑麻麻看不见路' })))
  const [best] = suggest(modelOf(items, past), { text: '这里黑麻麻的' })
  assert.equal(best?.item, 'lamp')
  assert.match(best?.reason ?? '', /以前有 12 件这样写的也是这一类$/)
})

test('what people wrote before changes the answer, one writer alone does not', () => {
  assert.equal(first('黑麻麻'), undefined)
  const once = learn([{ item: 'lamp', text: '黑麻麻' }])
  assert.deepEqual(suggest(modelOf(items, once), { text: '黑麻麻' }), [])
  assert.deepEqual(once.items.lamp, { cases: 1, pieces: {} })
})

test('the past is bounded whatever was written, and keeps no number', () => {
  const texts = Array.from(
    { length: 400 },
    (_, at) => `${String.fromCodePoint(0x4e00 + at)}${String.fromCodePoint(0x5e00 + at)}电话 13800138000`,
  )
  const past = learn([...texts, ...texts].map((text) => ({ item: 'lamp', text })))
  const pieces = Object.keys(past.items.lamp?.pieces ?? {})
  assert.ok(pieces.length <= 60)
  assert.ok(pieces.every((piece) => !/\d/.test(piece)))
})

test('what the place is called counts less than what was written', () => {
  assert.equal(first('坏了', '路灯旁边'), 'lamp')
  assert.equal(first('垃圾好臭', '路灯旁边'), 'rubbish')
  assert.equal(suggest(model, { text: '请看照片', place: '路灯旁边' })[0]?.reason, '地点里有“路灯”')
})

test('nothing known, nothing suggested; any text at all is answered', () => {
  assert.deepEqual(suggest(model, { text: '' }), [])
  assert.deepEqual(suggest(model, { text: '!!!' }), [])
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const found = suggest(model, { text })
      assert.ok(found.length <= 3)
      assert.equal(new Set(found.map(({ item }) => item)).size, found.length)
      for (const { reason } of found) assert.match(reason, /^(您写到|地点里有)“/)
    }),
  )
})

test('the same text always has the same answer, in the order of the score', () => {
  const text = '路灯下面的垃圾好臭，还有人唱歌'
  assert.deepEqual(suggest(model, { text }), suggest(modelOf([...items].reverse()), { text }))
  const scores = suggest(model, { text }).map(({ score }) => score)
  assert.deepEqual(
    scores,
    [...scores].sort((a, b) => b - a),
  )
})

test('pieces leave out what stands in every sentence', () => {
  assert.ok(!piecesOf('我们的').has('我们'))
  assert.ok(piecesOf('路灯').has('路灯'))
})
