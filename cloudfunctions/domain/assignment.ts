import { ownerKey } from './case'
import type { Owner } from './case'
import type { Cell, Located, TeamMember, TownGrid, Village } from './grid'
import type { Reason } from './matter'
import { standingOf } from './roster'
import type { Standing } from './roster'
import type { Instant } from './time'
import type { TownData } from './town'

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

/** What has to be read before a case can be assigned; never both, so that a submission costs one query for it at most. */
export type Needed = { kind: 'loads'; holders: string[] } | { kind: 'desks'; grids: string[] } | { kind: 'nothing' }

export function neededFor({ cell }: Located, now: Instant, town: Pick<TownData, 'grid'>): Needed {
  if (!cell) return { kind: 'desks', grids: [town.grid] }
  const { onDuty, standIn } = attendanceOf(cell, now)
  if (onDuty.length > 1) return { kind: 'loads', holders: onDuty.map(({ person }) => ownerKey.member(person)) }
  if (onDuty.length === 1 || standIn) return { kind: 'nothing' }
  return { kind: 'desks', grids: [cell.village.grid, town.grid] }
}

export function memberOwner(cell: Pick<Cell, '_id' | 'name'>, { person, openid, name, phone }: TeamMember): Owner {
  return { kind: 'member', key: ownerKey.member(person), person: { person, openid, name }, grid: cell._id, gridName: cell.name, phone }
}

export function deskOwner({ _id, desk }: Desk): Owner {
  return { kind: 'desk', key: ownerKey.desk(_id), grid: _id, ...desk }
}

export interface Question {
  located: Located
  now: Instant
  /** Cases in hand by owner key; who is missing has none. */
  loads: Map<string, number>
  /** The desks that were needed, if any. */
  desks: Desk[]
  town: Pick<TownData, 'name' | 'grid' | 'desk'>
}

export interface Assignment {
  owner: Owner
  reason: Reason
}

const chosen = ' → 选中'
const absent: Record<Exclude<Standing, 'onDuty'>, string> = { offDuty: '现在不是上班时间', away: '今天休息', volunteer: '志愿者,不接办' }

/** Exactly one owner for every case, and the reason why (law 5). */
export function assign({ located, now, loads, desks, town }: Question): Assignment {
  const townDesk = atTownDesk(desks, town)
  const { cell } = located
  if (!cell) {
    return {
      owner: townDesk,
      reason: {
        rule: 'outside',
        sentence: `这个地点不在${town.name}的任何一个网格里,先由${town.desk.name}看一看该归谁管。`,
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
        sentence: where + (first ? onDutySentence(first, onDuty.length) : `现在没有人当班,由网格长${picked.name}负责。`),
        considered: team,
      },
    }
  }

  const village = desks.find(({ _id, desk }) => _id === cell.village.grid && desk.people.length > 0)
  const owner = village ? deskOwner(village) : townDesk
  const desk = village?.desk.name ?? town.desk.name
  return {
    owner,
    reason: {
      rule: village ? 'villageDesk' : 'townDesk',
      sentence: `${where}网格里现在没有人能接,由${desk}负责。`,
      considered: [
        ...team,
        ...(village ? [] : [{ name: `${cell.village.name}的服务台`, outcome: '没有人值守' }]),
        { name: desk, outcome: `网格里没有人在岗${chosen}` },
      ],
    },
  }
}

/** The last resort always exists: without its document the town's own data names the desk. */
function atTownDesk(desks: Desk[], town: Question['town']): Owner {
  const found = desks.find(({ _id }) => _id === town.grid)
  return found ? deskOwner(found) : { kind: 'desk', key: ownerKey.desk(town.grid), grid: town.grid, ...town.desk, people: [] }
}

function whereOf({ rule, shared }: Located, cell: Cell): string {
  if (rule !== 'border') return `这里属于${cell.name}。`
  return `这里正好在${shared.map(({ name }) => name).join('和')}的交界上,按编号小的归${cell.name}。`
}

function onDutySentence({ name }: TeamMember, onDuty: number): string {
  return onDuty === 1
    ? `现在当班的是${name},由${name}负责。`
    : `现在有 ${onDuty} 个人当班,谁手上的事最少谁接,一样多时按固定顺序,这次由${name}负责。`
}

function outcomeOf(standing: Standing, load: number | undefined): string {
  if (standing !== 'onDuty') return absent[standing]
  return load === undefined ? '在岗' : `在岗,手上 ${load} 件`
}

function pickedWords(onDuty: number): string {
  if (onDuty > 1) return `,最少${chosen}`
  return onDuty === 1 ? `,只有这一位${chosen}` : `,由网格长代接${chosen}`
}
