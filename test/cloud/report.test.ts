import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { CaseView } from '../../cloudfunctions/contract'
import { contract } from '../../cloudfunctions/contract'
import type { Case } from '../../cloudfunctions/domain/case'
import { documentId, personId } from '../../cloudfunctions/domain/identifiers'
import type { Cell } from '../../cloudfunctions/domain/grid'
import { newRequestId, png, startTown } from './harness'
import type { CallOptions, TestTown } from './harness'
import { cells, inCell, people, teamMember } from './smallTown'

/** The cell a1 of two members, both always on duty. */
const home = inCell['cell-a1']
const metre = 1 / 111_320
/** The cell of a single member, so that it is known who gets the case. */
const single = inCell['cell-b1']

let town: TestTown
afterEach(() => town.close())

const stored = () => town.cloud.dump('cases') as Case[]
const only = () => {
  const [found, ...others] = stored()
  assert.ok(found && others.length === 0, `${others.length + 1} cases`)
  return found
}
const messagesTo = (openid: string) =>
  town.cloud.outgoing().filter((sent) => sent.openid === openid && sent.api.includes('subscribeMessage'))
const submit = (openid = 'resident-1', more: object = {}, options?: CallOptions) =>
  town.act(openid, 'report.submit', { item: 'refuse', text: '垃圾三天没人清', place: single, ...more }, options)
const versioned = ({ id, version }: CaseView) => ({ case: id, version })

async function resolved(holder = 'member-4'): Promise<CaseView> {
  const accepted = await town.act(holder, 'report.accept', versioned(await submit()))
  return town.act(holder, 'report.resolve', { ...versioned(accepted), note: '清好了', photos: [await town.upload(holder, png)] })
}

