import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  above,
  assign,
  coverable,
  coverFor,
  departmentOwner,
  deskOwner,
  memberOwner,
  nextFor,
  partnerOf,
} from '../../cloudfunctions/domain/assignment'
import type { Desk } from '../../cloudfunctions/domain/assignment'
import { addWorkingHours } from '../../cloudfunctions/domain/calendar'
import type { Case } from '../../cloudfunctions/domain/case'
import { openCase } from '../../cloudfunctions/domain/caseOpening'
import { closeSilently, decide, decideAlone, mayOf, maySee, relationsOf, silenceDays } from '../../cloudfunctions/domain/caseSteps'
import type { CaseCommand, StepName } from '../../cloudfunctions/domain/caseSteps'
import { table } from '../../cloudfunctions/domain/caseTable'
import type { Cell, TeamMember } from '../../cloudfunctions/domain/grid'
import type { Step } from '../../cloudfunctions/domain/matter'
import type { Person, Role } from '../../cloudfunctions/domain/person'
import { emptyDiary } from '../../cloudfunctions/domain/diary'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Result } from '../../cloudfunctions/domain/result'
import { sayAll } from '../../cloudfunctions/domain/speech'
import { addMinutes, instantAt } from '../../cloudfunctions/domain/time'
import type { Item } from '../../cloudfunctions/domain/town'
import { applyStep } from '../../cloudfunctions/platform/documents'

const start = instantAt('2026-11-18', '10:00')

function makePerson(id: string, name: string, roles: Role[] = []): Person {
  return {
    _id: id,
    version: 1,
    requests: [],
    openid: `openid-${id}`,
    name,
    roles,
    groups: [],
    diary: emptyDiary,
    trusted: [],
    carers: [],
    careMode: false,
    readUntil: start,
    createdAt: start,
    updatedAt: start,
  }
}
const cellName = '古四村第三网格'
const memberRole: Role = { role: 'member', grid: 'cell-1', gridName: cellName, part: 'member' }
const reporter = makePerson('reporter', '何敏')
const li = makePerson('li', '李燕', [memberRole])
const wu = makePerson('wu', '吴刚', [memberRole])
const attendant = makePerson('attendant', '值班员', [{ role: 'desk', grid: 'town-grid', gridName: '古镇镇' }])
const dispatcher = makePerson('dispatcher', '高岚', [{ role: 'dispatcher' }])
const officer = makePerson('officer', '苏城', [{ role: 'officer', department: 'city', departmentName: '城管办' }])
const helper = makePerson('helper', '叶亮', [{ role: 'officer', department: 'power', departmentName: '供电所' }])
const stranger = makePerson('stranger', '周强')
const everybody = [reporter, li, wu, attendant, officer, helper, dispatcher, stranger]

const inTeam = (person: Person): TeamMember => ({
  ...refOf(person),
  part: 'member',
  phone: '13000000099',
  away: [],
  shifts: [{ weekdays: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '24:00' }],
})
const cell: Cell = {
  _id: 'cell-1',
  version: 1,
  requests: [],
  level: 'cell',
  name: cellName,
  boundary: { type: 'Polygon', coordinates: [] },
  tiles: [],
  village: { grid: 'village-1', name: '古四村' },
  team: [inTeam(li), inTeam(wu)],
}
const desk: Desk = {
  _id: 'town-grid',
  level: 'town',
  name: '古镇镇',
  desk: { name: '指挥中心服务台', phone: '1', people: [refOf(attendant)] },
}
const city = { id: 'city', name: '城管办', phone: '1', people: [refOf(officer)] }
const power = { id: 'power', name: '供电所', phone: '1', people: [refOf(helper)] }
const town = { name: '古镇镇', grid: 'town-grid', desk: { name: '指挥中心服务台', phone: '1' }, departments: [city, power] }
const hours = { accept: 2, resolve: 14, promise: 21 }

const lamp: Item = {
  id: 'lamp',
  class: 'c',
  name: '路灯不亮',
  words: [],
  hours,
  first: 'cell',
  departments: [],
  questions: [],
  urgency: 'normal',
  public: true,
  near: 50,
}

function opened(isPrivate = false, more: Partial<Item> = {}): Case {
  const item = { ...lamp, ...more }
  return openCase({
    request: '0123456789abcdef0123456789abcdef',
    now: start,
    reporter,
    item,
    written: { text: '路灯三天不亮', photos: [], place: { longitude: 113, latitude: 22 }, private: isPrivate },
    textPassed: true,
    cell,
    assignment: assign({
      item,
      located: { cell, rule: 'inside', shared: [] },
      now: start,
      loads: new Map([['member:wu', 1]]),
      desks: [desk],
      town,
    }),
    town,
  })
}

