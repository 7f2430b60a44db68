import type { Assignment } from './assignment'
import { addWorkingHours } from './calendar'
import { ownerTitle } from './case'
import type { Case } from './case'
import { tellHolder } from './caseNotices'
import type { Cell } from './grid'
import { owing } from './matter'
import { numberOf } from './number'
import { refOf } from './person'
import type { Person } from './person'
import { sayTime, spoken } from './speech'
import type { Instant } from './time'
import type { Item, TownData } from './town'

export interface Reported {
  /** The id of the case and of the request that makes it. */
  request: string
  now: Instant
  reporter: Person
  item: Item
  written: Pick<Case, 'text' | 'photos' | 'place' | 'private'> & Partial<Pick<Case, 'voice'>>
  cell: Cell | undefined
  assignment: Assignment
  town: Pick<TownData, 'name' | 'grid'>
}

/** A case as it begins: with an owner, the reason why, both clocks running, its first entry, and a message to whoever has to act. */
export function openCase({ request, now, reporter, item, written, cell, assignment: { owner, reason }, town }: Reported): Case {
  const { id, name, class: itemClass, hours } = item
  const due = addWorkingHours(now, hours.accept)
  const { voice, ...rest } = written
  const opened: Case = {
    _id: request,
    version: 1,
    requests: [request],
    number: numberOf(request, now),
    state: 'reported',
    open: true,
    item: { id, name, class: itemClass, hours },
    ...rest,
    ...(voice ? { voice } : {}),
    grid: cell
      ? { id: cell._id, name: cell.name, level: 'cell', village: cell.village.name }
      : { id: town.grid, name: town.name, level: 'town' },
    reporter: refOf(reporter),
    owner,
    holder: owner.key,
    reason,
    due,
    promise: addWorkingHours(now, hours.promise),
    reopened: 0,
    timeline: [
      {
        at: now,
        request,
        by: { person: reporter._id, name: reporter.name, as: '居民' },
        step: 'submit',
        sentence: `收到您反映的「${name}」,已经交给${ownerTitle(owner)},${spoken(due)}前会接手`,
      },
    ],
    notices: [],
    owed: true,
    createdAt: now,
    updatedAt: now,
  }
  const notices = owing(tellHolder(opened, { title: `新的事:${name}`, text: `请在${sayTime(due, now)}前接手` }), request, now)
  return { ...opened, notices, owed: notices.length > 0 }
}