describe('a case from report to rating', () => {
  beforeEach(async () => void (town = await startTown()))

  test('everybody sees what is theirs to see and do', async () => {
    const submitted = await submit('resident-2', { text: '垃圾桶满了🗑️,夜里有老鼠', photos: [await town.upload('resident-2', png)] })
    assert.match(submitted.number, /^\d{4}-[2-9A-Z]{5}$/)
    assert.deepEqual(
      [submitted.state, submitted.owner, submitted.grid, submitted.may],
      ['reported', '梁伟', '乙村第一网格', ['withdraw', 'addInformation', 'urge']],
    )
    assert.match(submitted.now, /^已经交给梁伟（乙村第一网格网格员），.+前会接手$/)
    assert.deepEqual(submitted.why.considered, [{ name: '梁伟', outcome: '在岗，只有这一位 → 选中' }])
    assert.equal(submitted.reporter, undefined)

    const inbox = await town.act('member-4', 'report.inbox', {})
    assert.deepEqual(
      inbox.cases.map(({ id, text }) => [id, text]),
      [[submitted.id, '垃圾桶满了🗑️,夜里有老鼠']],
    )
    const asHolder = await town.act('member-4', 'report.get', { case: submitted.id })
    assert.deepEqual([asHolder.reporter, asHolder.may.includes('accept'), asHolder.may.includes('confirm')], ['周🌸强', true, false])
    assert.match(asHolder.timeline[0]?.sentence ?? '', /^收到居民反映的「垃圾没人清」/)

    const accepted = await town.act('member-4', 'report.accept', versioned(asHolder))
    assert.deepEqual([accepted.state, accepted.may.includes('resolve'), accepted.may.includes('accept')], ['accepted', true, false])
    const photo = await town.upload('member-4', png)
    const done = await town.act('member-4', 'report.resolve', { ...versioned(accepted), note: '清走了，也投了鼠药', photos: [photo] })
    assert.equal(done.due, undefined)
    assert.deepEqual((await town.act('member-4', 'report.inbox', {})).cases, [])
    assert.equal((await town.act('member-4', 'report.inbox', { done: true })).cases[0]?.id, submitted.id)

    const seen = await town.act('resident-2', 'report.get', { case: submitted.id })
    assert.deepEqual([seen.stateText, seen.may], ['处理好了，等您确认', ['confirm', 'reopen']])
    assert.equal(seen.timeline.at(-1)?.photos?.[0]?.file, done.timeline.at(-1)?.photos?.[0]?.file)
    const again = await town.act('resident-2', 'report.reopen', { ...versioned(seen), reason: '桶里还有一半' })
    assert.deepEqual([again.state, again.reopened, again.owner, again.promise], ['accepted', 1, '梁伟', submitted.promise])

    const secondTime = await town.act('member-4', 'report.resolve', { ...versioned(again), note: '全清了', photos: [photo] })
    const closed = await town.act('resident-2', 'report.confirm', {
      ...versioned(secondTime),
      stars: 5,
      reasons: ['fast', 'polite'],
      text: '谢谢',
    })
    assert.deepEqual([closed.state, closed.rating, closed.may], ['closed', { stars: 5, reasons: ['fast', 'polite'], text: '谢谢' }, []])
    assert.deepEqual(
      only().timeline.map(({ step }) => step),
      ['submit', 'accept', 'resolve', 'reopen', 'resolve', 'confirm'],
    )
    assert.deepEqual(
      (await town.act('resident-2', 'report.mine', {})).cases.map(({ id, stateText }) => [id, stateText]),
      [[closed.id, '已经办好']],
    )
    assert.deepEqual((await town.act('resident-1', 'report.mine', {})).cases, [])
  })

  test('a resident may withdraw, and the holder is told', async () => {
    const withdrawn = await town.act('resident-1', 'report.withdraw', versioned(await submit()))
    assert.deepEqual([withdrawn.state, withdrawn.may, withdrawn.due], ['withdrawn', [], undefined])
    assert.equal(only().notices.at(-1)?.person, personId('member-4'))
    assert.deepEqual((await town.act('member-4', 'report.inbox', {})).cases, [])
  })

  test('a dispatcher sees who could take it, gives it to somebody, and the old holder has it no more', async () => {
    const submitted = await submit('resident-1', { place: home })
    const first = only().owner.kind === 'member' && submitted.owner === '李燕' ? 'member-1' : 'member-2'
    const other = first === 'member-1' ? 'member-2' : 'member-1'
    await submit('resident-2', { place: inCell['cell-b2'] })

    const { candidates } = await town.act('dispatcher-1', 'report.candidates', { case: submitted.id })
    assert.deepEqual(
      candidates.map(({ holder, load }) => [holder, load]),
      [
        [`member:${personId(other)}`, 0],
        ['desk:village-a', 0],
        ['desk:town-grid', 1],
        ['department:city', 0],
        ['department:power', 0],
        ['desk:village-b', 0],
      ],
    )
    const given = await town.act('dispatcher-1', 'report.assign', {
      ...versioned(submitted),
      holder: candidates[0]?.holder ?? '',
      reason: '离得近',
    })
    assert.equal(given.why.rule, 'dispatcher')
    assert.match(given.why.sentence, /离得近$/)
    assert.equal(await town.refused(first, 'report.accept', versioned(given)), 'NOT_ALLOWED')
    assert.deepEqual((await town.act(first, 'report.inbox', {})).cases, [])
    assert.equal((await town.act(other, 'report.accept', versioned(given))).state, 'accepted')

    const accepted = await town.act('dispatcher-1', 'report.get', { case: submitted.id })
    const atDesk = await town.act('dispatcher-1', 'report.assign', {
      ...versioned(accepted),
      holder: 'desk:village-a',
      reason: '要村里出面',
    })
    assert.equal(atDesk.owner, '甲村服务台')
    assert.equal((await town.act('desk-1', 'report.accept', versioned(atDesk))).state, 'accepted')
  })

  test('a department officer works on what the department holds', async () => {
    const submitted = await submit()
    const [found] = stored()
    const department = { kind: 'department', key: 'department:city', department: 'city', name: '城管办', phone: '1', people: [] }
    town.cloud.load('cases', [{ ...found, owner: department, holder: department.key, hands: [department.key] }])
    assert.equal((await town.act('officer-1', 'report.inbox', {})).cases.length, 1)
    assert.equal((await town.act('officer-1', 'report.accept', versioned(submitted))).now.slice(0, 3), '城管办')
  })
})