const owners = { li: memberOwner(cell, inTeam(li)), wu: memberOwner(cell, inTeam(wu)), desk: deskOwner(desk), city: departmentOwner(city) }
const photo = { file: 'cloud://x/y.jpg', check: 'pending' as const }
const nextWeek = instantAt('2026-11-25', '10:00')
const commands: { [S in StepName]: Extract<CaseCommand, { step: S }> } = {
  accept: { step: 'accept' },
  visit: { step: 'visit', metres: 20, note: '灯杆没电', photos: [photo] },
  ask: { step: 'ask', question: '是哪一根灯杆?' },
  reply: { step: 'reply', text: '配件明天到' },
  note: { step: 'note', text: '灯杆归供电所' },
  return: { step: 'return', owner: owners.desk, reason: 'department', text: '灯杆归供电所' },
  transfer: { step: 'transfer', owner: owners.wu, reason: '他离得近' },
  escalate: { step: 'escalate', owner: owners.desk, reason: '要吊车' },
  handOver: { step: 'handOver', owner: owners.city, partners: [partnerOf(power)], reason: '要断电施工' },
  extend: { step: 'extend', hours: 7, reason: '等配件' },
  suspend: { step: 'suspend', until: nextWeek, reason: '等停电计划' },
  answerWish: { step: 'answerWish', grant: true, reason: '同意' },
  resume: { step: 'resume', reason: '配件到了' },
  finishPart: { step: 'finishPart', key: 'department:power', note: '断了电', photos: [] },
  resolve: { step: 'resolve', note: '换了灯泡', photos: [photo], townGrid: 'town-grid' },
  confirm: { step: 'confirm', stars: 5, reasons: ['fast'], text: '很快' },
  reopen: { step: 'reopen', reason: '还是不亮', photos: [] },
  withdraw: { step: 'withdraw', reason: '' },
  addInformation: { step: 'addInformation', text: '第三根', photos: [] },
  urge: { step: 'urge' },
  assign: { step: 'assign', owner: owners.wu, reason: '李燕在忙' },
  supervise: { step: 'supervise', until: nextWeek, text: '请说明进度' },
  answerSupervision: { step: 'answerSupervision', text: '明天修好' },
  merge: { step: 'merge', into: { _id: 'other', number: '2611-AAAAA' }, reason: '同一盏灯' },
  split: { step: 'split', number: '2611-BBBBB' },
  release: { step: 'release', show: true },
  remind: { step: 'remind' },
  passOn: { step: 'passOn', owner: owners.wu, considered: [] },
  cover: { step: 'cover', owner: owners.wu, reason: { rule: 'cover', sentence: '李燕今天休息。', considered: [] }, alsoTold: [] },
  tellLate: { step: 'tellLate', above: owners.desk },
  review: { step: 'review' },
  closeSilently: { step: 'closeSilently' },
}
const alone = new Set<StepName>(['remind', 'passOn', 'cover', 'tellLate', 'review', 'closeSilently'])
const byPeople = Object.values(commands).filter(({ step }) => !alone.has(step))

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
    assert.equal(lastSentence(found), '收到您反映的「路灯不亮」，已经交给李燕（古四村第三网格网格员），今天中午 12 点前会接手')
    assert.deepEqual(
      found.notices.map(({ person, text }) => [person, text]),
      [['li', '请在今天中午 12 点前接手']],
    )
  })

  test('goes from report to rating, and each state has its own deadline', () => {
    const found = opened()
    const accepted = take(found, commands.accept, li)
    assert.equal(lastSentence(accepted), '李燕（古四村第三网格网格员）已接手，答应您下周一上午 10 点前处理好')
    assert.equal(accepted.due, addWorkingHours(start, hours.resolve))
    const resolved = take(accepted, commands.resolve, li)
    assert.equal(resolved.due, undefined)
    assert.deepEqual(resolved.timeline.at(-1)?.photos, [photo])
    const closed = take(resolved, commands.confirm, reporter)
    assert.deepEqual([closed.state, closed.open, closed.rating], ['closed', false, { stars: 5, reasons: ['fast'], text: '很快' }])
    assert.deepEqual([closed.solvedBy, closed.inTime], ['cell', { accept: true, resolve: true, promise: true }])
    assert.equal(closed.promise, found.promise)
    assert.deepEqual(
      closed.notices.map(({ person }) => person),
      ['li', 'reporter', 'reporter', 'li'],
    )
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
    assert.match(lastSentence(take(opened(), commands.accept, li, late), late), /原来答应您11月23日上午 10 点前处理好，现在已经晚了$/)
  })

  test('re-assigned tells all three and starts the new owner with the accepting deadline', () => {
    const accepted = take(opened(), commands.accept, li)
    const later = instantAt('2026-11-19', '09:00')
    const moved = take(accepted, commands.assign, dispatcher, later)
    assert.deepEqual([moved.state, moved.holder, moved.reason.rule], ['reported', 'member:wu', 'dispatcher'])
    assert.equal(moved.due, addWorkingHours(later, hours.accept))
    assert.deepEqual(
      moved.notices.slice(-3).map(({ person }) => person),
      ['wu', 'li', 'reporter'],
    )
    assert.equal(codeOf(moved, commands.accept, li), 'NOT_ALLOWED')
    assert.equal(codeOf(moved, commands.accept, wu), 'ok')
    assert.equal(codeOf(moved, commands.assign, dispatcher), 'HOLDER_UNKNOWN', 'the same owner again')
    const elsewhere = { ...owners.li, grid: 'cell-2' }
    assert.equal(
      codeOf(moved, { step: 'assign', owner: elsewhere, reason: '试' }, dispatcher),
      'HOLDER_UNKNOWN',
      'a member of another grid',
    )
  })

  test('closes by silence after five days, not before', () => {
    const resolved = take(take(opened(), commands.accept, li), commands.resolve, li)
    const minutes = silenceDays * 24 * 60
    assert.equal(closeSilently(resolved, addMinutes(start, minutes - 1)).ok, false)
    const closed = write(resolved, closeSilently(resolved, addMinutes(start, minutes)), addMinutes(start, minutes))
    assert.deepEqual([closed.state, closed.rating, closed.notices.at(-1)?.person], ['closed', undefined, 'reporter'])
  })
})

