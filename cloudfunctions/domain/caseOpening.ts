import type { Assignment } from './assignment'
import { ownerTitle } from './case'
import type { Case } from './case'
import { alarmOf, limitFrom } from './caseClock'
import { tellAlso, tellHolder } from './caseNotices'
import { tileOf } from './geometry'
import type { Cell } from './grid'
import { owing } from './matter'
import type { Entry } from './matter'
import { numberOf } from './number'
import { refOf } from './person'
import type { Person, PersonRef } from './person'
import { sayTime, spoken } from './speech'
import type { Instant } from './time'
import type { Item, TownData } from './town'

export interface Reported {
  /** The id of the case and of the request that makes it. */
  request: string
  now: Instant
  reporter: Person | PersonRef
  item: Item
  written: Pick<Case, 'text' | 'photos' | 'place' | 'private'> & Partial<Pick<Case, 'voice' | 'answers' | 'origin' | 'splitFrom'>>
  /** Whether WeChat has seen the text and let it pass: only then may others see it. */
  textPassed?: boolean
  cell: Cell | undefined
  assignment: Assignment
  town: Pick<TownData, 'name' | 'grid'>
}

/** Where a case lies, as it is kept: the cell with its village, or the town. */
export function gridOf(cell: Cell | undefined, town: Reported['town']): Case['grid'] {
  return cell
    ? { id: cell._id, name: cell.name, level: 'cell', village: cell.village.name, villageId: cell.village.grid }
    : { id: town.grid, name: town.name, level: 'town' }
}

/** A case as it begins: with an owner, the reason why, both clocks running, its first entry, and a message to whoever has to act. */
export function openCase({ request, now, reporter, item, written, textPassed = false, cell, assignment, town }: Reported): Case {
  const { id, name, class: itemClass, hours, urgency } = item
  const { owner, partners = [], alsoTold = [], reason } = assignment
  const kept = { id, name, class: itemClass, hours, urgency }
  const due = limitFrom(kept, 'accept', now)
  const { voice, answers = [], origin, splitFrom, ...rest } = written
  const ref = 'person' in reporter ? reporter : refOf(reporter)
  const first: Entry = {
    at: now,
    request,
    by: { person: ref.person, name: ref.name, as: origin?.channel === 'visit' ? '求助的人' : origin ? '登记人员' : '居民' },
    step: origin ? 'intake' : splitFrom ? 'split' : 'submit',
    sentence: `收到您反映的「${name}」，已经交给${ownerTitle(owner)}${partners.length > 0 ? `牵头，${partners.map((one) => one.name).join('、')}一起办` : ''}，${spoken(due)}前会接手`,
  }
  const shown = item.public && !written.private
  const opened: Case = {
    _id: request,
    version: 1,
    requests: [request],
    number: numberOf(request, now),
    state: 'reported',
    open: true,
    item: kept,
    ...rest,
    ...(voice ? { voice } : {}),
    ...(origin ? { origin } : {}),
    ...(splitFrom ? { splitFrom } : {}),
    answers,
    tile: tileOf(written.place),
    grid: gridOf(cell, town),
    public: shown && textPassed,
    ...(shown && !textPassed ? { held: true } : {}),
    reporter: ref,
    owner,
    holder: owner.key,
    partners,
    hands: [...new Set([owner.key, ...partners.map(({ key }) => key)])],
    reason,
    tried: [],
    due,
    promise: limitFrom(kept, 'promise', now),
    reopened: 0,
    returned: 0,
    passedOn: 0,
    extended: 0,
    suspended: 0,
    urged: 0,
    joined: 0,
    followers: 0,
    inTime: {},
    selfFound: false,
    timeline: [first],
    notices: [],
    owed: true,
    createdAt: now,
    updatedAt: now,
  }
  const told = tellHolder(opened, { title: `新的事：${name}`, text: `请在${sayTime(due, now)}前接手` })
  const also = tellAlso(request, alsoTold, told, { title: `紧急：${name}`, text: `已交给${ownerTitle(owner)}，请留意` })
  const notices = owing([...told, ...also], request, now)
  return { ...opened, alarm: alarmOf(opened, now), notices, owed: notices.length > 0 }
}

/** 随手办: what staff found and solved themselves. It begins and ends in one write; there is no resident whose word could be waited for. */
export function recordCase(
  reported: Omit<Reported, 'assignment'>,
  owner: Case['owner'],
  evidence: Pick<Entry, 'photos' | 'happenedAt'>,
  solvedBy: Case['solvedBy'],
): Case {
  const reason = { rule: 'selfFound', sentence: `${ownerTitle(owner)}巡查时发现，当场办好。`, considered: [] }
  const { alarm: _alarm, due: _due, ...opened } = openCase({ ...reported, assignment: { owner, reason } })
  const { now } = reported
  return {
    ...opened,
    state: 'closed',
    open: false,
    selfFound: true,
    solvedBy,
    acceptedAt: now,
    respondedAt: now,
    resolvedAt: now,
    closedAt: now,
    inTime: { accept: true, resolve: true, promise: true },
    timeline: opened.timeline.map((entry) => ({
      ...entry,
      step: 'record',
      ...evidence,
      sentence: `${ownerTitle(owner)}发现「${opened.item.name}」，当场办好了`,
    })),
    notices: [],
    owed: false,
  }
}