describe('where a case goes', () => {
  beforeEach(async () => void (town = await startTown()))
  const at = (longitude: number, latitude: number) => ({ longitude, latitude, name: '榕树头' })

  test('40 m inside a grid, exactly on a border, and 5 km outside', async () => {
    const inside = await submit('resident-1', { place: at(113.19 + 40 * metre, 22.605) })
    assert.deepEqual([inside.grid, inside.owner, inside.why.rule], ['乙村第一网格', '梁伟', 'onDuty'])

    const border = await submit('resident-1', { place: at(113.19, 22.605) })
    assert.equal(border.grid, '甲村第一网格', 'the lowest id')
    assert.match(border.why.sentence, /^这里正好在甲村第一网格和乙村第一网格的交界上/)

    const outside = await submit('resident-1', { place: at(113.18 - 5000 * metre, 22.605) })
    assert.deepEqual([outside.grid, outside.owner, outside.why.rule], ['小镇', '小镇服务台', 'outside'])
    const elsewhere = await submit('resident-1', { place: at(-0.12, 51.5) })
    assert.equal(elsewhere.why.rule, 'outside')
    assert.equal((await town.act('desk-2', 'report.inbox', {})).cases.length, 2)
  })

  test('locate says the same beforehand', async () => {
    const answer = (longitude: number, latitude: number) => town.act('resident-1', 'report.locate', { longitude, latitude })
    assert.deepEqual(await answer(113.185, 22.605), { inTown: true, grid: '甲村第一网格', sentence: '这里属于甲村第一网格' })
    assert.match((await answer(113.19, 22.605)).sentence, /交界/)
    assert.equal((await answer(113.19, 22.61)).grid, '甲村第一网格', 'the corner of four')
    assert.deepEqual((await answer(120, 30)).inTown, false)
  })

  test('nobody in the grid and nobody at the village: the town', async () => {
    const found = await submit('resident-1', { place: inCell['cell-b2'] })
    assert.deepEqual([found.owner, found.why.rule], ['小镇服务台', 'townDesk'])
    assert.equal(found.grid, '乙村第二网格')
  })

  test("the next case goes to whoever has fewer; what waits for the resident is nobody's load", async () => {
    const first = await submit('resident-1', { place: home })
    const second = await submit('resident-1', { place: home })
    assert.notEqual(first.owner, second.owner)
    const holder = first.owner === '李燕' ? 'member-1' : 'member-2'
    const accepted = await town.act(holder, 'report.accept', versioned(first))
    await town.act(holder, 'report.resolve', { ...versioned(accepted), note: '好了', photos: [await town.upload(holder, png)] })
    const third = await submit('resident-1', { place: home })
    assert.equal(third.owner, first.owner)
    assert.ok(third.why.considered.some(({ outcome }) => outcome === '在岗，手上 0 件，最少 → 选中'))
    assert.ok(third.why.considered.some(({ outcome }) => outcome === '在岗，手上 1 件'))
  })
})

test('a report that is sent again after fifty others joined is still one report: the joins had pushed its request out', async () => {
  town = await startTown()
  const requestId = newRequestId()
  const input = { item: 'refuse', text: '垃圾', place: single }
  const made = await town.act('resident-1', 'report.submit', input, { requestId })
  for (let at = 0; at < 55; at++) await town.act(`neighbour-${at}`, 'report.join', { case: made.id })
  assert.ok(!only().requests.includes(made.id))
  const again = await town.act('resident-1', 'report.submit', input, { requestId })
  assert.deepEqual([again.id, again.joined, stored().length], [made.id, 55, 1])
})

describe('nobody on duty', () => {
  test('the leader, or when away the village', async () => {
    const [a1, ...others] = cells as [Cell, ...Cell[]]
    const leader = teamMember('member-1', 'leader', [])
    town = await startTown()
    town.cloud.load('grids', [{ ...a1, team: [leader] }, ...others])
    assert.deepEqual((await submit('resident-1', { place: home })).why.rule, 'leader')
    town.cloud.load('grids', [{ ...a1, team: [{ ...leader, away: [{ from: '2000-01-01', to: '2999-12-31', reason: '产假' }] }] }])
    const atVillage = await submit('resident-1', { place: home })
    assert.equal(atVillage.owner, '甲村服务台')
    assert.ok(!JSON.stringify(atVillage).includes('产假'))
  })
})

