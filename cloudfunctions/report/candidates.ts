import { departmentOwner, deskOwner, memberOwner } from '../domain/assignment'
import type { Desk } from '../domain/assignment'
import { ownerName } from '../domain/case'
import type { Case } from '../domain/case'
import { relationsOf } from '../domain/caseSteps'
import type { Cell } from '../domain/grid'
import { done, refuse } from '../domain/result'
import { standingOf } from '../domain/roster'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { allDesks } from './holders'
import { loadsOf } from './loads'

const parts = { leader: '网格长', member: '网格员', volunteer: '志愿者' }

/** Who could take a case: those of its grid's team who are not away, its village's desk, the town's, the departments, the other villages. */
export const candidates: Handlers<'report'>['candidates'] = async (input, { person, now }) => {
  const found = await get<Case>('cases', input.case)
  if (!found) return refuse('CASE_NOT_FOUND')
  const relations = relationsOf(found, person)
  if (!relations.some((relation) => relation !== 'reporter' && relation !== 'partner')) return refuse('NOT_ALLOWED')
  const [cell, desks, { departments }] = await Promise.all([
    found.grid.level === 'cell' ? get<Cell>('grids', found.grid.id) : undefined,
    allDesks(),
    townData(now),
  ])
  const team = (cell?.team ?? []).flatMap((member) => {
    const standing = standingOf(member, now)
    if (!cell || standing === 'volunteer' || standing === 'away') return []
    return [{ owner: memberOwner(cell, member), detail: `${parts[member.part]}，${standing === 'onDuty' ? '在岗' : '现在不是上班时间'}` }]
  })
  const rank = ({ _id, level }: Desk) => (_id === cell?.village.grid ? 0 : level === 'town' ? 1 : 2)
  const counters = desks
    .sort((a, b) => rank(a) - rank(b) || (a._id < b._id ? -1 : 1))
    .map((desk) => ({
      rank: rank(desk),
      owner: deskOwner(desk),
      detail: desk.desk.people.length > 0 ? `${desk.name}的服务台` : `${desk.name}的服务台，现在没有人值守`,
    }))
  const offices = departments.map((department) => ({ owner: departmentOwner(department), detail: '职能部门' }))
  const near = counters.filter((counter) => counter.rank < 2)
  const far = counters.filter((counter) => counter.rank === 2)
  const all = [...team, ...near, ...offices, ...far].filter(({ owner }) => owner.key !== found.holder)
  const loads = await loadsOf(all.map(({ owner }) => owner.key))
  return done({
    candidates: all.map(({ owner, detail }) => ({ holder: owner.key, name: ownerName(owner), detail, load: loads.get(owner.key) ?? 0 })),
  })
}