describe('staff', () => {
  const accepted = () => take(opened(), commands.accept, li)

  test('solve on the spot, which also counts as accepting', () => {
    const solved = take(opened(), commands.resolve, li)
    assert.deepEqual([solved.state, solved.acceptedAt, solved.inTime], ['resolved', start, { accept: true, resolve: true, promise: true }])
  })

  test('what was done without network says when it was done, and not before the report or ahead of the clock', () => {
    const later = addMinutes(start, 60)
    const visited = take(accepted(), { ...commands.visit, happenedAt: addMinutes(start, 30) }, li, later)
    assert.deepEqual([visited.timeline.at(-1)?.at, visited.timeline.at(-1)?.happenedAt], [later, addMinutes(start, 30)])
    assert.equal(codeOf(accepted(), { ...commands.visit, happenedAt: addMinutes(start, -1) }, li), 'TIME_REFUSED')
    assert.equal(codeOf(accepted(), { ...commands.visit, happenedAt: addMinutes(start, 1) }, li), 'TIME_REFUSED')
  })

  test('ask, and the resident answers without seeing the newest version', () => {
    const asked = take(accepted(), commands.ask, li)
    assert.equal(asked.question, '是哪一根灯杆?')
    const answered = write(asked, decide(asked, commands.addInformation, { person: reporter }, start), start)
    assert.equal(answered.question, undefined)
    assert.equal(lastSentence(answered), '您回答了问题')
    assert.equal(answered.notices.at(-1)?.person, 'li')
  })

  test('return to the town desk with a reason; the town desk has nowhere to return to', () => {
    const returned = take(accepted(), commands.return, li)
    assert.deepEqual(
      [returned.state, returned.holder, returned.returned, returned.reason.rule],
      ['reported', 'desk:town-grid', 1, 'returned'],
    )
    assert.equal(codeOf(returned, commands.return, attendant), 'HOLDER_UNKNOWN')
  })

  test('hand to departments: the first leads, the others have it too, and it is not solved before they have done their part', () => {
    const handed = take(accepted(), commands.handOver, li)
    assert.deepEqual([handed.holder, handed.hands], ['department:city', ['department:city', 'department:power']])
    assert.match(lastSentence(handed), /交给了城管办牵头，供电所一起办/)
    const working = take(handed, commands.accept, officer)
    assert.equal(codeOf(working, commands.resolve, officer), 'CASE_PARTS_OPEN')
    assert.equal(codeOf(working, commands.resolve, helper), 'NOT_ALLOWED')
    const helped = take(working, commands.finishPart, helper)
    assert.match(lastSentence(helped), /^供电所办完了自己的部分$/)
    assert.equal(codeOf(helped, commands.finishPart, helper), 'CASE_STEP_REFUSED', 'twice')
    assert.equal(take(helped, commands.resolve, officer).solvedBy, 'department')
  })

  test('the first working day is extended by oneself and moves the promise with a word; more needs a yes', () => {
    const found = accepted()
    const longer = take(found, commands.extend, li)
    assert.equal(longer.due, addWorkingHours(found.due!, 7))
    assert.equal(longer.promise, addWorkingHours(found.promise, 7))
    const again = take(longer, commands.extend, li)
    assert.deepEqual([again.promise, again.wish?.kind], [longer.promise, 'extend'])
    assert.equal(codeOf(again, commands.suspend, li), 'CASE_WISH_OPEN')
    assert.equal(codeOf(again, commands.answerWish, li), 'NOT_ALLOWED')
    const denied = take(again, { ...commands.answerWish, grant: false }, dispatcher)
    assert.deepEqual([denied.promise, denied.wish, denied.extended], [longer.promise, undefined, 1])
    const granted = take(again, commands.answerWish, dispatcher)
    assert.deepEqual([granted.promise, granted.extended], [addWorkingHours(longer.promise, 7), 2])
  })

  test('suspend with a day of review, on which it goes on by itself; the promise stays', () => {
    const found = accepted()
    const asked = take(found, commands.suspend, li)
    assert.equal(asked.state, 'accepted')
    const suspended = take(asked, commands.answerWish, dispatcher)
    assert.deepEqual([suspended.state, suspended.due, suspended.alarm], ['suspended', nextWeek, { at: nextWeek, for: 'review' }])
    assert.equal(decideAlone(suspended, commands.review, addMinutes(nextWeek, -1)).ok, false)
    const going = write(suspended, decideAlone(suspended, commands.review, nextWeek), nextWeek)
    assert.deepEqual([going.state, going.promise], ['accepted', found.promise])
    assert.equal(codeOf(found, { ...commands.suspend, until: start }, li), 'TIME_REFUSED')
  })
})

