import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { assign, deskOwner, memberOwner } from '../../cloudfunctions/domain/assignment'
import type { Desk } from '../../cloudfunctions/domain/assignment'
import { addWorkingHours } from '../../cloudfunctions/domain/calendar'
import type { Case } from '../../cloudfunctions/domain/case'
import { openCase } from '../../cloudfunctions/domain/caseOpening'
import { closeSilently, decide, mayOf, maySee, silenceDays } from '../../cloudfunctions/domain/caseSteps'
import type { CaseCommand } from '../../cloudfunctions/domain/caseSteps'
import type { Cell, TeamMember } from '../../cloudfunctions/domain/grid'
import type { Step } from '../../cloudfunctions/domain/matter'
import type { Person, Role } from '../../cloudfunctions/domain/person'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Result } from '../../cloudfunctions/domain/result'
import { sayAll } from '../../cloudfunctions/domain/speech'
import { addMinutes, instantAt } from '../../cloudfunctions/domain/time'
import { applyStep } from '../../cloudfunctions/platform/documents'

const start = instantAt('2026-11-18', '10:00')

function makePerson(id: string, name: string, roles: Role[] = []): Person {
  return {
    _id: id, version: 1, requests: [], openid: `openid-${id}`, name, roles, groups: [], careMode: false,
    readUntil: start, createdAt: start, updatedAt: start,
  }
}
const cellName = '古四村第三网格'
const memberRole: Role = { role: 'member', grid: 'cell-1', gridName: cellName, part: 'member' }
const reporter = makePerson('reporter', '何敏')
const li = makePerson('li', '李燕', [memberRole])
const wu = makePerson('wu', '吴刚', [memberRole])
const attendant = makePerson('attendant', '值班员', [{ role: 'desk', grid: 'town-grid', gridName: '古镇镇' }])
const dispatcher = makePerson('dispatcher', '高岚', [{ role: 'dispatcher' }])
const stranger = makePerson('stranger', '周强')
const everybody = [reporter, li, wu, attendant, dispatcher, stranger]

const inTeam = (person: Person): TeamMember => ({
  ...refOf(person), part: 'member', phone: '13000000099', away: [],
  shifts: [{ weekdays: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '24:00' }],
})
const cell: Cell = {
  _id: 'cell-1', version: 1, requests: [], level: 'cell', name: cellName, boundary: { type: 'Polygon', coordinates: [] }, tiles: [],
  village: { grid: 'village-1', name: '古四村' }, team: [inTeam(li), inTeam(wu)],
}
const desk: Desk = { _id: 'town-grid', level: 'town', name: '古镇镇', desk: { name: '指挥中心服务台', phone: '1', people: [refOf(attendant)] } }
const town = { name: '古镇镇', grid: 'town-grid', desk: { name: '指挥中心服务台', phone: '1' } }
const hours = { accept: 2, resolve: 14, promise: 21 }

function opened(isPrivate = false): Case {
  return openCase({
    request: '0123456789abcdef0123456789abcdef',
    now: start,
    reporter,
    item: { id: 'lamp', class: 'c', name: '路灯不亮', words: [], hours, first: 'cell', departments: [], questions: [], urgency: 'normal', public: true, near: 50 },
    written: { text: '路灯三天不亮', photos: [], place: { longitude: 113, latitude: 22 }, private: isPrivate },
    cell,
    assignment: assign({ located: { cell, rule: 'inside', shared: [] }, now: start, loads: new Map([['member:wu', 1]]), desks: [], town }),
    town,
  })
}

const owners = { li: memberOwner(cell, inTeam(li)), wu: memberOwner(cell, inTeam(wu)), desk: deskOwner(desk) }
const photo = { file: 'cloud://x/y.jpg', check: 'pending' as const }
const commands: Record<CaseCommand['step'], CaseCommand> = {
  accept: { step: 'accept' },
  resolve: { step: 'resolve', note: '换了灯泡', photos: [photo] },
  confirm: { step: 'confirm', stars: 5, text: '很快' },
  reopen: { step: 'reopen', reason: '还是不亮', photos: [] },
  withdraw: { step: 'withdraw', reason: '' },
  assign: { step: 'assign', owner: owners.wu, reason: '李燕在忙' },
  closeSilently: { step: 'closeSilently' },
}

