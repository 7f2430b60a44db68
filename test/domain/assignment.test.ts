import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { assign, weighed } from '../../cloudfunctions/domain/assignment'
import type { Assignment, Desk } from '../../cloudfunctions/domain/assignment'
import { ownerKey } from '../../cloudfunctions/domain/case'
import type { Cell, Located, Shift, TeamMember } from '../../cloudfunctions/domain/grid'
import { dayOf, instantAt } from '../../cloudfunctions/domain/time'
import type { Department } from '../../cloudfunctions/domain/town'

const now = instantAt('2026-11-18', '10:00')
const always: Shift[] = [{ weekdays: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '24:00' }]
const never: Shift[] = []
const town = { name: '小镇', grid: 'town-grid', desk: { name: '小镇服务台', phone: '2' }, departments: [] as Department[] }
const ref = (person: string) => ({ person, openid: `o-${person}`, name: person })
const townDesk: Desk = { _id: 'town-grid', level: 'town', name: '小镇', desk: { ...town.desk, people: [ref('t')] } }
const villageDesk: Desk = { _id: 'village-a', level: 'village', name: '甲村', desk: { name: '甲村服务台', phone: '1', people: [ref('v')] } }

function member(name: string, more: Partial<TeamMember> = {}): TeamMember {
  return { ...ref(name), part: 'member', phone: '13000000099', shifts: always, away: [], ...more }
}
function cellOf(team: TeamMember[], id = 'cell-1', name = '古四村第三网格'): Cell {
  const boundary = { type: 'Polygon' as const, coordinates: [] }
  return { _id: id, version: 1, requests: [], level: 'cell', name, boundary, tiles: [], village: { grid: 'village-a', name: '甲村' }, team }
}
function inside(team: TeamMember[]): Located {
  return { cell: cellOf(team), rule: 'inside', shared: [] }
}
function ask(located: Located, loads: Record<string, number> = {}, desks: Desk[] = [villageDesk, townDesk], at = now): Assignment {
  const byKey = new Map(Object.entries(loads).map(([person, load]) => [ownerKey.member(person), load]))
  return assign({ item: { first: 'cell', departments: [], urgency: 'normal' }, located, now: at, loads: byKey, desks, town })
}
const away = [{ from: '2026-11-18', to: '2026-11-18', reason: '年假' }]

describe('who gets a case', () => {
  test('the least loaded of those on duty, and everybody considered is named', () => {
    const { owner, reason } = ask(
      inside([member('李燕'), member('吴刚'), member('黄丽', { shifts: never }), member('阿明', { part: 'volunteer' })]),
      { 李燕: 2, 吴刚: 3 },
    )
    assert.equal(owner.key, 'member:李燕')
    assert.equal(reason.rule, 'onDuty')
    assert.deepEqual(reason.considered, [
      { name: '李燕', outcome: '在岗，手上 2 件，最少 → 选中' },
      { name: '吴刚', outcome: '在岗，手上 3 件' },
      { name: '黄丽', outcome: '现在不是上班时间' },
      { name: '阿明', outcome: '志愿者，不接办' },
    ])
    assert.match(reason.sentence, /^这里属于古四村第三网格。/)
  })

  test('equal loads go by id', () => {
    assert.equal(ask(inside([member('b'), member('a')])).owner.key, 'member:a')
  })

  test('nobody on duty: the leader stands in', () => {
    const { owner, reason } = ask(inside([member('a', { shifts: never }), member('b', { part: 'leader', shifts: never })]))
    assert.equal(owner.key, 'member:b')
    assert.equal(reason.rule, 'leader')
  })

  test('nobody on duty and the leader away: the village, and without people there the town', () => {
    const team = [member('a', { shifts: never }), member('b', { part: 'leader', away })]
    assert.equal(ask(inside(team)).owner.key, 'desk:village-a')
    const { owner, reason } = ask(inside(team), {}, [{ ...villageDesk, desk: { ...villageDesk.desk, people: [] } }, townDesk])
    assert.equal(owner.key, 'desk:town-grid')
    assert.equal(reason.rule, 'townDesk')
    assert.ok(
      reason.considered.every(({ outcome }) => !outcome.includes('年假')),
      "why somebody is away is not the resident's business",
    )
  })

  test('outside every cell: the town', () => {
    const { owner, reason } = ask({ rule: 'outside', shared: [] })
    assert.equal(owner.key, 'desk:town-grid')
    assert.equal(reason.rule, 'outside')
  })

  test('the town desk exists even without its document', () => {
    const { owner } = ask({ rule: 'outside', shared: [] }, {}, [])
    assert.deepEqual(owner, { kind: 'desk', key: 'desk:town-grid', grid: 'town-grid', ...town.desk, people: [] })
  })

  test('on a border the sentence says so', () => {
    const cell = cellOf([member('a')])
    const { reason } = ask({ cell, rule: 'border', shared: [cell, cellOf([], 'cell-2', '古四村第四网格')] })
    assert.match(reason.sentence, /^这里正好在古四村第三网格和古四村第四网格的交界上，按编号小的归古四村第三网格。/)
  })
})

