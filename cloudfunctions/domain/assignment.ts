import { inOffice } from './calendar'
import { ownerKey, ownerName, peopleOf } from './case'
import type { Case, Owner, Partner } from './case'
import type { Cell, Located, TeamMember, TownGrid, Village } from './grid'
import type { Reason } from './matter'
import type { PersonRef } from './person'
import { standingOf } from './roster'
import type { Standing } from './roster'
import type { Instant } from './time'
import type { Department, Item, TownData } from './town'

export type Desk = Pick<Village | TownGrid, '_id' | 'level' | 'name' | 'desk'>

/** Who of a team could take a case now. */
interface Attendance {
  all: { member: TeamMember; standing: Standing }[]
  onDuty: TeamMember[]
  /** Asked outside everybody's hours: the leader answers for the grid unless away. */
  standIn?: TeamMember
}

function attendanceOf(cell: Cell, now: Instant): Attendance {
  const all = cell.team.map((member) => ({ member, standing: standingOf(member, now) }))
  return {
    all,
    onDuty: all.filter(({ standing }) => standing === 'onDuty').map(({ member }) => member),
    standIn: all.find(({ member, standing }) => member.part === 'leader' && standing === 'offDuty')?.member,
  }
}

/** Whose load has to be known before a case can be assigned; none when there is nothing to choose. */
export function weighed({ cell }: Located, item: Pick<Item, 'first'>, now: Instant): string[] {
  if (!cell || item.first !== 'cell') return []
  const { onDuty } = attendanceOf(cell, now)
  return onDuty.length > 1 ? onDuty.map(({ person }) => ownerKey.member(person)) : []
}

export function memberOwner(cell: Pick<Cell, '_id' | 'name'>, { person, openid, name, phone }: TeamMember): Owner {
  return { kind: 'member', key: ownerKey.member(person), person: { person, openid, name }, grid: cell._id, gridName: cell.name, phone }
}

export function deskOwner({ _id, desk }: Desk): Owner {
  return { kind: 'desk', key: ownerKey.desk(_id), grid: _id, ...desk }
}

export function departmentOwner({ id, name, phone, people }: Department): Owner {
  return { kind: 'department', key: ownerKey.department(id), department: id, name, phone, people }
}

export function partnerOf({ id, name, people }: Department): Partner {
  return { key: ownerKey.department(id), name, people, done: false }
}

export interface Question {
  item: Pick<Item, 'first' | 'departments' | 'urgency'>
  located: Located
  now: Instant
  /** Cases in hand by owner key; who is missing has none. */
  loads: Map<string, number>
  /** The desks of the place: its village's and the town's. */
  desks: Desk[]
  town: Pick<TownData, 'name' | 'grid' | 'desk' | 'departments'>
}

export interface Assignment {
  owner: Owner
  /** Departments that help the owner (联合处置). */
  partners?: Partner[]
  /** Who hears of an emergency besides the owner. */
  alsoTold?: PersonRef[]
  reason: Reason
}

const chosen = ' → 选中'
const absent: Record<Exclude<Standing, 'onDuty'>, string> = { offDuty: '现在不是上班时间', away: '今天休息', volunteer: '志愿者，不接办' }

/** Exactly one owner for every case, and the reason why (law 5). */
export function assign(question: Question): Assignment {
  const { item, located, desks, town } = question
  const assignment = ownerFor(question)
  return item.urgency === 'emergency' ? { ...assignment, alsoTold: emergencyHearers(located.cell, desks, town) } : assignment
}

function emergencyHearers(cell: Cell | undefined, desks: Desk[], town: Pick<TownData, 'grid' | 'desk'>): PersonRef[] {
  const leaders = cell?.team.filter(({ part }) => part === 'leader').map(({ person, openid, name }) => ({ person, openid, name })) ?? []
  return [...leaders, ...peopleOf(atTownDesk(desks, town))]
}

