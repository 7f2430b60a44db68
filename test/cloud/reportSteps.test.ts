import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { CaseView } from '../../cloudfunctions/contract'
import type { contract } from '../../cloudfunctions/contract'
import type { Case, Follow } from '../../cloudfunctions/domain/case'
import { personId } from '../../cloudfunctions/domain/identifiers'
import { addMinutes } from '../../cloudfunctions/domain/time'
import { newRequestId, png, startTown } from './harness'
import type { TestTown } from './harness'
import { inCell, town as smallTownData } from './smallTown'

/** The cell of a single member, member-4, so that it is known who gets the case. */
const single = inCell['cell-b1']
const metre = 1 / 111_320

let town: TestTown
beforeEach(async () => void (town = await startTown()))
afterEach(() => town.close())

const stored = (id: string) => (town.cloud.dump('cases') as Case[]).find(({ _id }) => _id === id)!
const versioned = ({ id, version }: CaseView) => ({ case: id, version })
const submit = (openid = 'resident-1', more: object = {}) =>
  town.act(openid, 'report.submit', { item: 'refuse', text: '垃圾三天没人清', place: single, ...more })
const accepted = async (more: object = {}) => town.act('member-4', 'report.accept', versioned(await submit('resident-1', more)))
const ids = ({ cases }: { cases: { id: string }[] }) => cases.map(({ id }) => id)
const queue = async (name: (typeof contract.report.queue.input.shape.queue)['_zod']['output']) =>
  ids(await town.act('dispatcher-1', 'report.queue', { queue: name }))

