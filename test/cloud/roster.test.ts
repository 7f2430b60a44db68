import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { Case } from '../../cloudfunctions/domain/case'
import type { Cell } from '../../cloudfunctions/domain/grid'
import { personId } from '../../cloudfunctions/domain/identifiers'
import { dayAfter } from '../../cloudfunctions/domain/calendar'
import { dayOf } from '../../cloudfunctions/domain/time'
import { newRequestId, startTown } from './harness'
import type { TestTown } from './harness'
import { cells, inCell, teamMember } from './smallTown'

const minute = 60_000
const home = inCell['cell-a1']
const grid = 'cell-a1'
const [one, two, three] = [personId('member-1'), personId('member-2'), personId('member-3')]

let town: TestTown
beforeEach(async () => void (town = await startTown({}, { instances: 1 })))
afterEach(() => town.close())

const today = () => dayOf(new Date(town.cloud.now()).toISOString())
const cases = () => town.cloud.dump('cases') as Case[]
const heldBy = (openid: string) => cases().filter(({ holder }) => holder === `member:${personId(openid)}`)
const submit = (more: object = {}) => town.act('resident-1', 'report.submit', { item: 'refuse', text: '垃圾', place: home, ...more })
const cell = () => (town.cloud.dump('grids') as Cell[]).find(({ _id }) => _id === grid) as Cell
const leave = (openid: string, person: string, more: object = {}) =>
  town.act(openid, 'report.takeLeave', { grid, person, from: today(), to: dayAfter(today(), 2), reason: '年假', ...more })
const messagesTo = async (openid: string) => (await town.act(openid, 'person.messages', {})).messages.map(({ title }) => title)

describe('the roster', () => {
  test('is seen by the team, the desks above and the dispatcher, who find their way to it', async () => {
    const seen = await town.act('member-2', 'report.roster', { grid })
    assert.deepEqual([seen.grid, seen.days.length, seen.days[0]?.day], [{ id: grid, name: '甲村第一网格', village: '甲村' }, 14, today()])
    assert.deepEqual(
      seen.team.map(({ name, partText, standingText, load, mayShifts, mayLeave }) => [
        name,
        partText,
        standingText,
        load,
        mayShifts,
        mayLeave,
      ]),
      [
        ['李燕', '网格长', '在岗', 0, false, false],
        ['吴刚', '网格员', '在岗', 0, false, true],
      ],
    )
    assert.ok(!JSON.stringify(seen).includes('openid'))
    assert.ok((await town.act('member-1', 'report.roster', { grid })).team.every(({ mayShifts, mayLeave }) => mayShifts && mayLeave))
    for (const openid of ['desk-1', 'desk-2', 'dispatcher-1']) await town.act(openid, 'report.roster', { grid })
    assert.equal(await town.refused('member-3', 'report.roster', { grid }), 'NOT_ALLOWED', 'of another grid')
    assert.equal(await town.refused('desk-1', 'report.roster', { grid: 'cell-b1' }), 'NOT_ALLOWED', 'of another village')
    assert.equal(await town.refused('dispatcher-1', 'report.roster', { grid: 'village-a' }), 'GRID_UNKNOWN')

    const idsOf = async (openid: string) => (await town.act(openid, 'report.rosters', {})).grids.map(({ id }) => id)
    assert.deepEqual(await idsOf('member-2'), [grid])
    assert.deepEqual(await idsOf('desk-1'), ['cell-a1', 'cell-a2'])
    assert.equal((await idsOf('desk-2')).length, 4, 'the town desk')
    const all = (await town.act('dispatcher-1', 'report.rosters', {})).grids
    assert.deepEqual(all.map(({ id, text }) => [id, text]).sort(), [
      ['cell-a1', '现在 2 人当班'],
      ['cell-a2', '现在 1 人当班'],
      ['cell-b1', '现在 1 人当班'],
      ['cell-b2', '现在没有人当班'],
    ])
  })

  test('shifts and single days are changed by who leads, under the version that was seen, and somebody else gets the next case', async () => {
    const { version } = await town.act('member-1', 'report.roster', { grid })
    assert.equal(await town.refused('member-2', 'report.setShifts', { grid, version, person: two, shifts: [] }), 'NOT_ALLOWED')
    assert.equal(await town.refused('member-1', 'report.setShifts', { grid, version, person: three, shifts: [] }), 'MEMBER_UNKNOWN')
    const input = { grid, version, person: two, shifts: [] }
    const requestId = newRequestId()
    const none = await town.act('member-1', 'report.setShifts', input, { requestId })
    assert.deepEqual([none.version, none.team[1]?.standing], [version + 1, 'offDuty'])
    assert.equal((await town.act('member-1', 'report.setShifts', input, { requestId })).version, version + 1, 'sent again, it acts once')
    assert.equal(await town.refused('desk-1', 'report.setShifts', input), 'ROSTER_CHANGED', 'a stale click')
    for (let at = 0; at < 3; at++) assert.equal((await submit()).owner, '李燕')

    const day = await town.act('desk-1', 'report.setDay', {
      ...{ grid, version: version + 1, person: two, day: today() },
      spans: [{ from: '00:00', to: '24:00' }],
    })
    assert.deepEqual(
      [day.team[1]?.standing, day.days[0]?.onDuty.map(({ name, changed }) => [name, changed])],
      [
        'onDuty',
        [
          ['李燕', false],
          ['吴刚', true],
        ].sort(([a]) => (a === (one < two ? '李燕' : '吴刚') ? -1 : 1)),
      ],
    )
    assert.match(day.changes[0]?.sentence ?? '', /^吴刚：\d+月\d+日00:00–24:00（甲村值班改的）$/)
    assert.equal((await submit()).owner, '吴刚', 'who has fewer')
    const weekly = await town.act('desk-1', 'report.setDay', { grid, version: day.version, person: two, day: today() })
    assert.deepEqual([weekly.team[1]?.standing, weekly.team[1]?.exceptions], ['offDuty', []])
  })

  test('two who change it at once both have their way', async () => {
    await Promise.all([
      leave('member-2', two, { from: dayAfter(today(), 3), to: dayAfter(today(), 4) }),
      leave('member-1', one, { from: dayAfter(today(), 3), to: dayAfter(today(), 5) }),
    ])
    assert.deepEqual(
      cell().team.map(({ away }) => away.length),
      [1, 1],
    )
    assert.deepEqual([cell().version, cell().lastAway], [3, dayAfter(today(), 5)])
  })
})

