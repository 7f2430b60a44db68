import { departmentOwner, deskOwner, memberOwner } from '../domain/assignment'
import type { Desk } from '../domain/assignment'
import { ownerKey } from '../domain/case'
import type { Owner } from '../domain/case'
import type { Cell } from '../domain/grid'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import { standingOf } from '../domain/roster'
import type { Instant } from '../domain/time'
import { find, get, is } from '../platform/documents'
import { townData } from '../platform/townData'

/** The town and its villages; far above what a town has. */
const mostDesks = 200

/** The desks of the town and of all its villages; one operation. */
export function allDesks(): Promise<Desk[]> {
  return find<Desk>('grids', { level: is.in(['village', 'town']) }, { limit: mostDesks, fields: ['level', 'name', 'desk'] })
}

/** The owner that a key names, as our own documents describe it now; one operation, for a department none besides the town's data. */
export async function ownerOf(holder: string, now: Instant): Promise<Result<Owner>> {
  const [kind = '', id = ''] = holder.split(':')
  if (id === '') return refuse('HOLDER_UNKNOWN')
  switch (kind) {
    case 'desk': {
      const grid = await get<Desk | Cell>('grids', id)
      return grid && 'desk' in grid && 'people' in grid.desk ? done(deskOwner(grid)) : refuse('HOLDER_UNKNOWN')
    }
    case 'department': {
      const department = (await townData(now)).departments.find((one) => one.id === id)
      return department ? done(departmentOwner(department)) : refuse('HOLDER_UNKNOWN')
    }
    case 'member': {
      const [cell] = await find<Cell>('grids', { 'team.person': id }, { limit: 1 })
      const member = cell?.team.find(({ person }) => ownerKey.member(person) === holder)
      if (!cell || !member || member.part === 'volunteer') return refuse('HOLDER_UNKNOWN')
      return standingOf(member, now) === 'away'
        ? refuse('HOLDER_UNKNOWN', `${member.name}今天休息，请换一个`)
        : done(memberOwner(cell, member))
    }
    default:
      return refuse('HOLDER_UNKNOWN')
  }
}
