import { mayActFor } from '../domain/consent'
import type { Person } from '../domain/person'
import { done } from '../domain/result'
import { find, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { listOf, pageOf } from './bookingPage'

/** What is for the caller, and what the caller booked for others who still trust them. */
export const mine: Handlers<'booking'>['mine'] = async ({ ahead, cursor }, { person, now }) => {
  const { found, next } = await (ahead
    ? pageOf({ people: person._id, open: true }, 'asc', cursor)
    : pageOf({ people: person._id }, 'desc', cursor))
  const others = [...new Set(found.map(({ guest }) => guest.person))].filter((guest) => guest !== person._id)
  const guests =
    others.length === 0
      ? []
      : await find<Person>('people', { _id: is.in(others) }, { limit: others.length, fields: ['trusted', 'home', 'roles'] })
  const trusting = new Set(guests.filter((guest) => mayActFor(person, guest)).map(({ _id }) => _id))
  const shown = found.filter(({ guest }) => guest.person === person._id || trusting.has(guest.person))
  return done(listOf({ found: shown, next }, person._id, now))
}