describe('refusals', () => {
  beforeEach(async () => void (town = await startTown()))

  test('an unknown item, empty and refused text, a place that is none, too many photos', async () => {
    const report = (more: object) => town.refused('resident-1', 'report.submit', { item: 'refuse', text: '臭', place: home, ...more })
    assert.equal(await report({ item: 'nothing' }), 'ITEM_UNKNOWN')
    assert.equal(await report({ text: '   \n ' }), 'INPUT_INVALID')
    assert.equal(await report({ text: '这里有人赌博' }), 'TEXT_REFUSED')
    assert.equal(await report({ place: { ...home, name: '赌博' } }), 'TEXT_REFUSED')
    assert.equal(await report({ place: { longitude: 200, latitude: 22 } }), 'INPUT_INVALID')
    assert.equal(await report({ photos: Array.from({ length: 10 }, () => 'cloud://local.x/uploads/a.png') }), 'INPUT_INVALID')
    assert.equal(await town.refused(undefined, 'report.submit', { item: 'refuse', text: '臭', place: home }), 'NOT_SIGNED_IN')
    assert.deepEqual(stored(), [])
  })

  test("nine photos are taken; a picture that is none, and somebody else's, are not", async () => {
    const photos = await Promise.all(Array.from({ length: 9 }, () => town.upload('resident-1', png)))
    const { operations, answer } = await town.call('resident-1', 'report.submit', { item: 'refuse', text: '', photos, place: home })
    assert.ok(answer?.ok && operations <= contract.report.submit.operations)
    assert.ok(only().photos.every(({ check, trace }) => check === 'pending' && trace))

    const text = await town.upload('resident-1', Buffer.from('<script>'), 'x.png')
    const report = (photo: string) =>
      town.refused('resident-1', 'report.submit', { item: 'refuse', text: '', photos: [photo], place: home })
    assert.equal(await report(text), 'FILE_REFUSED')
    assert.equal(await report(await town.upload('resident-2', png)), 'FILE_NOT_YOURS')
    assert.equal(await report('cloud://local.x/uploads/../../secret.png'), 'FILE_NOT_YOURS')
    assert.equal(stored().length, 1)
  })

  test('a step of somebody whose case or role it is not', async () => {
    const seen = versioned(await submit())
    const accept = (openid: string) => town.refused(openid, 'report.accept', seen)
    assert.equal(await accept('resident-2'), 'NOT_ALLOWED', 'no staff')
    assert.equal(await accept('resident-1'), 'NOT_ALLOWED', 'the reporter')
    assert.equal(await accept('member-1'), 'NOT_ALLOWED', 'a member of another grid')
    assert.equal(await accept('desk-1'), 'NOT_ALLOWED', 'a desk that does not hold it')
    assert.equal(await accept('worker-1'), 'NOT_ALLOWED')
    assert.equal(await town.refused('resident-2', 'report.withdraw', seen), 'NOT_ALLOWED')
    assert.equal(await town.refused('member-4', 'report.assign', { ...seen, holder: 'desk:village-a', reason: '想' }), 'NOT_ALLOWED')
    assert.equal(await town.refused('member-1', 'report.candidates', { case: seen.case }), 'NOT_ALLOWED', 'not the holder')
    assert.equal(await town.refused('resident-1', 'report.candidates', { case: seen.case }), 'NOT_ALLOWED')
    assert.equal(await town.refused('member-4', 'report.queue', { queue: 'open' }), 'NOT_ALLOWED')
    assert.equal(await town.refused('resident-1', 'report.inbox', {}), 'NOT_ALLOWED')
    assert.equal(only().version, 1)
  })

  test('a wrong state, a stale version, an unknown case', async () => {
    const submitted = versioned(await submit())
    const photos = [await town.upload('member-4', png)]
    assert.equal(await town.refused('member-4', 'report.extend', { ...submitted, hours: 3, reason: '等人' }), 'CASE_STEP_REFUSED')
    assert.equal(await town.refused('member-4', 'report.resolve', { ...submitted, note: '好', photos: [] }), 'INPUT_INVALID')
    assert.equal(await town.refused('resident-1', 'report.confirm', { ...submitted, stars: 5 }), 'CASE_STEP_REFUSED')
    const accepted = versioned(await town.act('member-4', 'report.accept', submitted))
    assert.equal(await town.refused('member-4', 'report.accept', accepted), 'CASE_STEP_REFUSED')
    assert.equal(await town.refused('resident-1', 'report.withdraw', submitted), 'CASE_CHANGED')
    assert.equal(
      await town.refused('member-4', 'report.resolve', { ...accepted, note: '好', photos: [] }),
      'INPUT_INVALID',
      'without evidence',
    )
    assert.equal(await town.refused('member-4', 'report.resolve', { ...accepted, note: '赌博', photos }), 'TEXT_REFUSED')
    assert.equal(await town.refused('member-4', 'report.accept', { case: 'nothing', version: 1 }), 'CASE_NOT_FOUND')
    assert.equal(await town.refused('resident-1', 'report.get', { case: 'nothing' }), 'CASE_NOT_FOUND')
    assert.equal(await town.refused('resident-1', 'report.get', { case: { $gt: '' } }), 'INPUT_INVALID')
  })

  test('a holder that cannot take it', async () => {
    const submitted = versioned(await submit())
    const give = (holder: string) => town.refused('dispatcher-1', 'report.assign', { ...submitted, holder, reason: '试' })
    assert.equal(await give('desk:nowhere'), 'HOLDER_UNKNOWN')
    assert.equal(await give('desk:cell-a1'), 'HOLDER_UNKNOWN')
    assert.equal(await give('member:nobody'), 'HOLDER_UNKNOWN')
    assert.equal(await give(`member:${personId('resident-2')}`), 'HOLDER_UNKNOWN')
    assert.equal(await give(`member:${personId('member-1')}`), 'HOLDER_UNKNOWN', 'a member of another grid')
    assert.equal(await give(`member:${personId('member-4')}`), 'HOLDER_UNKNOWN', 'who has it already')
    assert.equal(await give('department:nowhere'), 'HOLDER_UNKNOWN')
  })

  test('a cursor that was made up', async () => {
    for (const cursor of ['x', '~~', '2026~5~', 'a~9999~b', '{"$gt":""}~1~b']) {
      assert.equal(await town.refused('dispatcher-1', 'report.queue', { queue: 'reopened', cursor }), 'INPUT_INVALID', cursor)
    }
  })
})

