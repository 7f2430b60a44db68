import { deskOwner, memberOwner } from '../domain/assignment'
import type { Owner } from '../domain/case'
import { ownerKey } from '../domain/case'
import type { Cell, Grid } from '../domain/grid'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import { standingOf } from '../domain/roster'
import type { Instant } from '../domain/time'
import { find, get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { takeWrittenStep } from './takeStep'

export const assign: Handlers<'report'>['assign'] = async (input, context) => {
  const owner = await ownerOf(input.holder, context.now)
  if (!owner.ok) return owner
  return takeWrittenStep(input, input.reason, { step: 'assign', owner: owner.data, reason: input.reason }, context)
}

/** The owner that a key names, as our own documents describe it now; one operation. */
async function ownerOf(holder: string, now: Instant): Promise<Result<Owner>> {
  const [kind, id = ''] = holder.split(':')
  if (kind === 'desk' && id !== '') {
    const grid = await get<Grid>('grids', id)
    return grid && grid.level !== 'cell' ? done(deskOwner(grid)) : refuse('HOLDER_UNKNOWN')
  }
  const [cell] = kind === 'member' && id !== '' ? await find<Cell>('grids', { 'team.person': id }, { limit: 1 }) : []
  const member = cell?.team.find(({ person }) => ownerKey.member(person) === holder)
  if (!cell || !member || member.part === 'volunteer') return refuse('HOLDER_UNKNOWN')
  return standingOf(member, now) === 'away' ? refuse('HOLDER_UNKNOWN', `${member.name}今天休息,请换一个`) : done(memberOwner(cell, member))
}