describe('the resident', () => {
  test('urges once a day, which changes no version', () => {
    const found = take(opened(), commands.accept, li)
    const urged = write(found, decide(found, commands.urge, { person: reporter }, start), start)
    assert.deepEqual([urged.urged, urged.version, urged.timeline.length], [1, found.version, found.timeline.length + 1])
    assert.equal(codeOf(urged, commands.urge, reporter, undefined, addMinutes(start, 23 * 60)), 'CASE_TOO_SOON')
    assert.equal(codeOf(urged, commands.urge, reporter, undefined, addMinutes(start, 24 * 60)), 'ok')
  })

  test('does not withdraw what others wait for', () => {
    assert.equal(codeOf({ ...opened(), joined: 1 }, commands.withdraw, reporter), 'CASE_JOINED')
  })

  test('says that a merged case is another one, and it goes on', () => {
    const merged = take(opened(), commands.merge, dispatcher)
    assert.deepEqual([merged.state, merged.open, merged.due, merged.alarm], ['merged', false, undefined, undefined])
    const again = take(merged, commands.reopen, reporter)
    assert.deepEqual([again.state, again.open, again.mergedInto, again.holder], ['reported', true, undefined, 'member:li'])
  })
})

describe('an item that goes elsewhere first', () => {
  test('a department leads, others join in', () => {
    const found = opened(false, { first: 'department', departments: ['city', 'power'] })
    assert.deepEqual(
      [found.holder, found.hands, found.reason.rule],
      ['department:city', ['department:city', 'department:power'], 'department'],
    )
    assert.deepEqual(
      found.notices.map(({ person }) => person),
      ['officer', 'helper'],
    )
  })

  test('an emergency is told to member, leader and town desk at once, and does not wait for the office to open', () => {
    const night = instantAt('2026-11-21', '23:00')
    const leader: TeamMember = { ...inTeam(wu), part: 'leader' }
    const located = { cell: { ...cell, team: [inTeam(li), leader] }, rule: 'inside' as const, shared: [] }
    const item: Item = { ...lamp, urgency: 'emergency', hours: { accept: 0.5, resolve: 2, promise: 3 } }
    const assignment = assign({ item, located, now: night, loads: new Map([['member:wu', 1]]), desks: [desk], town })
    const written = { text: '冒烟', photos: [], place: { longitude: 113, latitude: 22 }, private: false }
    const found = openCase({ request: 'a'.repeat(32), now: night, reporter, item, written, cell: located.cell, assignment, town })
    assert.deepEqual(
      found.notices.map(({ person }) => person),
      ['li', 'wu', 'attendant'],
    )
    assert.equal(found.due, addMinutes(night, 30))
  })
})