describe('what others see', () => {
  beforeEach(async () => void (town = await startTown()))

  test('a private case is not there for others', async () => {
    const { id } = await submit('resident-1', { private: true })
    for (const openid of ['resident-2', 'member-1', 'desk-1', 'organisation-1']) {
      assert.equal(await town.refused(openid, 'report.get', { case: id }), 'CASE_NOT_FOUND')
    }
    assert.equal(await town.refused('member-1', 'report.accept', { case: id, version: 1 }), 'CASE_NOT_FOUND')
    for (const openid of ['resident-1', 'member-4', 'dispatcher-1']) await town.act(openid, 'report.get', { case: id })
  })

  test('a case of an item that is not public is not there for others, whatever the reporter chose', async () => {
    const { id } = await submit('resident-1', { item: 'quarrel', private: false })
    for (const openid of ['resident-2', 'member-1', 'organisation-1']) {
      assert.equal(await town.refused(openid, 'report.get', { case: id }), 'CASE_NOT_FOUND')
      assert.equal(await town.refused(openid, 'report.follow', { case: id }), 'CASE_NOT_FOUND')
    }
    for (const openid of ['resident-1', 'dispatcher-1']) await town.act(openid, 'report.get', { case: id })
  })

  test('a stranger sees what it is about and how far it is, without numbers and pictures that nobody has checked', async () => {
    const { id } = await submit('resident-1', {
      text: '找我 13800000000',
      photos: [await town.upload('resident-1', png)],
      place: { ...single, name: '我家楼下' },
    })
    const seen = await town.act('resident-2', 'report.get', { case: id })
    assert.deepEqual(
      [seen.text, seen.photos, seen.photo, seen.reporter, seen.ownerPhone, seen.place.name, seen.may],
      ['找我 ***', [], undefined, undefined, undefined, undefined, []],
    )
    assert.equal(seen.item.name, '垃圾没人清')
    assert.equal(seen.timeline.length, 1)
  })

  test('no answer carries an openid or a sealed field', async () => {
    const done = await resolved()
    const calls: [string, string, object][] = [
      ['resident-1', 'report.get', { case: done.id }],
      ['member-4', 'report.get', { case: done.id }],
      ['dispatcher-1', 'report.get', { case: done.id }],
      ['resident-2', 'report.get', { case: done.id }],
      ['resident-1', 'report.mine', {}],
      ['member-4', 'report.inbox', { done: true }],
      ['dispatcher-1', 'report.queue', { queue: 'open' }],
      ['dispatcher-1', 'report.candidates', { case: done.id }],
    ]
    const secrets = [...people.map(({ openid }) => openid).filter(Boolean), 'v1.', '"openid"', '"requests"', '"trace"']
    for (const [openid, action, input] of calls) {
      const answer = JSON.stringify((await town.call(openid, action, input)).answer)
      assert.ok(answer.startsWith('{"ok":true'), answer)
      for (const secret of secrets) assert.ok(!answer.includes(secret), `${action} shows ${secret} to ${openid}`)
    }
  })

  test('a picture that WeChat refused is not handed out', async () => {
    const photo = await town.upload('resident-1', png)
    const { id } = await submit('resident-1', { photos: [photo] })
    const found = only()
    town.cloud.load('cases', [{ ...found, photos: found.photos.map((one) => ({ ...one, check: 'refused' })) }])
    for (const openid of ['resident-1', 'member-4']) {
      const seen = await town.act(openid, 'report.get', { case: id })
      assert.deepEqual([seen.photos, seen.photo], [[{ file: '', check: 'refused' }], { file: '', check: 'refused' }])
    }
  })
})

