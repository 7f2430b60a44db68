import type { Cell } from '../domain/grid'
import { lastAwayOf, rosterRight } from '../domain/rosterChanges'
import type { RosterChange, RosterRight } from '../domain/rosterChanges'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import { dayOf } from '../domain/time'
import type { Day } from '../domain/time'
import { change, get } from '../platform/documents'
import type { Context } from '../platform/entry'
import { townData } from '../platform/townData'

const tries = 3
const keptChanges = 30

/** A cell whose roster the caller may see. */
export async function rosterOf(
  grid: string,
  { person, now }: Pick<Context, 'person' | 'now'>,
): Promise<Result<{ cell: Cell; right: RosterRight }>> {
  const [cell, town] = await Promise.all([get<Cell>('grids', grid), townData(now)])
  if (!cell?.team) return refuse('GRID_UNKNOWN')
  const right = rosterRight(person, cell, town.grid)
  return right ? done({ cell, right }) : refuse('NOT_ALLOWED')
}

/**
 * Changes the team of a cell under the version that the rule saw; when somebody else was faster the rule decides again on what is there now.
 * A member may change what is `own` to them; all else takes whoever leads. With a version, a stale click is refused.
 */
export async function changeRoster(
  { grid, person: member, version }: { grid: string; person: string; version?: number },
  context: Context,
  own: boolean,
  decide: (team: Cell['team'], today: Day) => Result<RosterChange>,
): Promise<Result<{ cell: Cell; right: RosterRight }>> {
  const { person, request, now } = context
  for (let attempt = 0; attempt < tries; attempt++) {
    const found = await rosterOf(grid, context)
    if (!found.ok) return found
    const { cell, right } = found.data
    if (right !== 'lead' && !(own && member === person._id)) return refuse('NOT_ALLOWED')
    if (cell.requests.includes(request)) return found
    if (version !== undefined && version !== cell.version) return refuse('ROSTER_CHANGED')
    const decided = decide(cell.team, dayOf(now))
    if (!decided.ok) return decided
    const { team } = decided.data
    const lastAway = lastAwayOf(team)
    const line = { at: now, sentence: member === person._id ? decided.data.sentence : `${decided.data.sentence}（${person.name}改的）` }
    const changed = await change<Cell>(
      'grids',
      grid,
      request,
      { version: cell.version },
      {
        set: { team, ...(lastAway ? { lastAway } : {}) },
        unset: lastAway ? [] : ['lastAway'],
        push: { changes: { each: [line], keep: keptChanges } },
      },
    )
    if (changed.outcome === 'written')
      return done({ cell: { ...cell, team, lastAway, version: cell.version + 1, changes: [...(cell.changes ?? []), line] }, right })
    if (changed.outcome === 'already') return done({ cell: changed.document, right })
    if (changed.outcome === 'missing') return refuse('GRID_UNKNOWN')
  }
  return refuse('ROSTER_CHANGED')
}