describe('the clocks', () => {
  const surroundings = (now: string) => ({ cell, desks: [desk], loads: new Map<string, number>(), now, town })

  test('remind once before the deadline', () => {
    const found = opened()
    assert.equal(found.alarm?.for, 'remind')
    assert.ok(found.alarm.at > start && found.alarm.at < found.due!)
    const reminded = write(found, decideAlone(found, commands.remind, found.alarm.at), found.alarm.at)
    assert.deepEqual(reminded.alarm, { at: found.due, for: 'due' })
    assert.equal(reminded.timeline.at(-1)?.internal, true)
    assert.deepEqual([reminded.state, reminded.due, reminded.holder], [found.state, found.due, found.holder])
  })

  test('not accepted in time: the next on duty, then the level above, then nobody is left and it is told as late', () => {
    let found = opened()
    const seen: string[] = []
    for (let now = found.due!; ; now = found.due!) {
      const next = nextFor(found, surroundings(now))
      if (!next) break
      found = write(found, decideAlone(found, { step: 'passOn', ...next }, now), now)
      seen.push(found.holder)
    }
    assert.deepEqual(seen, ['member:wu', 'desk:town-grid'])
    assert.deepEqual([found.passedOn, found.inTime.accept, found.tried], [2, false, ['member:li', 'member:wu']])
    assert.ok(found.reason.considered.some(({ outcome }) => outcome === '没有按时接手'))
    const late = write(found, decideAlone(found, commands.tellLate, found.due!), found.due!)
    assert.deepEqual([late.state, late.due, late.alarm?.for], ['reported', found.due, 'late'])
  })

  test('late: the level above is told, has it in its inbox and may give it to somebody else', () => {
    const found = take(opened(), commands.accept, li)
    assert.equal(decideAlone(found, commands.tellLate, start).ok, false, 'not late yet')
    assert.equal(above(found, [desk], town)?.key, 'desk:town-grid')
    const late = write(found, decideAlone(found, commands.tellLate, found.due!), found.due!)
    assert.deepEqual(
      [late.holder, late.hands, late.inTime.resolve, late.promise],
      ['member:li', ['member:li', 'desk:town-grid'], false, found.promise],
    )
    assert.deepEqual(relationsOf(late, attendant), ['above', 'desk'])
    assert.equal(codeOf(late, commands.transfer, attendant), 'ok')
    assert.deepEqual(
      late.notices.slice(-3).map(({ person }) => person),
      ['li', 'attendant', 'reporter'],
    )
    const again = write(late, decideAlone(late, commands.tellLate, late.alarm!.at), late.alarm!.at)
    assert.equal(again.alarm, undefined)
  })

  test('who is away hands on what is in hand: the next on duty starts to accept, a day of review and the promise stay', () => {
    const accepted = take(opened(), commands.accept, li)
    const later = addMinutes(start, 60)
    const away = { ...cell, team: [{ ...inTeam(li), away: [{ from: '2026-11-18', to: '2026-11-20', reason: '家里有事' }] }, inTeam(wu)] }
    const { owner, reason, alsoTold = [] } = coverFor(accepted, { ...surroundings(later), cell: away })
    assert.deepEqual([owner.key, alsoTold], ['member:wu', []])
    const covered = write(accepted, decideAlone(accepted, { step: 'cover', owner, reason, alsoTold }, later), later)
    assert.deepEqual(
      [covered.state, covered.holder, covered.due, covered.promise, covered.reason.rule, covered.passedOn],
      ['reported', 'member:wu', addWorkingHours(later, hours.accept), accepted.promise, 'cover', 1],
    )
    assert.equal(lastSentence(covered), '李燕（古四村第三网格网格员）今天休息，改由吴刚（古四村第三网格网格员）负责，今天下午 3 点前会接手')
    assert.deepEqual(covered.reason.considered, [
      { name: '李燕', outcome: '今天休息' },
      { name: '吴刚', outcome: '在岗，只有这一位 → 选中' },
    ])
    assert.ok(!JSON.stringify(covered).includes('家里有事'), "why somebody is away is not the resident's business")
    assert.deepEqual(
      covered.notices.slice(-3).map(({ person }) => person),
      ['wu', 'li', 'reporter'],
    )
    const suspended = take(take(accepted, commands.suspend, li), commands.answerWish, dispatcher)
    const moved = write(suspended, decideAlone(suspended, commands.cover, later), later)
    assert.deepEqual(
      [moved.state, moved.holder, moved.due, moved.alarm],
      ['suspended', 'member:wu', nextWeek, { at: nextWeek, for: 'review' }],
    )
  })

  test('what waits for the office waits with its holder; an emergency does not, and leader and town desk hear of it', () => {
    const night = instantAt('2026-11-18', '23:00')
    const leader: TeamMember = { ...inTeam(wu), part: 'leader', shifts: [] }
    const away = { ...cell, team: [{ ...inTeam(li), away: [{ from: '2026-11-18', to: '2026-11-18', reason: '病' }] }, leader] }
    const found = opened()
    assert.equal(coverable(found, away, night), false)
    assert.equal(coverable(found, away, instantAt('2026-11-19', '08:30')), true)
    assert.equal(coverable(found, { ...away, team: [inTeam(wu)] }, night), true, 'somebody is on duty')
    const fire: Case = { ...found, item: { ...found.item, urgency: 'emergency' } }
    assert.equal(coverable(fire, away, night), true)
    const cover = coverFor(fire, { ...surroundings(night), cell: away })
    assert.deepEqual([cover.owner.key, cover.alsoTold?.map(({ person }) => person)], ['member:wu', ['wu', 'attendant']])
    const elsewhere = coverFor({ ...found, grid: { ...found.grid, id: 'cell-2' } }, { ...surroundings(night), cell: away })
    assert.equal(elsewhere.owner.key, 'desk:town-grid', 'what lies in another cell goes up')
  })

  test('a supervision is owed an answer', () => {
    const found = take(take(opened(), commands.accept, li), commands.supervise, dispatcher)
    assert.deepEqual([found.supervision?.answered, found.answerDue], [false, nextWeek])
    const answered = take(found, commands.answerSupervision, li)
    assert.deepEqual([answered.supervision?.answered, answered.answerDue, answered.timeline.at(-1)?.internal], [true, undefined, true])
    assert.equal(codeOf(answered, commands.answerSupervision, li), 'CASE_STEP_REFUSED')
  })
})