describe('commands sent more than once', () => {
  beforeEach(async () => void (town = await startTown()))

  test('the same report five times, in turn and at once, is one case with one entry and one message', async () => {
    town.cloud.consent(
      'member-4',
      Array.from({ length: 5 }, () => 'T-case-assigned'),
    )
    for (const atOnce of [false, true]) {
      const requestId = newRequestId()
      const before = messagesTo('member-4').length
      const views = atOnce
        ? await Promise.all(Array.from({ length: 5 }, () => submit('resident-1', {}, { requestId })))
        : [
            await submit('resident-1', {}, { requestId }),
            await submit('resident-1', { text: '改了' }, { requestId }),
            await submit('resident-1', {}, { requestId }),
          ]
      assert.equal(new Set(views.map(({ id }) => id)).size, 1)
      const found = stored().find(({ _id }) => _id === views[0]?.id)
      assert.deepEqual([found?.text, found?.timeline.length, found?.notices.length], ['垃圾三天没人清', 1, 1])
      assert.equal(messagesTo('member-4').length, before + 1)
    }
    assert.equal(stored().length, 2)
  })

  test("somebody else's request of the same name is another case", async () => {
    const requestId = newRequestId()
    const mine = await submit('resident-1', {}, { requestId })
    const other = await submit('resident-2', {}, { requestId })
    assert.notEqual(mine.id, other.id)
    assert.equal(stored().length, 2)
  })

  test('the same step five times at once acts once', async () => {
    const submitted = versioned(await submit())
    const requestId = newRequestId()
    const views = await Promise.all(Array.from({ length: 5 }, () => town.act('member-4', 'report.accept', submitted, { requestId })))
    assert.ok(views.every(({ state, version }) => state === 'accepted' && version === 2))
    assert.deepEqual(
      only().timeline.map(({ step }) => step),
      ['submit', 'accept'],
    )
    assert.equal(only().notices.filter(({ person }) => person === personId('resident-1')).length, 1)
  })

  test('two people of one desk at once: one accepts, the other is told that it changed', async () => {
    const second = { ...people.find(({ openid }) => openid === 'desk-2'), _id: personId('desk-3'), openid: 'desk-3', name: '镇值班乙' }
    town.cloud.load('people', [second])
    const submitted = versioned(await submit('resident-1', { place: inCell['cell-b2'] }))
    const answers = await Promise.all(['desk-2', 'desk-3'].map((openid) => town.call(openid, 'report.accept', submitted)))
    const codes = answers.map(({ answer }) => (answer?.ok ? 'ok' : answer?.error.code)).sort()
    assert.deepEqual(codes, ['CASE_CHANGED', 'ok'])
    assert.equal(only().timeline.length, 2)
  })

  test('the resident confirms and reopens in the same moment: one of them counts', async () => {
    const seen = versioned(await resolved())
    const [confirm, reopen] = await Promise.all([
      town.call('resident-1', 'report.confirm', { ...seen, stars: 4 }),
      town.call('resident-1', 'report.reopen', { ...seen, reason: '还没好' }),
    ])
    assert.notEqual(confirm.answer?.ok, reopen.answer?.ok)
    assert.equal(only().state, confirm.answer?.ok ? 'closed' : 'accepted')
  })
})