describe('what staff do', () => {
  test('look on site, ask, note, reply: the resident reads all but the note', async () => {
    const found = await accepted()
    const visited = await town.act('member-4', 'report.visit', {
      ...versioned(found),
      at: { ...single, latitude: single.latitude + 500 * metre },
      note: '看到了',
      photos: [await town.upload('member-4', png)],
    })
    assert.match(visited.timeline.at(-1)?.sentence ?? '', /梁伟（乙村第一网格网格员）到现场看过了（离居民标的地方约 500 米）$/)
    assert.equal(visited.timeline.at(-1)?.photos?.[0]?.when, 'before')
    await town.act('member-4', 'report.ask', { case: found.id, question: '是哪一桶?' })
    await town.act('member-4', 'report.note', { case: found.id, text: '住户自己堆的' })
    await town.act('dispatcher-1', 'report.reply', { case: found.id, text: '下午有车来' })
    const seen = await town.act('resident-1', 'report.get', { case: found.id })
    assert.equal(seen.question, '是哪一桶?')
    assert.ok(!JSON.stringify(seen).includes('住户自己堆的'))
    assert.deepEqual(
      seen.timeline.slice(-2).map(({ sentence, note }) => [sentence, note]),
      [
        ['梁伟（乙村第一网格网格员）想问问您', '是哪一桶?'],
        ['指挥中心回复您', '下午有车来'],
      ],
    )
    const answered = await town.act('resident-1', 'report.addInformation', { case: found.id, text: '门口那一桶' })
    assert.equal(answered.question, undefined)
    const asStaff = await town.act('member-4', 'report.get', { case: found.id })
    assert.ok(asStaff.timeline.some(({ note, internal }) => note === '住户自己堆的' && internal))
  })

  test('return with a reason to the town desk, which gives it to a department; twice returned is a queue', async () => {
    const returned = await town.act('member-4', 'report.return', { ...versioned(await accepted()), reason: 'department', text: '归城管' })
    assert.deepEqual([returned.state, returned.owner, returned.returned], ['reported', '小镇服务台', 1])
    assert.deepEqual(await queue('returned'), [])
    const handed = await town.act('desk-2', 'report.handOver', { ...versioned(returned), departments: ['city', 'power'], reason: '要执法' })
    assert.deepEqual([handed.owner, handed.partners], ['城管办', [{ name: '供电所', done: false }]])
    assert.deepEqual(ids(await town.act('officer-2', 'report.inbox', {})), [handed.id], 'who helps has it in the inbox too')
    const working = await town.act('officer-1', 'report.accept', versioned(handed))
    const photos = [await town.upload('officer-1', png)]
    assert.equal(await town.refused('officer-1', 'report.resolve', { ...versioned(working), note: '好了', photos }), 'CASE_PARTS_OPEN')
    const helped = await town.act('officer-2', 'report.finishPart', { ...versioned(working), note: '断了电' })
    const solved = await town.act('officer-1', 'report.resolve', { ...versioned(helped), note: '好了', photos })
    assert.deepEqual([solved.state, stored(solved.id).solvedBy], ['resolved', 'department'])

    const twice = await submit('resident-2')
    const once = await town.act('member-4', 'report.return', { ...versioned(twice), reason: 'place', text: '不在我这里' })
    const back = await town.act('dispatcher-1', 'report.assign', {
      ...versioned(once),
      holder: `member:${personId('member-4')}`,
      reason: '在的',
    })
    await town.act('member-4', 'report.return', { ...versioned(back), reason: 'place', text: '真不在' })
    assert.deepEqual(await queue('returned'), [twice.id])
  })

  test('escalate goes to the level above and no further than the town', async () => {
    const first = await atMember1()
    const given = await town.act('member-1', 'report.transfer', { ...first, holder: 'desk:village-a', reason: '请村里看' })
    assert.equal(
      await town.refused('member-1', 'report.escalate', { ...versioned(given), reason: '要吊车' }),
      'NOT_ALLOWED',
      'gave it away',
    )
    const [atVillage] = (await town.act('desk-1', 'report.inbox', {})).cases
    const atTown = await town.act('desk-1', 'report.escalate', { case: atVillage!.id, version: atVillage!.version, reason: '要吊车' })
    assert.deepEqual([atTown.owner, atTown.why.rule], ['小镇服务台', 'escalated'])
    assert.equal(await town.refused('desk-2', 'report.escalate', { ...versioned(atTown), reason: '再上' }), 'HOLDER_UNKNOWN')
  })

  async function atMember1(): Promise<{ case: string; version: number }> {
    const found = await submit('resident-1', { place: inCell['cell-a1'] })
    const given = { holder: `member:${personId('member-1')}`, reason: '近' }
    return versioned(found.owner === '李燕' ? found : await town.act('dispatcher-1', 'report.assign', { ...versioned(found), ...given }))
  }

  test('extend: one working day alone, more with the command centre; suspend likewise', async () => {
    const found = await accepted()
    const longer = await town.act('member-4', 'report.extend', { ...versioned(found), hours: 7, reason: '等车' })
    assert.ok(longer.promise > found.promise)
    const wished = await town.act('member-4', 'report.extend', { ...versioned(longer), hours: 35, reason: '等车' })
    assert.deepEqual([wished.promise, await queue('wishes')], [longer.promise, [found.id]])
    const granted = await town.act('dispatcher-1', 'report.answerWish', { ...versioned(wished), grant: true })
    assert.ok(granted.promise > wished.promise)
    const until = addMinutes(new Date(town.cloud.now()).toISOString(), 30 * 24 * 60)
    const asking = await town.act('member-4', 'report.suspend', { ...versioned(granted), until, reason: '等规划' })
    assert.match((await town.act('dispatcher-1', 'report.get', { case: found.id })).wish?.sentence ?? '', /^想先放一放，/)
    const suspended = await town.act('dispatcher-1', 'report.answerWish', { ...versioned(asking), grant: true, reason: '同意' })
    assert.deepEqual([suspended.state, suspended.due, suspended.promise], ['suspended', until, granted.promise])
    assert.equal((await town.act('member-4', 'report.resume', { ...versioned(suspended), reason: '可以做了' })).state, 'accepted')
  })

  test('what staff find and solve themselves is one case that begins and ends', async () => {
    const [before, after] = await Promise.all([town.upload('member-4', png), town.upload('member-4', png)])
    const requestId = newRequestId()
    const input = { item: 'refuse', text: '路边纸箱', place: single, before: [before], photos: [after] }
    const made = await town.act('member-4', 'report.record', input, { requestId })
    assert.deepEqual([made.state, made.photos.map(({ when }) => when)], ['closed', ['before', 'after']])
    assert.equal((await town.act('member-4', 'report.record', input, { requestId })).id, made.id)
    assert.deepEqual([stored(made.id).selfFound, stored(made.id).solvedBy, town.cloud.dump('cases').length], [true, 'cell', 1])
    assert.equal(await town.refused('resident-1', 'report.record', input), 'NOT_ALLOWED')
  })

  test('ready replies come from the town', async () => {
    assert.deepEqual((await town.act('member-4', 'report.replies', {})).replies, smallTownData.replies)
  })
})