let requests = 0
function write(found: Case, decision: Result<Step<Case>>, at: string, request = `r${++requests}`): Case {
  assert.ok(decision.ok, JSON.stringify(decision))
  return applyStep(found, request, at, decision.data).next
}
function take(found: Case, command: CaseCommand, person: Person, at = start): Case {
  return write(found, decide(found, command, { person, version: found.version }, at), at)
}
function codeOf(found: Case, command: CaseCommand, person: Person, version = found.version, at = start): string {
  const decision = decide(found, command, { person, version }, at)
  return decision.ok ? 'ok' : decision.code
}
const lastSentence = (found: Case, now = start) => sayAll(found.timeline.at(-1)?.sentence ?? '', now)

describe('a case', () => {
  test('begins with an owner, both clocks, a number, its first entry and a message', () => {
    const found = opened()
    assert.equal(found.holder, 'member:li')
    assert.equal(found.number, '2611-' + found.number.slice(5))
    assert.equal(found.due, addWorkingHours(start, hours.accept))
    assert.equal(found.promise, addWorkingHours(start, hours.promise))
    assert.equal(lastSentence(found), '收到您反映的「路灯不亮」,已经交给李燕(古四村第三网格网格员),今天中午 12 点前会接手')
    assert.deepEqual(found.notices.map(({ person, text }) => [person, text]), [['li', '请在今天中午 12 点前接手']])
  })

  test('goes from report to rating, and each state has its own deadline', () => {
    const found = opened()
    const accepted = take(found, commands.accept, li)
    assert.equal(lastSentence(accepted), '李燕(古四村第三网格网格员)已接手,答应您下周一上午 10 点前处理好')
    assert.equal(accepted.due, addWorkingHours(start, hours.resolve))
    const resolved = take(accepted, commands.resolve, li)
    assert.equal(resolved.due, undefined)
    assert.deepEqual(resolved.timeline.at(-1)?.photos, [photo])
    const closed = take(resolved, commands.confirm, reporter)
    assert.deepEqual([closed.state, closed.open, closed.rating], ['closed', false, { stars: 5, text: '很快' }])
    assert.equal(closed.promise, found.promise)
    assert.deepEqual(closed.notices.map(({ person }) => person), ['li', 'reporter', 'reporter', 'li'])
  })

  test('that is not done goes back to the same owner and is counted', () => {
    const resolved = take(take(opened(), commands.accept, li), commands.resolve, li)
    const later = instantAt('2026-11-27', '10:00')
    const again = take(resolved, commands.reopen, reporter, later)
    assert.deepEqual([again.state, again.holder, again.reopened, again.resolvedAt], ['accepted', 'member:li', 1, undefined])
    assert.equal(again.due, addWorkingHours(later, hours.resolve))
    assert.equal(again.promise, resolved.promise)
  })

  test('accepted too late says so instead of promising', () => {
    const late = instantAt('2026-11-27', '10:00')
    assert.match(lastSentence(take(opened(), commands.accept, li, late), late), /原来答应您11月23日上午 10 点前处理好,现在已经晚了$/)
  })

  test('re-assigned tells all three and starts the new owner with the accepting deadline', () => {
    const accepted = take(opened(), commands.accept, li)
    const later = instantAt('2026-11-19', '09:00')
    const moved = take(accepted, commands.assign, dispatcher, later)
    assert.deepEqual([moved.state, moved.holder, moved.reason.rule], ['reported', 'member:wu', 'dispatcher'])
    assert.equal(moved.due, addWorkingHours(later, hours.accept))
    assert.deepEqual(moved.notices.slice(-3).map(({ person }) => person), ['wu', 'li', 'reporter'])
    assert.equal(codeOf(moved, commands.accept, li), 'NOT_ALLOWED')
    assert.equal(codeOf(moved, commands.accept, wu), 'ok')
    assert.equal(codeOf(moved, commands.assign, dispatcher), 'HOLDER_UNKNOWN', 'the same owner again')
    const elsewhere = { ...owners.li, grid: 'cell-2' }
    assert.equal(codeOf(moved, { step: 'assign', owner: elsewhere, reason: '试' }, dispatcher), 'HOLDER_UNKNOWN', 'a member of another grid')
  })

  test('closes by silence after five days, not before', () => {
    const resolved = take(take(opened(), commands.accept, li), commands.resolve, li)
    const minutes = silenceDays * 24 * 60
    assert.equal(closeSilently(resolved, addMinutes(start, minutes - 1)).ok, false)
    const closed = write(resolved, closeSilently(resolved, addMinutes(start, minutes)), addMinutes(start, minutes))
    assert.deepEqual([closed.state, closed.rating, closed.notices.at(-1)?.person], ['closed', undefined, 'reporter'])
  })
})