/** Town data says who is first for an item; what it names but nobody staffs falls to the next. */
function ownerFor(question: Question): Assignment {
  const { item, located, desks, town } = question
  const { cell } = located
  if (item.first === 'department') {
    const [lead, ...others] = item.departments.flatMap((id) => town.departments.find((department) => department.id === id) ?? [])
    if (lead) {
      const helping = others.length > 0 ? `，${others.map(({ name }) => name).join('、')}一起办` : ''
      return {
        owner: departmentOwner(lead),
        partners: others.map(partnerOf),
        reason: {
          rule: 'department',
          sentence: `这类事由${lead.name}${helping ? '牵头' : '直接'}负责${helping}。`,
          considered: [{ name: lead.name, outcome: `这类事归这里管${chosen}` }, ...others.map(({ name }) => ({ name, outcome: '一起办' }))],
        },
      }
    }
  }
  const townDesk = atTownDesk(desks, town)
  if (item.first === 'town') {
    return {
      owner: townDesk,
      reason: {
        rule: 'town',
        sentence: `这类事由${town.desk.name}负责。`,
        considered: [{ name: town.desk.name, outcome: `这类事归这里管${chosen}` }],
      },
    }
  }
  const village = villageDesk(desks, cell)
  if (item.first === 'village' && village) {
    const { name } = village.desk
    return {
      owner: deskOwner(village),
      reason: { rule: 'village', sentence: `这类事由${name}负责。`, considered: [{ name, outcome: `这类事归村居管${chosen}` }] },
    }
  }
  return inCell(question)
}

function villageDesk(desks: Desk[], cell: Cell | undefined): Desk | undefined {
  return desks.find(({ _id, desk }) => _id === cell?.village.grid && desk.people.length > 0)
}

function inCell({ located, now, loads, desks, town }: Omit<Question, 'item'>): Assignment {
  const townDesk = atTownDesk(desks, town)
  const { cell } = located
  if (!cell) {
    return {
      owner: townDesk,
      reason: {
        rule: 'outside',
        sentence: `这个地点不在${town.name}的任何一个网格里，先由${town.desk.name}看一看该归谁管。`,
        considered: [{ name: town.desk.name, outcome: `网格以外的事都由这里接${chosen}` }],
      },
    }
  }

  const { all, onDuty, standIn } = attendanceOf(cell, now)
  const loadOf = ({ person }: TeamMember) => loads.get(ownerKey.member(person)) ?? 0
  const [first] = [...onDuty].sort((a, b) => loadOf(a) - loadOf(b) || (a.person < b.person ? -1 : 1))
  const picked = first ?? standIn
  const where = whereOf(located, cell)
  const team = all.map(({ member, standing }) => ({
    name: member.name,
    outcome: outcomeOf(standing, onDuty.length > 1 ? loadOf(member) : undefined) + (member === picked ? pickedWords(onDuty.length) : ''),
  }))

  if (picked) {
    return {
      owner: memberOwner(cell, picked),
      reason: {
        rule: first ? 'onDuty' : 'leader',
        sentence: where + (first ? onDutySentence(first, onDuty.length) : `现在没有人当班，由网格长${picked.name}负责。`),
        considered: team,
      },
    }
  }

  const village = villageDesk(desks, cell)
  const owner = village ? deskOwner(village) : townDesk
  const desk = village?.desk.name ?? town.desk.name
  return {
    owner,
    reason: {
      rule: village ? 'villageDesk' : 'townDesk',
      sentence: `${where}网格里现在没有人能接，由${desk}负责。`,
      considered: [
        ...team,
        ...(village ? [] : [{ name: `${cell.village.name}的服务台`, outcome: '没有人值守' }]),
        { name: desk, outcome: `网格里没有人在岗${chosen}` },
      ],
    },
  }
}

/** The last resort always exists: without its document the town's own data names the desk. */
export function atTownDesk(desks: Desk[], town: Pick<TownData, 'grid' | 'desk'>): Owner {
  const found = desks.find(({ _id }) => _id === town.grid)
  return found ? deskOwner(found) : { kind: 'desk', key: ownerKey.desk(town.grid), grid: town.grid, ...town.desk, people: [] }
}

function whereOf({ rule, shared }: Located, cell: Cell): string {
  if (rule !== 'border') return `这里属于${cell.name}。`
  return `这里正好在${shared.map(({ name }) => name).join('和')}的交界上，按编号小的归${cell.name}。`
}

function onDutySentence({ name }: TeamMember, onDuty: number): string {
  return onDuty === 1
    ? `现在当班的是${name}，由${name}负责。`
    : `现在有 ${onDuty} 个人当班，谁手上的事最少谁接，一样多时按固定顺序，这次由${name}负责。`
}

function outcomeOf(standing: Standing, load: number | undefined): string {
  if (standing !== 'onDuty') return absent[standing]
  return load === undefined ? '在岗' : `在岗，手上 ${load} 件`
}