describe('where an item goes first', () => {
  test('a department with one that helps; the village; an emergency to leader and town desk too', async () => {
    const lamp = await submit('resident-1', { item: 'lamp' })
    assert.deepEqual([lamp.owner, lamp.partners.map(({ name }) => name), lamp.why.rule], ['城管办', ['供电所'], 'department'])
    const quarrel = await submit('resident-1', { item: 'quarrel', place: inCell['cell-a1'] })
    assert.deepEqual([quarrel.owner, quarrel.why.rule], ['甲村服务台', 'village'])
    const fire = await submit('resident-1', { item: 'fire', place: inCell['cell-a1'] })
    const told = new Set(stored(fire.id).notices.map(({ person }) => person))
    for (const openid of ['member-1', 'desk-2']) assert.ok(told.has(personId(openid)), openid)
    const asked = await submit('resident-1', {
      item: 'noise',
      answers: [
        { id: 'when', answer: '夜里' },
        { id: 'other', answer: '无' },
      ],
    })
    assert.deepEqual(asked.answers, [{ question: '什么时候最吵?', answer: '夜里' }])
  })

  test('a report costs at most five operations, also on a cold instance with two on duty', async () => {
    const cold = await startTown({}, { instances: 1 })
    const { answer, operations } = await cold.call('resident-1', 'report.submit', { item: 'refuse', text: '臭', place: inCell['cell-a1'] })
    assert.ok(answer?.ok)
    await cold.close()
    assert.ok(operations <= 5, `${operations}`)
  })
})