describe('who may', () => {
  const may = (found: Case) => Object.fromEntries(everybody.map((person) => [person._id, mayOf(found, person)]))

  test('depends on state and on what a person is to the case', () => {
    const found = opened()
    const accepted = take(found, commands.accept, li)
    const nobody = { reporter: [], li: [], wu: [], attendant: [], dispatcher: [], stranger: [] }
    assert.deepEqual(may(found), { ...nobody, reporter: ['withdraw'], li: ['accept'], dispatcher: ['assign'] })
    assert.deepEqual(may(accepted), { ...nobody, reporter: ['withdraw'], li: ['resolve'], dispatcher: ['assign'] })
    assert.deepEqual(may(take(accepted, commands.resolve, li)), { ...nobody, reporter: ['confirm', 'reopen'] })
    assert.deepEqual(may(take(found, commands.withdraw, reporter)), nobody)
  })

  test('a desk is whoever works there now', () => {
    const atDesk = take(opened(), { step: 'assign', owner: owners.desk, reason: '归镇里管' }, dispatcher)
    assert.deepEqual(mayOf(atDesk, attendant), ['accept'])
    assert.deepEqual(mayOf(atDesk, { ...attendant, roles: [] }), [])
    assert.deepEqual(mayOf(atDesk, { ...stranger, roles: attendant.roles }), ['accept'])
  })

  test('a private case is there for reporter, holder and dispatcher alone', () => {
    const found = opened(true)
    assert.deepEqual(everybody.filter((person) => maySee(found, person)).map(({ _id }) => _id), ['reporter', 'li', 'dispatcher'])
    assert.equal(codeOf(found, commands.accept, wu), 'CASE_NOT_FOUND')
    assert.equal(codeOf(opened(), commands.accept, wu), 'NOT_ALLOWED')
  })

  test('refusals: a stale version, a wrong state', () => {
    const accepted = take(opened(), commands.accept, li)
    assert.equal(codeOf(accepted, commands.resolve, li, 1), 'CASE_CHANGED')
    assert.equal(codeOf(accepted, commands.accept, li), 'CASE_STEP_REFUSED')
    assert.equal(codeOf(accepted, commands.confirm, reporter), 'CASE_STEP_REFUSED')
  })

  test('what one may do is what is not refused', () => {
    const path: [keyof typeof commands, Person][] = [['accept', li], ['resolve', li], ['reopen', reporter], ['resolve', li], ['confirm', reporter]]
    let found = opened()
    for (const [step, person] of [undefined, ...path].map((one) => one ?? [])) {
      if (step && person) found = take(found, commands[step], person)
      for (const who of everybody) {
        for (const command of Object.values(commands)) {
          if (command.step === 'closeSilently') continue
          assert.equal(mayOf(found, who).includes(command.step), codeOf(found, command, who) === 'ok', `${command.step} by ${who._id} in ${found.state}`)
        }
      }
    }
  })
})