function pickedWords(onDuty: number): string {
  if (onDuty > 1) return `，最少${chosen}`
  return onDuty === 1 ? `，只有这一位${chosen}` : `，由网格长代接${chosen}`
}

/**
 * Who gets what somebody has in hand who is away now: by place, as if it had just come in, since the one who is away is not on duty. What
 * lies elsewhere than in the member's own cell goes to the level above.
 */
export function coverFor(
  found: Pick<Case, 'owner' | 'grid' | 'item'>,
  { cell, desks, loads, now, town }: { cell: Cell } & Omit<Question, 'item' | 'located'>,
): Assignment {
  const name = ownerName(found.owner)
  const { owner, reason } =
    found.grid.id === cell._id ? inCell({ located: inside(cell), now, loads, desks, town }) : fromElsewhere(found, desks, town)
  const assignment = { owner, reason: { ...reason, rule: 'cover', sentence: `${name}今天休息。${reason.sentence}` } }
  return found.item.urgency === 'emergency' ? { ...assignment, alsoTold: emergencyHearers(cell, desks, town) } : assignment
}

export function inside(cell: Cell): Located {
  return { cell, rule: 'inside', shared: [] }
}

function fromElsewhere(found: Pick<Case, 'owner' | 'grid'>, desks: Desk[], town: Pick<TownData, 'grid' | 'desk'>): Assignment {
  const owner = above(found, desks, town) ?? atTownDesk(desks, town)
  const name = ownerName(owner)
  return { owner, reason: { rule: 'cover', sentence: `由${name}负责。`, considered: [{ name, outcome: `上一级${chosen}` }] } }
}

/** What keeps until the next office hours is handed on when somebody is there to take it: its clocks stand still meanwhile. */
export function coverable({ item }: Pick<Case, 'item'>, cell: Cell, now: Instant): boolean {
  return item.urgency === 'emergency' || inOffice(now) || attendanceOf(cell, now).onDuty.length > 0
}

/** The level above an owner: the village for its cells, the town for everybody else; nothing is above the town. */
export function above(
  { owner, grid }: Pick<Case, 'owner' | 'grid'>,
  desks: Desk[],
  town: Pick<TownData, 'grid' | 'desk'>,
): Owner | undefined {
  const townDesk = atTownDesk(desks, town)
  const village = desks.find(({ _id, desk }) => _id === grid.villageId && desk.people.length > 0)
  if (owner.kind === 'member' && village) return deskOwner(village)
  return owner.key === townDesk.key ? undefined : townDesk
}

export interface Next {
  owner: Owner
  considered: Reason['considered']
}

/**
 * Who gets a case that was not accepted in time: the next on duty in its cell who has not let it lie, the least loaded first; then the
 * level above. Nobody is above the town's desk.
 */
export function nextFor(
  found: Pick<Case, 'owner' | 'holder' | 'grid' | 'tried'>,
  { cell, desks, loads, now, town }: { cell: Cell | undefined } & Omit<Question, 'item' | 'located'>,
): Next | undefined {
  const lapsed = new Set([...found.tried, found.holder])
  const team = cell && found.owner.kind === 'member' ? attendanceOf(cell, now).onDuty : []
  const loadOf = ({ person }: TeamMember) => loads.get(ownerKey.member(person)) ?? 0
  const fresh = team.filter(({ person }) => !lapsed.has(ownerKey.member(person)))
  const [picked] = [...fresh].sort((a, b) => loadOf(a) - loadOf(b) || (a.person < b.person ? -1 : 1))
  const considered = team.map((member) => ({
    name: member.name,
    outcome: lapsed.has(ownerKey.member(member.person))
      ? '没有按时接手'
      : `在岗，手上 ${loadOf(member)} 件${member === picked ? chosen : ''}`,
  }))
  const known = team.some(({ person }) => ownerKey.member(person) === found.holder)
  const before = known ? [] : [{ name: ownerName(found.owner), outcome: '没有按时接手' }]
  if (cell && picked) return { owner: memberOwner(cell, picked), considered: [...before, ...considered] }
  const higher = above(found, desks, town)
  if (!higher || lapsed.has(higher.key)) return undefined
  return { owner: higher, considered: [...before, ...considered, { name: ownerName(higher), outcome: `上一级${chosen}` }] }
}