describe('who may', () => {
  const may = (found: Case) => Object.fromEntries(everybody.map((person) => [person._id, mayOf(found, person)]))

  const anyTime = ['reply', 'note']
  const holder = { reported: ['accept', 'ask', ...anyTime, 'return', 'transfer', 'escalate', 'handOver', 'resolve'] }
  const accepted = ['visit', 'ask', ...anyTime, 'return', 'transfer', 'escalate', 'handOver', 'extend', 'suspend', 'resolve']
  const command = [...anyTime, 'handOver', 'assign', 'supervise', 'merge', 'split']

  test('depends on state and on what a person is to the case', () => {
    const found = opened()
    const nobody = { reporter: [], li: [], wu: [], attendant: [], officer: [], helper: [], dispatcher: [], stranger: [] }
    const waiting = { reporter: ['withdraw', 'addInformation', 'urge'], dispatcher: command }
    const same = (actual: Record<string, string[]>, expected: Record<string, string[]>) => {
      const sorted = (all: Record<string, string[]>) =>
        Object.fromEntries(Object.entries(all).map(([who, steps]) => [who, [...steps].sort()]))
      assert.deepEqual(sorted(actual), sorted(expected))
    }
    same(may(found), { ...nobody, ...waiting, li: holder.reported })
    const working = take(found, commands.accept, li)
    same(may(working), { ...nobody, ...waiting, li: accepted })
    same(may(take(working, commands.resolve, li)), { ...nobody, reporter: ['confirm', 'reopen'], li: anyTime, dispatcher: anyTime })
    same(may(take(found, commands.withdraw, reporter)), { ...nobody, li: ['note'], dispatcher: ['note'] })
  })

  test('what people say at any time does not push out how it began, nor keep the work from going on', () => {
    let found = opened()
    for (let at = 0; at < 150; at++) {
      const said = decide(found, commands.addInformation, { person: reporter }, start)
      if (said.ok) found = write(found, said, start)
    }
    assert.equal(found.timeline[0]?.step, 'submit')
    assert.equal(codeOf(found, commands.addInformation, reporter), 'CASE_STEP_REFUSED')
    const solved = take(take(found, commands.accept, li), commands.resolve, li)
    assert.deepEqual([solved.state, solved.timeline[0]?.step], ['resolved', 'submit'])
  })

  test('a desk is whoever works there now', () => {
    const atDesk = take(opened(), { step: 'assign', owner: owners.desk, reason: '归镇里管' }, dispatcher)
    assert.ok(mayOf(atDesk, attendant).includes('accept'))
    assert.deepEqual(mayOf(atDesk, { ...attendant, roles: [] }), [])
    assert.deepEqual(mayOf(atDesk, { ...stranger, roles: attendant.roles }), mayOf(atDesk, attendant))
  })

  test('a text that nobody checked is shown to others when a desk that has it, or the dispatcher, has read it', () => {
    const held: Case = { ...opened(), public: false, held: true }
    assert.deepEqual(
      everybody.filter((person) => mayOf(held, person).includes('release')).map(({ _id }) => _id),
      ['dispatcher'],
      'a member of a team does not decide what is public',
    )
    const released = take(held, commands.release, dispatcher)
    assert.deepEqual([released.public, released.held, released.state, released.holder], [true, undefined, 'reported', 'member:li'])
    const atDesk = take(held, { step: 'assign', owner: owners.desk, reason: '归镇里管' }, dispatcher)
    assert.equal(take(atDesk, commands.release, attendant).timeline.at(-1)?.by.as, '指挥中心服务台')
    assert.equal(codeOf(released, commands.release, dispatcher), 'CASE_STEP_REFUSED')
    const kept = take(held, { step: 'release', show: false }, dispatcher)
    assert.deepEqual([kept.public, kept.held, kept.private], [false, undefined, false], 'read, and not for others')
    assert.match(kept.timeline.at(-1)?.sentence ?? '', /不公开/)
    assert.equal(codeOf(kept, commands.release, dispatcher), 'CASE_STEP_REFUSED')
  })

  test('nobody is asked or answered where another system reported: it reads nothing here', () => {
    const found = opened()
    const handedIn: Case = { ...found, reporter: { person: 'p', openid: 'open311:neighbour', name: 'neighbour' } }
    for (const step of ['ask', 'reply'] as const) {
      assert.ok(mayOf(found, li).includes(step))
      assert.ok(!mayOf(handedIn, li).includes(step), step)
      assert.equal(codeOf(handedIn, commands[step], li), 'CASE_STEP_REFUSED')
    }
  })

  test('a private case is there for reporter, holder and dispatcher alone', () => {
    const found = opened(true)
    assert.deepEqual(
      everybody.filter((person) => maySee(found, person)).map(({ _id }) => _id),
      ['reporter', 'li', 'dispatcher'],
    )
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
    const path: [StepName, Person][] = [
      ['accept', li],
      ['extend', li],
      ['extend', li],
      ['answerWish', dispatcher],
      ['supervise', dispatcher],
      ['handOver', li],
      ['accept', officer],
      ['finishPart', helper],
      ['resolve', officer],
      ['reopen', reporter],
      ['resolve', officer],
      ['confirm', reporter],
    ]
    let found = opened()
    for (const [step, person] of [undefined, ...path].map((one) => one ?? [])) {
      if (step && person) found = take(found, commands[step], person)
      for (const who of everybody) {
        for (const one of byPeople) {
          // Whom it is given to, and whose part it is, is the command's: not what is offered.
          const given = ['HOLDER_UNKNOWN', 'ok'].includes(codeOf(found, one, who))
          assert.equal(mayOf(found, who).includes(one.step as never), given, `${one.step} by ${who._id} in ${found.state}`)
        }
      }
    }
  })
})