describe('neighbours', () => {
  const near = { ...single, longitude: single.longitude + 20 * metre }

  test('see what is reported within the distance of the item, without numbers, unless private or of people', async () => {
    const found = await submit('resident-1', { text: '垃圾，找 138 0000 0000' })
    await submit('resident-1', { private: true })
    await submit('resident-1', { item: 'quarrel' })
    await submit('resident-1', { place: { ...single, longitude: single.longitude + 90 * metre } })
    const { cases } = await town.act('resident-2', 'report.nearby', { ...near, item: 'refuse' })
    assert.deepEqual(
      cases.map(({ id, text, metres, mine, joined }) => [id, text, metres, mine, joined]),
      [[found.id, '垃圾，找 ***', 18, false, 0]],
    )
    assert.deepEqual((await town.act('resident-2', 'report.nearby', { ...near, item: 'quarrel' })).cases, [])
  })

  test('join instead of reporting again: counted once however often it is sent, told of the end, and not a step', async () => {
    const found = await submit()
    const requestId = newRequestId()
    const joined = await Promise.all(
      Array.from({ length: 4 }, () => town.call('resident-2', 'report.join', { case: found.id }, { requestId })),
    )
    assert.ok(
      joined.every(({ answer }) => answer?.ok),
      JSON.stringify(joined),
    )
    assert.equal(await town.refused('resident-2', 'report.join', { case: found.id }), 'CASE_ALREADY_JOINED')
    assert.equal(await town.refused('resident-1', 'report.join', { case: found.id }), 'CASE_STEP_REFUSED', 'one’s own')
    await town.act('elder-1', 'report.follow', { case: found.id })
    assert.deepEqual([stored(found.id).joined, stored(found.id).followers, stored(found.id).version], [1, 2, 1])
    assert.equal(await town.refused('resident-1', 'report.withdraw', { case: found.id, version: 1 }), 'CASE_JOINED')

    const photos = [await town.upload('member-4', png)]
    await town.act('member-4', 'report.resolve', { ...versioned(found), note: '好了', photos })
    await town.cloud.advance(3 * 60_000)
    for (const openid of ['resident-2', 'elder-1']) {
      const [message] = (await town.act(openid, 'person.messages', {})).messages
      assert.equal(message?.title, '您关注的「垃圾没人清」')
    }
    assert.ok((town.cloud.dump('follows') as Follow[]).every(({ notices, owed }) => notices.length === 1 && !owed))
    assert.equal(stored(found.id).newsAt, undefined)
    assert.deepEqual(ids(await town.act('resident-2', 'report.following', {})), [found.id])
    await town.act('elder-1', 'report.unfollow', { case: found.id })
    assert.deepEqual([stored(found.id).joined, stored(found.id).followers], [1, 1])
    assert.deepEqual(ids(await town.act('elder-1', 'report.following', {})), [])
  })

  test('who said "me too" and follows besides is still counted: a second tap took the first back', async () => {
    const found = await submit()
    await town.act('resident-2', 'report.join', { case: found.id })
    await town.act('resident-2', 'report.follow', { case: found.id })
    assert.deepEqual([stored(found.id).joined, stored(found.id).followers], [1, 1])
    await town.act('elder-1', 'report.follow', { case: found.id })
    const kinds = async (openid: string) => (await town.act(openid, 'report.following', {})).cases.map(({ follows }) => follows)
    assert.deepEqual([await kinds('resident-2'), await kinds('elder-1')], [['joined'], ['following']])
  })

  test('following ends also when the case has ended', async () => {
    const found = await submit()
    await town.act('resident-2', 'report.join', { case: found.id })
    const photos = [await town.upload('member-4', png)]
    const solved = await town.act('member-4', 'report.resolve', { ...versioned(found), note: '好了', photos })
    await town.act('resident-1', 'report.confirm', { ...versioned(solved), stars: 5 })
    await town.act('resident-2', 'report.unfollow', { case: found.id })
    assert.deepEqual(ids(await town.act('resident-2', 'report.following', {})), [])
    assert.deepEqual([stored(found.id).joined, stored(found.id).followers], [0, 0])
  })

  test('a stranger is told how far it is, and neither asked to act nor spoken to as who reported it', async () => {
    const found = await submit()
    const now = async (openid: string) => (await town.act(openid, 'report.get', { case: found.id })).now
    assert.match(await now('resident-2'), /^已经交给梁伟（乙村第一网格网格员），.+前会接手$/)
    assert.match(await now('member-4'), /^由梁伟.+负责，请在.+前接手$/)
    const working = await town.act('member-4', 'report.accept', versioned(found))
    assert.match(await now('resident-2'), /^梁伟.+正在处理，答应居民.+前处理好$/)
    assert.match(await now('resident-1'), /^梁伟.+正在处理，答应您.+前处理好$/)
    assert.match(await now('member-4'), /^梁伟.+正在处理，请在.+前处理好$/)
    const photos = [await town.upload('member-4', png)]
    const solved = await town.act('member-4', 'report.resolve', { ...versioned(working), note: '好了', photos })
    assert.match(await now('resident-2'), /说处理好了，正在等反映的人确认$/)
    await town.act('resident-1', 'report.confirm', { ...versioned(solved), stars: 4 })
    assert.deepEqual([await now('resident-2'), await now('member-4')], ['已经办好', '居民确认已经办好'])
  })

  test('rows say what is asked and what is supervised, each to whom it concerns; the view how often it was extended', async () => {
    const found = await accepted()
    await town.act('member-4', 'report.ask', { case: found.id, question: '哪一桶？' })
    const until = addMinutes(new Date(town.cloud.now()).toISOString(), 24 * 60)
    const asked = await town.act('dispatcher-1', 'report.get', { case: found.id })
    await town.act('dispatcher-1', 'report.supervise', { ...versioned(asked), until, text: '请说明' })
    const [atWork] = (await town.act('member-4', 'report.inbox', {})).cases
    const [mine] = (await town.act('resident-1', 'report.mine', {})).cases
    assert.deepEqual([atWork?.asked, atWork?.supervised, mine?.asked, mine?.supervised], [true, true, true, false])
    const stranger = await town.act('resident-2', 'report.get', { case: found.id })
    assert.deepEqual([stranger.asked, stranger.supervised, stranger.extended], [false, false, 0])
    await town.act('resident-1', 'report.addInformation', { case: found.id, text: '门口' })
    const [answered] = (await town.act('member-4', 'report.inbox', {})).cases
    assert.equal(answered?.asked, false)
    const longer = await town.act('member-4', 'report.extend', { case: found.id, version: answered.version, hours: 7, reason: '等车' })
    assert.equal(longer.extended, 1)
  })

  test('many join at once and each counts', async () => {
    const found = await submit()
    const crowd = ['resident-2', 'elder-1', 'member-1', 'member-2', 'member-3', 'desk-1', 'worker-1']
    await Promise.all(crowd.map((openid) => town.act(openid, 'report.join', { case: found.id })))
    assert.equal(stored(found.id).joined, crowd.length)
  })

  test('what is private cannot be joined or followed', async () => {
    const found = await submit('resident-1', { private: true })
    assert.equal(await town.refused('resident-2', 'report.join', { case: found.id }), 'CASE_NOT_FOUND')
    assert.equal(await town.refused('resident-2', 'report.follow', { case: found.id }), 'CASE_NOT_FOUND')
  })

  test('what is around is a switch; with it on, pages neither repeat nor leave out', async () => {
    await submit()
    assert.deepEqual(await town.act('resident-2', 'report.around', near), { open: false, cases: [] })
    town.cloud.load('grids', [{ ...smallTownData, switches: { ...smallTownData.switches, publicFeed: true } }])
    const [first] = town.cloud.dump('cases') as Case[]
    town.cloud.load(
      'cases',
      Array.from({ length: 44 }, (_, n) => ({ ...first, _id: `more-${n}`, requests: [`more-${n}`] })),
    )
    const open = await startTown({ grids: town.cloud.dump('grids'), cases: town.cloud.dump('cases') })
    const seen: string[] = []
    let cursor: string | undefined
    for (let page = 0; page < 5; page++) {
      const answer = await open.act('resident-2', 'report.around', { ...near, cursor })
      seen.push(...ids(answer))
      cursor = answer.next
      if (cursor === undefined) break
    }
    await open.close()
    assert.deepEqual([seen.length, new Set(seen).size], [45, 45])
  })
})

