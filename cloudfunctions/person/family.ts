import type { Person } from '../domain/person'
import { done } from '../domain/result'
import { find } from '../platform/documents'
import type { Handlers } from '../platform/entry'

/** More than anybody books for, staff included: they act by their role. */
const most = 50

export const family: Handlers<'person'>['family'] = async (_input, { person, now }) => {
  const trusting = await find<Pick<Person, '_id' | 'name' | 'trusted' | 'addressMasked' | 'phoneMasked' | 'home'>>(
    'people',
    { 'trusted.person': person._id },
    { limit: most, fields: ['name', 'trusted', 'addressMasked', 'phoneMasked', 'home'] },
  )
  const { invitation } = person
  return done({
    iMayBookFor: trusting.flatMap(({ _id: id, name, trusted, addressMasked, phoneMasked, home }) =>
      trusted
        .filter((one) => one.person === person._id)
        .map(({ relation, since }) => ({ id, name, relation, since, addressMasked, phoneMasked, grid: home?.gridName })),
    ),
    mayBookForMe: person.trusted.map(({ person: id, name, relation, since, how }) => ({ id, name, relation, since, how })),
    invitation: invitation && invitation.until > now ? invitation : undefined,
  })
}
