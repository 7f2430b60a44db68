import { addDays } from '../domain/calendar'
import { looksAfter } from '../domain/consent'
import { entitlementOf } from '../domain/entitlement'
import { confirmedStates, organisationsOf } from '../domain/booking'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { dayOf } from '../domain/time'
import { change, find, get, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { seal } from '../platform/seal'
import { townData } from '../platform/townData'
import { audit } from '../platform/audit'
import { telling } from '../person/trust'

/** GB/T 42195 leaves the interval to those who assess; a year is usual, and what changes sooner is assessed sooner. */
const holdsDays = 365

/** Where somebody sees what they are entitled to. */
const entitled = { title: '要多少照顾', page: '/packages/booking/services/services' }

/**
 * The level of need as assessed at home by GB/T 42195 (能力完好, 轻度, 中度, 重度, 完全失能); the hours of a month follow from it by the
 * programme. Staff assess those whom they serve: an organisation to whom it has said that it comes, a desk its residents. The person is told.
 */
export const assess: Handlers<'booking'>['assess'] = async (input, { person, request, now }) => {
  const [guest, town] = await Promise.all([get<Person>('people', input.person), townData(now)])
  if (!guest) return refuse('INPUT_INVALID', '找不到这位居民，请重新选')
  if (guest._id === person._id) return refuse('INPUT_INVALID', '不能给自己评估')
  const role = await roleFor(person, guest)
  if (!role) return refuse('INPUT_INVALID', '这位居民不归您评估，请他找所在村的服务台')
  const programme = town.programmes.find(({ id }) => id === input.programme)
  const level = programme?.levels.find(({ id }) => id === input.level)
  if (!programme || !level) return refuse('INPUT_INVALID', '没有这个等级，请重新选一个')
  const need: Person['need'] = { level: level.id, by: role.name, until: dayOf(addDays(now, holdsDays)) }
  const recorded = await audit(
    {
      subject: guest._id,
      field: 'need',
      person: person._id,
      name: person.name,
      role: role.role,
      reason: `${programme.name}：${level.name}`,
      ...(input.note ? { note: seal(input.note) } : {}),
      at: now,
    },
    request,
  )
  if (!recorded) return refuse('REQUEST_ID_REUSED')
  const entitlement = entitlementOf(programme, { ...guest, need }, now)
  const hours = entitlement
    ? `，每个月有 ${entitlement.minutes / 60} 小时${programme.name}，费用由${entitlement.paidBy}出${entitlement.share < 1 ? '一部分' : ''}`
    : `；现在不在${programme.name}的对象里，还没有时数`
  const sentence = `评估为“${level.name}”，一年内有效${hours}`
  const tells = telling(guest, `${role.name}给您${sentence}`, request, now, entitled)
  const changed = await change<Person>('people', guest._id, request, {}, { ...tells, set: { ...tells.set, need, updatedAt: now } })
  return changed.outcome === 'missing' ? refuse('NOT_ALLOWED') : done({ sentence: `${guest.name}${sentence}` })
}

async function roleFor(person: Person, guest: Person): Promise<{ role: 'organisation' | 'desk' | 'dispatcher'; name: string } | undefined> {
  for (const role of person.roles) {
    if (role.role === 'member' || !looksAfter(role, guest)) continue
    return { role: role.role, name: role.role === 'desk' ? `${role.gridName}服务台` : '指挥中心' }
  }
  const own = organisationsOf(person)
  if (own.length === 0) return undefined
  const [visited] = await find<{ organisationId: string }>(
    'bookings',
    { 'guest.person': guest._id, organisationId: is.in(own), kind: 'visit', state: is.in([...confirmedStates]) },
    { limit: 1, order: [['slot', 'desc']], fields: ['organisationId'] },
  )
  const role = person.roles.find((one) => one.role === 'organisation' && one.organisation === visited?.organisationId)
  return role?.role === 'organisation' ? { role: 'organisation', name: role.organisationName } : undefined
}