describe('the dispatcher', () => {
  test('sees what is urged, which a resident may do once a day', async () => {
    const found = await submit()
    const urged = await town.act('resident-1', 'report.urge', { case: found.id })
    assert.deepEqual([urged.urged, urged.version], [1, found.version])
    assert.equal(await town.refused('resident-1', 'report.urge', { case: found.id }), 'CASE_TOO_SOON')
    assert.deepEqual(await queue('urged'), [found.id])
    assert.equal((await town.act('member-4', 'report.inbox', {})).cases[0]?.urged, 1)
  })

  test('sees one of several urges that come at once', async () => {
    const found = await submit()
    const urges = await Promise.all([1, 2, 3, 4].map(() => town.call('resident-1', 'report.urge', { case: found.id })))
    const codes = urges.map(({ answer }) => (answer?.ok ? 'ok' : answer?.error.code))
    assert.deepEqual(codes.sort(), ['CASE_TOO_SOON', 'CASE_TOO_SOON', 'CASE_TOO_SOON', 'ok'])
    assert.equal((await town.act('resident-1', 'report.get', { case: found.id })).urged, 1)
  })

  test('supervises with a deadline, and an answer is owed', async () => {
    const found = await accepted()
    const until = addMinutes(new Date(town.cloud.now()).toISOString(), 24 * 60)
    const supervised = await town.act('dispatcher-1', 'report.supervise', { ...versioned(found), until, text: '请说明' })
    assert.deepEqual(await queue('supervised'), [found.id])
    assert.equal((await town.act('resident-1', 'report.get', { case: found.id })).supervision, undefined)
    await town.act('member-4', 'report.answerSupervision', { ...versioned(supervised), text: '下午清' })
    assert.deepEqual(await queue('supervised'), [])
  })

  test('merges two into one: who reported the other follows, and may say that it is not the same', async () => {
    const main = await submit('resident-1')
    const other = await submit('resident-2')
    const requestId = newRequestId()
    const input = { ...versioned(other), into: main.id, reason: '同一堆' }
    const merged = await town.act('dispatcher-1', 'report.merge', input, { requestId })
    assert.deepEqual([merged.state, merged.mergedInto?.number], ['merged', main.number])
    await town.act('dispatcher-1', 'report.merge', input, { requestId })
    assert.deepEqual([stored(main.id).joined, stored(main.id).followers], [1, 1])
    assert.deepEqual(ids(await town.act('member-4', 'report.inbox', {})), [main.id])
    assert.equal(
      await town.refused('dispatcher-1', 'report.merge', { ...versioned(main), into: other.id, reason: '圈' }),
      'CASE_STEP_REFUSED',
    )
    const again = await town.act('resident-2', 'report.reopen', { ...versioned(merged), reason: '不是同一堆' })
    assert.deepEqual([again.state, again.mergedInto], ['reported', undefined])
  })

  test('merges by number, also in small letters; whoever followed goes with it and is told there', async () => {
    const main = await submit('resident-1')
    const other = await submit('resident-2')
    await town.act('elder-1', 'report.join', { case: other.id })
    await town.act('member-1', 'report.follow', { case: other.id })
    await town.act('member-2', 'report.join', { case: other.id })
    await town.act('member-2', 'report.unfollow', { case: other.id })
    await town.act('resident-1', 'report.join', { case: other.id })
    await town.act('desk-1', 'report.join', { case: main.id })
    const number = main.number.toLowerCase()
    const input = { ...versioned(other), reason: '同一堆' }
    assert.equal(await town.refused('dispatcher-1', 'report.merge', { ...input, into: '2611-AAAAA' }), 'CASE_NOT_FOUND')
    const merged = await town.act('dispatcher-1', 'report.merge', { ...input, into: number })
    assert.deepEqual(merged.mergedInto, { id: main.id, number: main.number })
    assert.deepEqual((await town.act('elder-1', 'report.get', { case: other.id })).mergedInto, { id: main.id, number: main.number })
    await town.cloud.advance(3 * 60_000)
    // desk-1 and the other reporter joined, elder-1 came along; member-1 only follows; the reporter of the main case is not counted twice.
    assert.deepEqual([stored(main.id).joined, stored(main.id).followers], [3, 4])
    assert.deepEqual(ids(await town.act('member-2', 'report.following', {})), [], 'who left stays away')
    const [message] = (await town.act('elder-1', 'person.messages', {})).messages
    assert.deepEqual([message?.text, message?.page], ['和附近同样的一件一起办', `/packages/report/case/case?id=${main.id}`])
    const photos = [await town.upload('member-4', png)]
    await town.act('member-4', 'report.resolve', { ...versioned(main), note: '好了', photos })
    await town.cloud.advance(3 * 60_000)
    for (const openid of ['elder-1', 'member-1']) {
      const [latest] = (await town.act(openid, 'person.messages', {})).messages
      assert.equal(latest?.text, '梁伟说处理好了', openid)
    }
    assert.deepEqual([stored(main.id).joined, stored(main.id).followers], [3, 4])
  })

  test('全部 neither repeats nor loses a case while others change, and its pages are full although many came at the same instant', async () => {
    const made = await submit()
    const [first] = town.cloud.dump('cases') as Case[]
    town.cloud.load(
      'cases',
      Array.from({ length: 124 }, (_, n) => ({ ...first, _id: `more-${String(n).padStart(3, '0')}`, requests: [`more-${n}`] })),
    )
    const seen: string[] = []
    const sizes: number[] = []
    let cursor: string | undefined
    do {
      const page = await town.act('dispatcher-1', 'report.queue', { queue: 'open', cursor })
      seen.push(...ids(page))
      sizes.push(page.cases.length)
      cursor = page.next
      // What was shown, and what comes next, has news: both move to the top of whatever is ordered by news.
      for (const id of [page.cases[0]!.id, 'more-001']) await town.act('dispatcher-1', 'report.reply', { case: id, text: '看到了' })
    } while (cursor !== undefined)
    assert.deepEqual([seen.length, new Set(seen).size, sizes.slice(0, -1).every((size) => size === 20)], [125, 125, true])
    assert.ok(seen.includes(made.id))
  })

  test('splits one into two of the same resident, once', async () => {
    const found = await submit()
    const requestId = newRequestId()
    const input = { ...versioned(found), item: 'lamp', text: '旁边的路灯也不亮' }
    const second = await town.act('dispatcher-1', 'report.split', input, { requestId })
    assert.equal((await town.act('dispatcher-1', 'report.split', input, { requestId })).id, second.id)
    assert.deepEqual(
      [second.owner, stored(second.id).reporter.person, stored(second.id).splitFrom],
      ['城管办', personId('resident-1'), found.id],
    )
    assert.equal(town.cloud.dump('cases').length, 2)
    assert.match(stored(found.id).timeline.at(-1)?.sentence ?? '', new RegExp(`编号 ${second.number}$`))
    assert.equal(stored(found.id).timeline.length, 2)
  })

  test('takes in what came through 12345, with its number; name and phone are sealed and masked', async () => {
    const input = {
      item: 'refuse',
      text: '来电反映垃圾',
      place: single,
      channel: '12345' as const,
      number: 'ZS20261121001',
      onBehalf: '陈先生',
      phone: '13800001234',
    }
    const made = await town.act('dispatcher-1', 'report.intake', input)
    assert.deepEqual(made.origin, { channel: '12345', number: 'ZS20261121001', onBehalf: '陈先生', phone: '138****1234', mayReveal: true })
    const kept = JSON.stringify(stored(made.id))
    assert.ok(!kept.includes('13800001234') && !kept.includes('陈先生'))
    assert.ok(!JSON.stringify(await town.act('resident-2', 'report.get', { case: made.id })).includes('ZS2026'))
    assert.equal(await town.refused('resident-1', 'report.intake', input), 'NOT_ALLOWED')
  })

  test('who is told a number finds the matter by it, ours or the one of the other channel', async () => {
    const number = 'ZS20261121002'
    const made = await town.act('dispatcher-1', 'report.intake', { item: 'refuse', text: '来电', place: single, channel: '12345', number })
    const called = async (openid: string, asked: string) => {
      const { answer, operations } = await town.call(openid, 'report.numbered', { number: asked })
      assert.ok(operations <= 2, `${operations}`)
      assert.ok(answer?.ok)
      return ids(answer.data as { cases: { id: string }[] })
    }
    assert.deepEqual(await called('dispatcher-1', ` ${made.number.toLowerCase()} `), [made.id])
    assert.deepEqual(await called('dispatcher-1', number), [made.id])
    assert.deepEqual(await called('dispatcher-1', '2611-NOTHG'), [])
    const hidden = await submit('resident-1', { private: true })
    assert.deepEqual(await called('dispatcher-1', hidden.number), [hidden.id])
    assert.deepEqual(await called('desk-1', hidden.number), [], 'a private one is not there for a desk that has nothing to do with it')
  })

  test('the queues are counted at once, each as long as its list, in ten operations', async () => {
    const found = await submit()
    await town.act('resident-1', 'report.urge', { case: found.id })
    await submit()
    const { answer, operations } = await town.call('dispatcher-1', 'report.queueCounts', {})
    assert.ok(operations <= 10, `${operations}`)
    assert.ok(answer?.ok)
    const { counts } = answer.data as { counts: { queue: Parameters<typeof queue>[0]; count: number; more: boolean }[] }
    for (const { queue: name, count, more } of counts) assert.deepEqual([name, count, more], [name, (await queue(name)).length, false])
    assert.equal(counts.find(({ queue: name }) => name === 'urged')?.count, 1)
  })
})

