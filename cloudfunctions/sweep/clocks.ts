import { above, atTownDesk, nextFor, weighed } from '../domain/assignment'
import type { Desk } from '../domain/assignment'
import type { Case } from '../domain/case'
import { decideAlone } from '../domain/caseSteps'
import type { Cell, Located } from '../domain/grid'
import type { Step } from '../domain/matter'
import { refuse } from '../domain/result'
import type { Result } from '../domain/result'
import type { Instant } from '../domain/time'
import type { TownData } from '../domain/town'
import { loadsOf } from '../report/loads'
import { find, is, step } from '../platform/documents'
import { deliver } from '../platform/messages'
import { townData } from '../platform/townData'

/** A minute's work; what is left waits for the next sweep, the longest overdue first. */
const most = 50

/**
 * The clocks of all cases (law 6): each case says itself when it wants to be looked at. A reminder before the deadline; at the deadline of
 * accepting the next person, then the level above; at that of solving the level above is told, and the town after another working day;
 * on the day of review a suspended case goes on; and silence ends what is resolved (law 7).
 */
export async function clocks(now: Instant): Promise<number> {
  const ringing = await find<Case>('cases', { 'alarm.at': is.lte(now) }, { limit: most, order: [['alarm.at', 'asc']] })
  if (ringing.length === 0) return 0
  const town = await townData(now)
  let taken = 0
  for (const found of ringing) {
    const { alarm } = found
    if (!alarm) continue
    const surroundings = alarm.for === 'due' || alarm.for === 'late' ? await look(found, now) : nothing
    const request = `clock.${alarm.for}.${alarm.at}.${found.version}`
    const stepped = await step<Case>('cases', found._id, request, now, refuse('CASE_NOT_FOUND'), refuse('CASE_CHANGED'), (fresh) =>
      // Somebody was faster: the alarm that rang is no more.
      fresh.version === found.version ? ring(fresh, surroundings, town, now) : refuse('CASE_CHANGED'),
    )
    if (!stepped.ok) continue
    taken++
    await deliver('cases', stepped.document, town)
  }
  return taken
}

interface Surroundings {
  cell?: Cell
  desks: Desk[]
  loads: Map<string, number>
}
const nothing: Surroundings = { desks: [], loads: new Map() }

/** Who could take a case that nobody accepted, or has to hear that it is late: one operation, and one for the loads. */
async function look({ grid, state }: Case, now: Instant): Promise<Surroundings> {
  const grids = [grid.id, ...(grid.villageId ? [grid.villageId] : []), (await townData(now)).grid]
  const found = await find<Cell | Desk>(
    'grids',
    { _id: is.in([...new Set(grids)]) },
    { limit: grids.length, fields: ['level', 'name', 'desk', 'team', 'village'] },
  )
  const cell = found.find((one): one is Cell => one.level === 'cell')
  const located: Located = cell ? { cell, rule: 'inside', shared: [] } : { rule: 'outside', shared: [] }
  const holders = state === 'reported' ? weighed(located, { first: 'cell' }, now) : []
  return {
    cell,
    desks: found.filter((one): one is Desk => one.level !== 'cell'),
    loads: holders.length > 0 ? await loadsOf(holders) : new Map<string, number>(),
  }
}

function ring(found: Case, { cell, desks, loads }: Surroundings, town: TownData, now: Instant): Result<Step<Case>> {
  switch (found.alarm?.for) {
    case 'remind':
      // Nobody looked in time for a reminder to make sense: the deadline itself is next.
      return decideAlone(found, { step: 'remind' }, now)
    case 'review':
      return decideAlone(found, { step: 'review' }, now)
    case 'silence':
      return decideAlone(found, { step: 'closeSilently' }, now)
    case 'due':
    case 'late': {
      const next = found.state === 'reported' && found.alarm.for === 'due' ? nextFor(found, { cell, desks, loads, now, town }) : undefined
      if (next) return decideAlone(found, { step: 'passOn', ...next }, now)
      const townDesk = atTownDesk(desks, town)
      return decideAlone(
        found,
        { step: 'tellLate', above: found.alarm.for === 'due' ? (above(found, desks, town) ?? townDesk) : townDesk },
        now,
      )
    }
    case undefined:
      return refuse('CASE_STEP_REFUSED')
  }
}