describe('leave', () => {
  test('hands on at once what is in hand, with a reason, a message and the promise as it was', async () => {
    town.cloud.load('grids', [{ ...cells[0], team: [teamMember('member-1', 'leader', []), teamMember('member-2', 'member')] }])
    const first = await submit()
    const working = await town.act('member-2', 'report.accept', { case: first.id, version: first.version })
    await submit()
    assert.equal(heldBy('member-2').length, 2)
    town.cloud.load('grids', [{ ...cells[0] }])

    const requestId = newRequestId()
    const input = { grid, person: two, from: today(), to: dayAfter(today(), 2), reason: '孩子发烧' }
    const taken = await town.act('member-2', 'report.takeLeave', input, { requestId })
    assert.deepEqual([taken.moved, taken.waiting, taken.sentence], [2, 0, '登记好了，2 件事已经转给当班的人'])
    assert.deepEqual([heldBy('member-2').length, heldBy('member-1').length], [0, 2])
    const again = await town.act('member-2', 'report.takeLeave', input, { requestId })
    assert.deepEqual([again.moved, cell().team[1]?.away.length], [0, 1], 'sent again, nothing more happens')

    const seen = await town.act('resident-1', 'report.get', { case: first.id })
    assert.deepEqual([seen.state, seen.owner, seen.promise, seen.why.rule], ['reported', '李燕', working.promise, 'cover'])
    assert.match(
      seen.timeline.at(-1)?.sentence ?? '',
      /^吴刚（甲村第一网格网格员）今天休息，改由李燕（甲村第一网格网格员）负责，.+前会接手$/,
    )
    assert.ok(!JSON.stringify(seen).includes('孩子发烧'))
    assert.ok((await messagesTo('member-1')).includes('转给您：垃圾没人清'))
    assert.ok((await messagesTo('member-2')).includes('「垃圾没人清」转走了'))
    assert.ok(!JSON.stringify(await town.act('member-2', 'report.roster', { grid })).includes('"reason":""'))
    assert.equal((await town.act('desk-1', 'report.roster', { grid })).team[1]?.absences[0]?.reason, '孩子发烧')
    assert.equal((await submit()).owner, '李燕')

    const back = await town.act('desk-1', 'report.endLeave', { grid, person: two, from: today() })
    assert.deepEqual([back.team[1]?.standing, back.team[1]?.absences], ['onDuty', []])
    await town.cloud.advance(2 * minute)
    assert.equal(heldBy('member-1').length, 3, 'nothing is taken back')
  })

  test('only for oneself, unless one leads; the reason is not for colleagues', async () => {
    assert.equal(
      await town.refused('member-2', 'report.takeLeave', { grid, person: one, from: today(), to: today(), reason: '病' }),
      'NOT_ALLOWED',
    )
    assert.equal(
      await town.refused('member-3', 'report.takeLeave', { grid, person: two, from: today(), to: today(), reason: '病' }),
      'NOT_ALLOWED',
    )
    assert.equal(
      await town.refused('member-2', 'report.takeLeave', { grid, person: two, from: '2020-01-01', to: today(), reason: '病' }),
      'TIME_REFUSED',
    )
    await leave('dispatcher-1', one, { reason: '住院' })
    assert.equal(
      await town.refused('member-1', 'report.takeLeave', { grid, person: one, from: today(), to: today(), reason: '病' }),
      'LEAVE_TAKEN',
    )
    const asColleague = await town.act('member-2', 'report.roster', { grid })
    assert.equal(asColleague.team[0]?.standing, 'away')
    assert.ok(!JSON.stringify(asColleague).includes('住院'))
    assert.equal(await town.refused('member-2', 'report.endLeave', { grid, person: one, from: today() }), 'NOT_ALLOWED')
    await town.act('member-1', 'report.endLeave', { grid, person: one, from: today() })
    assert.equal(await town.refused('member-1', 'report.endLeave', { grid, person: one, from: today() }), 'LEAVE_UNKNOWN')
  })

  test('more than a call may do is left to the sweep, which spreads it, does some a minute and finishes; an emergency goes first', async () => {
    const fire = await submit({ item: 'fire', place: home })
    const [only] = cases()
    const owner = only?.owner.kind === 'member' ? only.owner.person.person : ''
    const [absent, other] = owner === one ? ['member-1', 'member-2'] : ['member-2', 'member-1']
    const rubbish = await submit()
    const stored = cases().find(({ _id }) => _id === rubbish.id) as Case
    const mine = { owner: only?.owner, holder: only?.holder, hands: only?.hands }
    town.cloud.load(
      'cases',
      Array.from({ length: 44 }, (_, at) => ({
        ...stored,
        ...mine,
        _id: `more-${at}`,
        requests: [`more-${at}`],
        notices: [],
        owed: false,
      })),
    )
    const before = heldBy(absent).length
    assert.ok(before >= 45)
    const taken = await leave(absent, owner)
    assert.deepEqual([taken.moved, taken.waiting], [5, before - 5])
    assert.equal(cases().find(({ _id }) => _id === fire.id)?.holder, `member:${personId(other)}`, 'the emergency was the first')
    const left: number[] = []
    while (heldBy(absent).length > 0 && left.length < 10) {
      await town.cloud.advance(minute)
      left.push(heldBy(absent).length)
    }
    assert.ok(left.length >= 2 && left.every((count, at) => (left[at - 1] ?? before - 5) - count <= 20), left.join())
    assert.equal(heldBy(other).length, 46)
    assert.ok(cases().every(({ timeline }) => timeline.filter(({ step }) => step === 'cover').length <= 1))
  })

  test('that lies ahead begins by itself, hands on to the village when nobody else is there, and catches what comes back later', async () => {
    const b1 = { grid: 'cell-b1', person: personId('member-4') }
    town.cloud.load('grids', [{ ...cells[2], village: { grid: 'village-a', name: '甲村' } }])
    const found = await submit({ item: 'fire', place: inCell['cell-b1'] })
    const tomorrow = dayAfter(today())
    const taken = await town.act('member-4', 'report.takeLeave', { ...b1, from: tomorrow, to: tomorrow, reason: '婚假' })
    assert.deepEqual([taken.moved, taken.waiting, taken.roster.days[1]?.away.length], [0, 1, 1])
    await town.cloud.advance(minute)
    assert.equal(heldBy('member-4').length, 1, 'not yet')
    // Two minutes before midnight of the town.
    const midnight = Date.parse(`${tomorrow}T00:00:00.000+08:00`)
    await town.cloud.sleep(midnight - town.cloud.now() - minute)
    const held = cases()[0] as Case
    const later = new Date(midnight + 12 * 60 * minute).toISOString()
    town.cloud.load('cases', [{ ...held, due: later, alarm: { at: later, for: 'due' } }])
    await town.cloud.advance(3 * minute)
    const moved = cases()[0] as Case
    assert.deepEqual([moved._id, moved.holder, moved.reason.rule, moved.promise], [found.id, 'desk:village-a', 'cover', held.promise])

    // Back with somebody who is away, as a reopened case would be.
    town.cloud.load('cases', [{ ...moved, owner: held.owner, holder: held.holder, hands: held.hands }])
    await town.cloud.advance(2 * minute)
    assert.equal(cases()[0]?.holder, 'desk:village-a')
  })
})