test('a place is found by its name, and when it is not, the sentence says what to do', async () => {
  const none = await town.act('resident-1', 'report.places', { text: '小学' })
  assert.deepEqual(none.places, [])
  assert.match(none.sentence, /^没有找到“小学”。可以换个叫法.+在地图上点位置$/)
  const school = { name: '甲村小学', other: ['甲校'], kind: '学校', village: '甲村', ...inCell['cell-a1'] }
  const many = Array.from({ length: 20 }, (_, at) => ({ ...school, name: `第${at}小学`, other: [] }))
  town.cloud.load('grids', [{ _id: 'places', tiles: ['places'], version: 1, requests: [], places: [school, ...many] }])
  const { answer, operations } = await town.call('resident-1', 'report.places', { text: '甲校' })
  assert.ok(operations <= 2)
  assert.deepEqual(answer, {
    ok: true,
    data: { places: [{ name: '甲村小学', kind: '学校', village: '甲村', alias: '甲校', point: inCell['cell-a1'] }], sentence: '' },
  })
  assert.equal((await town.act('resident-1', 'report.places', { text: '小学' })).places.length, 10)
  const near = await town.act('resident-1', 'report.places', { text: '甲邨小学' })
  assert.deepEqual(
    near.places.map(({ name }) => name),
    ['甲村小学'],
  )
  assert.match(near.sentence, /^没有叫“甲邨小学”的地方/)
  assert.equal(await town.refused('resident-1', 'report.places', { text: ' ' }), 'INPUT_INVALID')
})

