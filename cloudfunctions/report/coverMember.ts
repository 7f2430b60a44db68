import { coverable, coverFor, inside, weighed } from '../domain/assignment'
import type { Desk } from '../domain/assignment'
import { ownerKey } from '../domain/case'
import type { Case } from '../domain/case'
import { decideAlone } from '../domain/caseSteps'
import type { Cell, TeamMember } from '../domain/grid'
import { refuse } from '../domain/result'
import type { Instant } from '../domain/time'
import { find, is, step } from '../platform/documents'
import { deliver } from '../platform/messages'
import { townData } from '../platform/townData'
import { loadsOf } from './loads'

/** More than are handed on at once: what can wait until somebody is there must not hide the emergency behind it. */
const weighedAtMost = 60

/**
 * Hands on what a member who is away has in hand, the most urgent first: three operations, and three for each case. Answers how many went.
 * It looks at what there is, not at what happened: a case that comes back to somebody away (reopened, resumed) goes on as well.
 */
export async function coverMember(cell: Cell, { person }: Pick<TeamMember, 'person'>, most: number, now: Instant): Promise<number> {
  const holder = ownerKey.member(person)
  const held = await find<Case>('cases', { holder, open: true, due: is.gt('') }, { limit: weighedAtMost, order: [['due', 'asc']] })
  const going = held.filter((found) => coverable(found, cell, now)).slice(0, most)
  if (going.length === 0) return 0
  const town = await townData(now)
  const grids = [...new Set([cell.village.grid, town.grid])]
  const onDuty = weighed(inside(cell), { first: 'cell' }, now)
  const [desks, loads] = await Promise.all([
    find<Desk>('grids', { _id: is.in(grids) }, { limit: grids.length, fields: ['level', 'name', 'desk'] }),
    onDuty.length > 0 ? loadsOf(onDuty) : new Map<string, number>(),
  ])
  let moved = 0
  for (const found of going) {
    const { owner, reason, alsoTold = [] } = coverFor(found, { cell, desks, loads, now, town })
    const request = `cover.${now}.${found.version}`
    const stepped = await step<Case>('cases', found._id, request, now, refuse('CASE_NOT_FOUND'), refuse('CASE_CHANGED'), (fresh) =>
      // Somebody was faster, and it may be with somebody else by now.
      fresh.version === found.version ? decideAlone(fresh, { step: 'cover', owner, reason, alsoTold }, now) : refuse('CASE_CHANGED'),
    )
    if (!stepped.ok) continue
    moved++
    loads.set(owner.key, (loads.get(owner.key) ?? 0) + 1)
    await deliver('cases', stepped.document, town)
  }
  return moved
}