describe('for any sequence of steps', () => {
  const act = fc.record({
    who: fc.constantFrom(...everybody),
    command: fc.oneof(
      fc.constantFrom(...Object.values(commands)),
      fc.constantFrom(owners.li, owners.wu, owners.desk).map((owner): CaseCommand => ({ step: 'assign', owner, reason: '调整' })),
    ),
    versionsBehind: fc.constantFrom(0, 0, 0, 0, 1, 2),
    request: fc.constantFrom('new', 'new', 'new', 'again'),
    minutes: fc.oneof(fc.nat(600), fc.constant(6 * 24 * 60)),
  })
  /** Mostly the step that would bring the case on, so that long lives are reached. */
  const likely = fc.constantFrom<[CaseCommand, Person | 'holder']>(
    [commands.accept, 'holder'], [commands.resolve, 'holder'], [commands.reopen, reporter], [commands.accept, 'holder'], [commands.resolve, 'holder'],
    [commands.confirm, reporter],
  )

  test('an open case has an owner and, when staff owe something, a deadline; nothing is lost; nobody but the resident or silence ends it', () => {
    const states = new Set<string>()
    fc.assert(
      fc.property(fc.boolean(), fc.array(fc.oneof({ weight: 1, arbitrary: act }, { weight: 2, arbitrary: likely }), { maxLength: 40 }), (isPrivate, acts) => {
        let found = opened(isPrivate)
        let now = start
        let lastRequest = 'none'
        for (const [index, one] of acts.entries()) {
          const holders = everybody.filter((person) => mayOf({ ...found, state: 'reported' }, person).includes('accept'))
          const { who, command, versionsBehind, request, minutes } = Array.isArray(one)
            ? { who: one[1] === 'holder' ? (holders[0] ?? stranger) : one[1], command: one[0], versionsBehind: 0, request: 'new', minutes: 5 }
            : one
          now = addMinutes(now, minutes)
          const id = request === 'again' ? lastRequest : `request-${index}`
          // documents.step answers a known request without deciding again.
          if (found.requests.includes(id)) continue
          const decision =
            command.step === 'closeSilently' ? closeSilently(found, now) : decide(found, command, { person: who, version: found.version - versionsBehind }, now)
          if (!decision.ok) continue
          lastRequest = id
          const before = found
          found = applyStep(found, id, now, decision.data).next

          assert.equal(versionsBehind === 0 || command.step === 'closeSilently', true, 'a stale click acted')
          assert.ok(before.open, 'something that was over went on')
          assert.equal(found.version, before.version + 1)
          assert.equal(found.promise, before.promise)
          assert.equal(found.holder, found.owner.key)
          assert.equal(found.open, found.state !== 'closed' && found.state !== 'withdrawn')
          assert.equal(found.due !== undefined, found.state === 'reported' || found.state === 'accepted')
          if (found.due !== undefined) assert.ok(found.due > now)
          assert.deepEqual(found.timeline.slice(0, -1), before.timeline)
          assert.equal(found.timeline.at(-1)?.step, command.step)
          assert.deepEqual(found.notices.slice(0, -decision.data.notices.length), before.notices.slice(found.notices.length === 40 ? -(40 - decision.data.notices.length) : 0))
          if (found.state === 'closed') {
            const silent = before.resolvedAt !== undefined && Date.parse(now) - Date.parse(before.resolvedAt) >= silenceDays * 86_400_000
            assert.ok((command.step === 'confirm' && who === reporter) || (command.step === 'closeSilently' && silent))
            assert.equal(before.state, 'resolved')
          }
          if (found.state === 'withdrawn') assert.equal(who, reporter)
          if (command.step !== 'assign') assert.equal(found.holder, before.holder)
          assert.equal(found.reopened, before.reopened + (command.step === 'reopen' ? 1 : 0))
          states.add(found.state + found.reopened)
        }
      }),
      { numRuns: 500 },
    )
    assert.ok(['accepted0', 'resolved0', 'accepted1', 'closed0'].every((state) => states.has(state)), `only reached ${[...states].join()}`)
  })
})