describe('the whole phone number of an intake', () => {
  const intake = () =>
    town.act('dispatcher-1', 'report.intake', { item: 'refuse', text: '来电', place: single, channel: 'phone', phone: '13800001234' })
  const audit = () => town.cloud.dump('audit') as { subject: string; person: string; role: string; reason: string; field: string }[]

  test('is for the holder and the dispatcher while it is open; each look is written down first, with its reason', async () => {
    const made = await intake()
    const reveal = (openid: string) => town.act(openid, 'report.reveal', { case: made.id, reason: '问清是哪一桶' })
    assert.deepEqual([await reveal('member-4'), await reveal('dispatcher-1')], [{ value: '13800001234' }, { value: '13800001234' }])
    assert.deepEqual(
      audit().map(({ subject, person, role, reason, field }) => [subject, person, role, reason, field]),
      [
        [made.id, personId('member-4'), 'holder', '问清是哪一桶', 'phone'],
        [made.id, personId('dispatcher-1'), 'dispatcher', '问清是哪一桶', 'phone'],
      ],
    )
    assert.ok(!JSON.stringify(audit()).includes('13800001234'))

    const refused = (openid: string) => town.refused(openid, 'report.reveal', { case: made.id, reason: '看看' })
    assert.equal(await refused('member-3'), 'NOT_ALLOWED', 'of another grid')
    assert.equal(await refused('desk-1'), 'NOT_ALLOWED', 'a desk that does not have it')
    assert.equal(await refused('resident-1'), 'NOT_ALLOWED')
    const photos = [await town.upload('member-4', png)]
    await town.act('member-4', 'report.resolve', { ...versioned(made), note: '好了', photos })
    town.cloud.load('cases', [{ ...stored(made.id), state: 'closed', open: false }])
    assert.equal(await refused('dispatcher-1'), 'CASE_STEP_REFUSED')
    assert.equal((await town.act('dispatcher-1', 'report.get', { case: made.id })).origin?.mayReveal, false)
    assert.equal(audit().length, 2)
  })

  test('is not shown when it cannot be written down, nor under the request of another look', async () => {
    const [first, second] = [await intake(), await intake()]
    const requestId = newRequestId()
    const look = { case: first.id, reason: '问一问' }
    const killed = await town.call('member-4', 'report.reveal', look, { requestId, fault: { at: 3, when: 'before', how: 'kill' } })
    assert.deepEqual([killed.answer?.ok ?? false, audit().length], [false, 0])
    await town.act('member-4', 'report.reveal', look, { requestId })
    assert.equal(audit().length, 1)
    assert.equal(await town.refused('member-4', 'report.reveal', { case: second.id, reason: '问一问' }, { requestId }), 'REQUEST_ID_REUSED')
    const plain = await submit()
    assert.equal(await town.refused('member-4', 'report.reveal', { case: plain.id, reason: '问一问' }), 'CASE_STEP_REFUSED')
  })
})