describe('faults', () => {
  beforeEach(async () => void (town = await startTown({}, { instances: 1 })))

  test('wherever the connection breaks, a repeated report is one case with one entry and one message', async () => {
    town.cloud.consent(
      'member-4',
      Array.from({ length: 60 }, () => 'T-case-assigned'),
    )
    const input = { item: 'refuse', text: '垃圾', place: single }
    for (const how of ['error', 'lost', 'kill'] as const) {
      for (const when of ['before', 'after'] as const) {
        for (const at of ['call', 1, 2, 3, 4, 5] as const) {
          const requestId = newRequestId()
          await town.call('resident-1', 'report.submit', input, { requestId, fault: { at, when, how } })
          const view = await town.act('resident-1', 'report.submit', input, { requestId })
          assert.equal(view.id, documentId('resident-1', 'report.submit', requestId))
          const found = stored().filter(({ _id }) => _id === view.id)
          assert.deepEqual([found.length, found[0]?.timeline.length, found[0]?.notices.length], [1, 1, 1], `${how} ${when} ${at}`)
        }
      }
    }
  })

  test('wherever the connection breaks, a repeated step is one step', async () => {
    for (const how of ['error', 'lost', 'kill'] as const) {
      for (const when of ['before', 'after'] as const) {
        for (const at of ['call', 1, 2, 3, 4, 5] as const) {
          const submitted = await submit()
          const requestId = newRequestId()
          await town.call('member-4', 'report.accept', versioned(submitted), { requestId, fault: { at, when, how } })
          const accepted = await town.act('member-4', 'report.accept', versioned(submitted), { requestId })
          assert.deepEqual([accepted.state, accepted.version, accepted.timeline.length], ['accepted', 2, 2], `${how} ${when} ${at}`)
        }
      }
    }
  })
})

describe('messages', () => {
  beforeEach(async () => void (town = await startTown()))

  test('are sent where there is consent, and kept in the inbox where there is none', async () => {
    town.cloud.consent('resident-1', ['T-case-progress'])
    const done = await resolved()
    const notices = only().notices.map(({ person, state }) => [person, state])
    assert.deepEqual(notices, [
      [personId('member-4'), 'refused'],
      [personId('resident-1'), 'sent'],
      [personId('resident-1'), 'refused'],
    ])
    assert.equal(only().owed, false)
    const { messages } = await town.act('resident-1', 'person.messages', {})
    assert.deepEqual(
      messages.map(({ page }) => page),
      Array.from({ length: 2 }, () => `/packages/report/case/case?id=${done.id}`),
    )
    assert.match(messages.at(-1)?.text ?? '', /^梁伟已接手，/)
    const [assigned] = (await town.act('member-4', 'person.messages', {})).messages
    assert.deepEqual([assigned?.title, assigned?.page], ['新的事：垃圾没人清', `/packages/work/case/case?id=${done.id}`])
  })
})