describe('for any team at any time', () => {
  const wall = fc.constantFrom('00:00', '06:00', '08:30', '12:00', '17:30', '22:00', '24:00')
  const shift = fc.record({ weekdays: fc.uniqueArray(fc.nat(6), { maxLength: 7 }), from: wall, to: wall })
  const days = ['2026-09-30', '2026-10-01', '2026-10-02', '2026-10-08', '2026-10-10']
  const leave = fc
    .tuple(fc.constantFrom(...days), fc.constantFrom(...days))
    .map(([a, b]) => ({ from: a < b ? a : b, to: a < b ? b : a, reason: '事假' }))
  const team = fc.uniqueArray(fc.nat(50), { maxLength: 6 }).chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc
          .record({
            part: fc.constantFrom<TeamMember['part']>('leader', 'member', 'volunteer'),
            shifts: fc.oneof(fc.constant(always), fc.array(shift, { maxLength: 3 })),
            away: fc.array(leave, { maxLength: 1 }),
            load: fc.nat(4),
          })
          .map((one) => ({ ...member(`p${id}`), ...one })),
      ),
    ),
  )
  const instant = fc
    .integer({ min: Date.parse('2026-09-29T16:00Z'), max: Date.parse('2026-10-11T16:00Z') })
    .map((ms) => new Date(ms).toISOString())
  const desks = fc.constantFrom<Desk[]>([], [townDesk], [villageDesk, townDesk])
  const located = (members: TeamMember[], outside: boolean): Located => (outside ? { rule: 'outside', shared: [] } : inside(members))

  /** Whether a shift runs, minute by minute of the day it began on, told apart from the product's own arithmetic. */
  function onDutyByTheBook({ part, shifts, away }: TeamMember, at: string): boolean {
    const today = dayOf(at)
    if (part === 'volunteer' || away.some(({ from, to }) => from <= today && today <= to)) return false
    return [0, 1].some((daysAgo) => {
      const day = dayOf(new Date(Date.parse(at) - daysAgo * 86_400_000).toISOString())
      if (away.some(({ from, to }) => from <= day && day <= to)) return false
      const holiday = '2026-10-01' <= day && day <= '2026-10-07'
      const moved = day === '2026-10-10' || day === '2026-09-20'
      const real = new Date(`${day}T00:00Z`).getUTCDay()
      const weekday = moved ? 1 : holiday && real !== 6 ? 0 : real
      return shifts.some(({ weekdays, from, to }) => {
        const start = Date.parse(`${day}T00:00+08:00`) + Number(from.slice(0, 2)) * 3_600_000 + Number(from.slice(3)) * 60_000
        let end = Date.parse(`${day}T00:00+08:00`) + Number(to.slice(0, 2)) * 3_600_000 + Number(to.slice(3)) * 60_000
        if (end <= start) end += 86_400_000
        return weekdays.includes(weekday) && start <= Date.parse(at) && Date.parse(at) < end
      })
    })
  }

  test('exactly one owner: somebody on duty and least loaded, else the leader if not away, else a desk', () => {
    fc.assert(
      fc.property(team, instant, desks, fc.boolean(), (members, at, available, outside) => {
        const loads = Object.fromEntries(members.map(({ person, load }) => [person, load]))
        const { owner, reason } = ask(located(members, outside), loads, available, at)
        const onDuty = members.filter((one) => onDutyByTheBook(one, at))
        const picks = reason.considered.filter(({ outcome }) => outcome.includes('选中'))
        assert.equal(picks.length, 1)
        if (owner.kind === 'member') {
          assert.ok(!outside)
          const chosen = members.find(({ person }) => ownerKey.member(person) === owner.key)
          assert.ok(chosen && chosen.part !== 'volunteer')
          assert.equal(picks[0]?.name, chosen.name)
          const today = dayOf(at)
          assert.ok(!chosen.away.some(({ from, to }) => from <= today && today <= to), 'somebody absent was chosen')
          if (onDuty.length > 0) {
            assert.ok(onDuty.includes(chosen), 'somebody off duty was chosen while another was on duty')
            assert.ok(
              onDuty.every(({ load }) => chosen.load <= load),
              'somebody more loaded was chosen',
            )
          } else assert.equal(chosen.part, 'leader')
        } else {
          assert.equal(owner.kind, 'desk')
          assert.ok(outside || onDuty.length === 0)
        }
        if (!outside) assert.ok(members.every(({ name }) => reason.considered.some((one) => one.name === name)))
      }),
      { numRuns: 2000 },
    )
  })

  test('the order of the team does not matter', () => {
    fc.assert(
      fc.property(team, instant, (members, at) => {
        const onePart = members.map((one) => ({ ...one, part: one.part === 'leader' ? 'member' : one.part }))
        const loads = Object.fromEntries(members.map(({ person, load }) => [person, load]))
        assert.equal(
          ask(inside(onePart), loads, [townDesk], at).owner.key,
          ask(inside([...onePart].reverse()), loads, [townDesk], at).owner.key,
        )
      }),
    )
  })

  test('what is said to be needed is enough: without the rest the answer is the same', () => {
    fc.assert(
      fc.property(team, instant, fc.boolean(), (members, at, outside) => {
        const where = located(members, outside)
        const all = Object.fromEntries(members.map(({ person, load }) => [person, load]))
        const needed = weighed(where, { first: 'cell' }, at)
        const loads = Object.fromEntries(Object.entries(all).filter(([person]) => needed.includes(ownerKey.member(person))))
        const full = ask(where, all, [villageDesk, townDesk], at)
        assert.deepEqual(ask(where, loads, [villageDesk, townDesk], at).owner, full.owner)
      }),
    )
  })
})
