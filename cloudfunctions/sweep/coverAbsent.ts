import { ownerKey } from '../domain/case'
import type { Cell } from '../domain/grid'
import { standingOf } from '../domain/roster'
import { dayOf } from '../domain/time'
import type { Instant } from '../domain/time'
import { find, is } from '../platform/documents'
import { coverMember } from '../report/coverMember'
import { loadsOf } from '../report/loads'

/** A minute's work; what is left waits for the next sweep. */
const most = 20
/** The most that the database answers. */
const mostCells = 1000

/** What people who are away have in hand goes to the next on duty: one operation when nobody is away, two when they have nothing. */
export async function coverAbsent(now: Instant): Promise<number> {
  const cells = await find<Cell>(
    'grids',
    { lastAway: is.gte(dayOf(now)) },
    { limit: mostCells, order: [['lastAway', 'asc']], fields: ['level', 'name', 'village', 'team'] },
  )
  const away = cells.flatMap((cell) => cell.team.filter((member) => standingOf(member, now) === 'away').map((member) => ({ cell, member })))
  if (away.length === 0) return 0
  const loads = await loadsOf(away.map(({ member }) => ownerKey.member(member.person)))
  let moved = 0
  for (const { cell, member } of away) {
    if (moved >= most) break
    if (loads.has(ownerKey.member(member.person))) moved += await coverMember(cell, member, most - moved, now)
  }
  return moved
}
