import { deskOwner, memberOwner } from '../domain/assignment'
import type { Desk } from '../domain/assignment'
import { ownerName } from '../domain/case'
import type { Case } from '../domain/case'
import type { Cell } from '../domain/grid'
import { done, refuse } from '../domain/result'
import { standingOf } from '../domain/roster'
import { find, get, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { loadsOf } from './loads'

/** The town and its villages; far above what a town has. */
const mostDesks = 200

const parts = { leader: '网格长', member: '网格员', volunteer: '志愿者' }

/** Who could take a case: those of its grid's team who are not away, then the village's desk, the town's, and the other villages'. */
export const candidates: Handlers<'report'>['candidates'] = async (input, { now }) => {
  const found = await get<Case>('cases', input.case)
  if (!found) return refuse('CASE_NOT_FOUND')
  const [cell, desks] = await Promise.all([
    found.grid.level === 'cell' ? get<Cell>('grids', found.grid.id) : undefined,
    find<Desk>('grids', { level: is.in(['village', 'town']) }, { limit: mostDesks, fields: ['level', 'name', 'desk'] }),
  ])
  const team = (cell?.team ?? []).flatMap((member) => {
    const standing = standingOf(member, now)
    if (!cell || standing === 'volunteer' || standing === 'away') return []
    return [{ owner: memberOwner(cell, member), detail: `${parts[member.part]},${standing === 'onDuty' ? '在岗' : '现在不是上班时间'}` }]
  })
  const rank = ({ _id, level }: Desk) => (_id === cell?.village.grid ? 0 : level === 'town' ? 1 : 2)
  const counters = desks
    .sort((a, b) => rank(a) - rank(b) || (a._id < b._id ? -1 : 1))
    .map((desk) => ({
      owner: deskOwner(desk),
      detail: desk.desk.people.length > 0 ? `${desk.name}的服务台` : `${desk.name}的服务台,现在没有人值守`,
    }))
  const all = [...team, ...counters].filter(({ owner }) => owner.key !== found.holder)
  const loads = await loadsOf(all.map(({ owner }) => owner.key))
  return done({
    candidates: all.map(({ owner, detail }) => ({ holder: owner.key, name: ownerName(owner), detail, load: loads.get(owner.key) ?? 0 })),
  })
}
