import { staffRoleFor } from '../domain/consent'
import { refOf } from '../domain/person'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { audit } from '../platform/audit'
import { checkText } from '../platform/contentCheck'
import { change, find, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { agreedTexts, entrust, mostTrusted, telling } from './trust'

/** Consent that somebody told the staff who look after them. The audit comes first; then both are told, so that nobody is entrusted unawares. */
export const recordTrust: Handlers<'person'>['recordTrust'] = async ({ person: id, trusted: other, relation, how }, context) => {
  const { person, request, now } = context
  if ((await checkText(person.openid, relation)) === 'risky') return refuse('TEXT_REFUSED')
  const people = await find<Person>('people', { _id: is.in([id, other]) }, { limit: 2 })
  const guest = people.find(({ _id }) => _id === id)
  const trusted = people.find(({ _id }) => _id === other)
  if (!guest) return refuse('INPUT_INVALID', '找不到这位居民，请重新选')
  const role = staffRoleFor(person, guest)?.role
  if (!role) return refuse('INPUT_INVALID', '这位居民不在您的网格里，请他找自己的网格员')
  if (other === person._id) return refuse('NOT_ALLOWED', '您可以按网格员的身份替他约，不用登记自己')
  if (!trusted || trusted === guest || trusted.openid === '') return refuse('INPUT_INVALID', '请选一位用过善邻的家人')
  const tellTrusted = async () => {
    const { set, push } = telling(trusted, `您可以替${guest.name}约服务了`, `${request}.${other}`, now)
    await change<Person>('people', other, `${request}.told`, {}, { set: { ...set, updatedAt: now }, push })
    return done({})
  }
  // This very command has entered it, and may have died before it told the other.
  if (guest.requests.includes(request)) return tellTrusted()
  if (guest.trusted.length >= mostTrusted) return refuse('INPUT_INVALID', `最多可以登记 ${mostTrusted} 位家人，请先取消一位`)
  const recorded = await audit(
    {
      subject: guest._id,
      field: 'trust',
      person: person._id,
      name: person.name,
      role,
      reason: `${agreedTexts[how]}同意${trusted.name}（${relation}）替他约服务`,
      at: now,
    },
    request,
  )
  if (!recorded) return refuse('REQUEST_ID_REUSED')
  const entry = { ...refOf(trusted), relation, since: now, how, recordedBy: person._id }
  const entered = await entrust(guest, entry, `${person.name}记下：${trusted.name}可以替您约服务`, request, now)
  if (entered.outcome === 'missing') return refuse('SERVICE_BUSY')
  return entered.outcome === 'refused' ? done({}) : tellTrusted()
}