describe('for any sequence of steps', () => {
  const act = fc.record({
    who: fc.constantFrom(...everybody),
    command: fc.oneof(
      fc.constantFrom<CaseCommand>(...Object.values(commands)),
      fc
        .tuple(fc.constantFrom('assign' as const, 'transfer' as const, 'escalate' as const), fc.constantFrom(...Object.values(owners)))
        .map(([step, owner]): CaseCommand => ({ step, owner, reason: '调整' })),
      fc.constantFrom(1, 7, 70).map((more): CaseCommand => ({ step: 'extend', hours: more, reason: '等配件' })),
      fc.boolean().map((grant): CaseCommand => ({ step: 'answerWish', grant, reason: '' })),
    ),
    versionsBehind: fc.constantFrom(0, 0, 0, 0, 1, 2),
    request: fc.constantFrom('new', 'new', 'new', 'again'),
    minutes: fc.oneof(fc.nat(600), fc.constant(6 * 24 * 60)),
  })
  type Act = typeof act extends fc.Arbitrary<infer A> ? A : never
  /** Mostly a step that brings the case on by whoever may take it, so that long lives are reached. */
  const likely = fc.constantFrom<CaseCommand>(
    ...(
      [
        ...[
          'accept',
          'accept',
          'accept',
          'accept',
          'resolve',
          'resolve',
          'reopen',
          'confirm',
          'finishPart',
          'handOver',
          'return',
          'extend',
        ],
        ...['suspend', 'suspend', 'answerWish', 'answerWish', 'answerWish'],
        ...['merge', 'withdraw', 'urge', 'note', 'ask', 'visit', 'remind', 'passOn', 'tellLate', 'review', 'closeSilently'],
      ] as StepName[]
    ).map((step) => commands[step]),
  )
  const moves: StepName[] = ['return', 'transfer', 'escalate', 'handOver', 'assign', 'passOn', 'cover']

  test('an open case has an owner, a deadline when staff owe something, and an alarm; nothing is lost; nobody but the resident or silence ends it', () => {
    const states = new Set<string>()
    const steps = new Set<string>()
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.array(fc.oneof({ weight: 1, arbitrary: act }, { weight: 3, arbitrary: likely }), { maxLength: 60 }),
        (isPrivate, acts) => {
          let found = opened(isPrivate)
          let now = start
          let lastRequest = 'none'
          for (const [index, one] of acts.entries()) {
            const fit = (step: StepName) => everybody.find((person) => mayOf(found, person).includes(step as never)) ?? stranger
            const { who, command, versionsBehind, request, minutes }: Act =
              'step' in one
                ? { who: fit(one.step), command: one, versionsBehind: 0, request: 'new', minutes: one.step === 'review' ? 8 * 24 * 60 : 5 }
                : one
            now = addMinutes(now, minutes)
            const id = request === 'again' ? lastRequest : `request-${index}`
            // documents.step answers a known request without deciding again.
            if (found.requests.includes(id)) continue
            const { step } = command
            const row = table[step]
            const decision = alone.has(step)
              ? decideAlone(found, command as never, now)
              : decide(found, command as never, { person: who, version: found.version - versionsBehind }, now)
            if (!decision.ok) continue
            lastRequest = id
            const before = found
            found = applyStep(found, id, now, decision.data).next
            steps.add(step)

            assert.ok(versionsBehind === 0 || row.anyVersion || alone.has(step), 'a stale click acted')
            assert.ok(before.open || step === 'note' || (step === 'reopen' && before.state === 'merged'), 'something that was over went on')
            assert.equal(found.version, before.version + (row.silent ? 0 : 1))
            if (row.silent) assert.equal(decision.data.notices.length, 0)
            if (step !== 'extend' && step !== 'answerWish') assert.equal(found.promise, before.promise, `${step} moved the promise`)
            assert.ok(found.promise >= before.promise)
            assert.equal(found.holder, found.owner.key)
            assert.ok(found.hands.includes(found.holder))
            assert.equal(found.hands.length, new Set(found.hands).size)
            assert.equal(found.open, !['closed', 'withdrawn', 'merged'].includes(found.state))
            assert.equal(found.due !== undefined, ['reported', 'accepted', 'suspended'].includes(found.state))
            if (!found.open) assert.equal(found.alarm, undefined)
            else if (found.alarm === undefined) assert.ok(found.due! <= now, 'nobody looks at it any more before it is late')
            if (found.due !== undefined && found.due !== before.due) assert.ok(found.due > now)
            assert.deepEqual(found.timeline.slice(0, -1), before.timeline)
            assert.equal(found.timeline.at(-1)?.step, step)
            const added = decision.data.notices.length
            assert.deepEqual(
              found.notices.slice(0, found.notices.length - added),
              before.notices.slice(before.notices.length + added > 40 ? before.notices.length + added - 40 : 0),
            )
            if (found.state === 'closed' && before.state !== 'closed') {
              const silent = before.resolvedAt !== undefined && Date.parse(now) - Date.parse(before.resolvedAt) >= silenceDays * 86_400_000
              assert.ok((step === 'confirm' && who === reporter) || (step === 'closeSilently' && silent))
              assert.equal(before.state, 'resolved')
            }
            if (found.state === 'withdrawn' && before.state !== 'withdrawn') assert.equal(who, reporter)
            if (!moves.includes(step)) assert.equal(found.holder, before.holder)
            assert.equal(found.passedOn, before.passedOn + (moves.includes(step) ? 1 : 0))
            assert.equal(found.reopened, before.reopened + (step === 'reopen' ? 1 : 0))
            assert.equal(found.returned, before.returned + (step === 'return' ? 1 : 0))
            assert.ok(found.extended - before.extended <= 1 && found.extended >= before.extended)
            states.add(found.state)
          }
        },
      ),
      { numRuns: 1000 },
    )
    assert.ok(
      ['accepted', 'closed', 'merged', 'reported', 'resolved', 'withdrawn'].every((state) => states.has(state)),
      [...states].join(),
    )
    assert.ok(steps.size >= 18, `only took ${[...steps].join()}`)
  })
})
