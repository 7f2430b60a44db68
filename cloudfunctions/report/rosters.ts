import type { Cell } from '../domain/grid'
import type { Person } from '../domain/person'
import { done } from '../domain/result'
import { standingOf } from '../domain/roster'
import { find, is } from '../platform/documents'
import type { Conditions } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'

/** The most that the database answers. */
const most = 1000

export const rosters: Handlers<'report'>['rosters'] = async (_input, { person, now }) => {
  const town = await townData(now)
  const fields = ['name', 'village', 'team']
  const found = await Promise.all(whose(person, town.grid).map((conditions) => find<Cell>('grids', conditions, { limit: most, fields })))
  const cells = [...new Map(found.flat().map((cell) => [cell._id, cell])).values()]
  const keyOf = ({ _id, village }: Cell) => `${village.grid}/${_id}`
  const grids = cells
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    .map(({ _id, name, village, team }) => {
      const standings = team.map((member) => standingOf(member, now))
      const count = (standing: (typeof standings)[number]) => standings.filter((one) => one === standing).length
      const [onDuty, away] = [count('onDuty'), count('away')]
      const text = `${onDuty === 0 ? '现在没有人当班' : `现在 ${onDuty} 人当班`}${away === 0 ? '' : `，${away} 人今天休息`}`
      return { id: _id, name, village: village.name, text, onDuty, away }
    })
  return done({ grids })
}

/** One query for the cells above which somebody stands, one for those in which they work. */
function whose({ roles }: Person, townGrid: string): Conditions[] {
  const desks = roles.flatMap((role) => (role.role === 'desk' ? [role.grid] : []))
  if (desks.includes(townGrid) || roles.some(({ role }) => role === 'dispatcher')) return [{ level: 'cell' }]
  const own = roles.flatMap((role) => (role.role === 'member' ? [role.grid] : []))
  return [...(desks.length > 0 ? [{ 'village.grid': is.in(desks) }] : []), ...(own.length > 0 ? [{ _id: is.in(own) }] : [])]
}
