import type { Person } from '../domain/person'
import { done } from '../domain/result'
import { change, find, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { inOwnName } from './inOwnName'
import { telling } from './trust'

/**
 * Ends trust between the caller and another person. The one who trusts is changed in the same write that tells them; then the other is
 * told. What is booked already goes on in the guest's own name: whoever booked it has nothing to say in it any more, and hears nothing of it.
 */
export const revoke: Handlers<'person'>['revoke'] = async ({ person: other, side }, { person, known, request, now }) => {
  const [found] = await find<Person>('people', { _id: is.in([other]) }, { limit: 1 })
  const ends = [
    ...(side !== 'iMayBookFor' && found ? [{ guest: person, trusted: found }] : []),
    ...(side !== 'mayBookForMe' && found ? [{ guest: found, trusted: person }] : []),
    // Or this very call ended it and died before it told the other.
  ].filter(({ guest, trusted }) => guest.trusted.some((one) => one.person === trusted._id) || guest.requests.includes(`${request}.ended`))
  // Trusted long ago and without a document since: only the caller's own list knows them.
  if (!found && known && person.trusted.some((one) => one.person === other)) {
    await change<Person>('people', person._id, request, {}, { pull: { trusted: { person: other } }, set: { updatedAt: now } })
  }
  for (const { guest, trusted } of ends) {
    const ended = telling(guest, `${trusted.name}不再替您约服务`, `${request}.${guest._id}`, now)
    await change<Person>(
      'people',
      guest._id,
      `${request}.ended`,
      { 'trusted.person': trusted._id },
      { ...ended, set: { ...ended.set, updatedAt: now }, pull: { trusted: { person: trusted._id } } },
    )
    await inOwnName(guest, trusted._id, `${request}.own`)
    const told = telling(trusted, `您不再替${guest.name}约服务`, `${request}.${trusted._id}`, now)
    await change<Person>('people', trusted._id, `${request}.told`, {}, { ...told, set: { ...told.set, updatedAt: now } })
  }
  return done({})
}