describe('lists', () => {
  beforeEach(async () => void (town = await startTown()))

  test('what is late is in the late queue and marked, most urgent first', async () => {
    const slow = await submit()
    const urgent = await submit('resident-2', { item: 'fire' })
    assert.deepEqual((await town.act('dispatcher-1', 'report.queue', { queue: 'late' })).cases, [])
    // Time goes by for these two: advancing the clock over a weekend would run the sweep thousands of times.
    for (const [{ id }, due] of [
      [slow, '2026-11-20T08:00:00.000Z'],
      [urgent, '2026-11-20T07:00:00.000Z'],
    ] as const) {
      const found = stored().find(({ _id }) => _id === id)
      town.cloud.load('cases', [{ ...found, due }])
    }
    const late = await town.act('dispatcher-1', 'report.queue', { queue: 'late' })
    assert.deepEqual(
      late.cases.map(({ id, late }) => [id, late]),
      [
        [urgent.id, true],
        [slow.id, true],
      ],
    )
    const seen = await town.act('resident-1', 'report.get', { case: slow.id })
    assert.match(seen.now, /现在晚了，指挥中心看得到$/)
    assert.deepEqual(
      (await town.act('member-4', 'report.inbox', {})).cases.map(({ id }) => id),
      [urgent.id, slow.id],
    )
  })

  test('reopened, unowned and open', async () => {
    const done = await resolved()
    await town.act('resident-1', 'report.reopen', { ...versioned(done), reason: '还有' })
    const unowned = await submit('resident-2', { place: inCell['cell-b2'] })
    await town.act('resident-1', 'report.withdraw', versioned(await submit()))
    const queue = async (name: 'reopened' | 'unowned' | 'open') =>
      (await town.act('dispatcher-1', 'report.queue', { queue: name })).cases.map(({ id }) => id)
    assert.deepEqual(await queue('reopened'), [done.id])
    assert.deepEqual(await queue('unowned'), [unowned.id])
    assert.deepEqual(await queue('open'), [unowned.id, done.id])
  })

  test('pages neither repeat nor leave out, also when a whole night is due in the same minute', async () => {
    await submit()
    const [first] = stored()
    const due = '2026-11-23T02:30:00.000Z'
    const many = Array.from({ length: 107 }, (_, n) => ({
      ...first,
      _id: documentId('resident-1', 'test', String(n)),
      due: n < 90 ? due : n < 95 ? '2026-11-20T02:30:00.000Z' : '2026-11-24T03:00:00.000Z',
      updatedAt: n % 3 === 0 ? due : new Date(Date.parse(due) + n * 1000).toISOString(),
      reopened: n % 4,
    }))
    town.cloud.load('cases', many)
    const walk = async (openid: string, action: 'report.inbox' | 'report.mine' | 'report.queue', input: object): Promise<string[]> => {
      const ids: string[] = []
      let cursor: string | undefined
      let pages = 0
      do {
        const page: { cases: { id: string }[]; next?: string } = await town.act(openid, action, { ...input, cursor })
        assert.ok(page.cases.length <= 20 && page.cases.length > 0)
        ids.push(...page.cases.map(({ id }) => id))
        cursor = page.next
        assert.ok(++pages < 20)
      } while (cursor !== undefined)
      assert.equal(new Set(ids).size, ids.length, 'something was shown twice')
      return ids
    }
    assert.equal((await walk('member-4', 'report.inbox', {})).length, 108)
    assert.equal((await walk('resident-1', 'report.mine', {})).length, 108)
    assert.equal((await walk('dispatcher-1', 'report.queue', { queue: 'open' })).length, 108)
    const reopened = many.filter((one) => one.reopened > 0).length
    assert.equal((await walk('dispatcher-1', 'report.queue', { queue: 'reopened' })).length, reopened)
    const { cases } = await town.act('member-4', 'report.inbox', {})
    assert.deepEqual(
      cases.slice(0, 5).map(({ due }) => due),
      Array.from({ length: 5 }, () => '2026-11-20T02:30:00.000Z'),
    )
  })
})
