import { refOf } from '../domain/person'
import type { Handlers } from '../platform/entry'
import { followable, setFollow } from './setFollow'

export const join: Handlers<'report'>['join'] = async (input, { person, request, now }) => {
  const found = await followable(input.case, person._id)
  if (!found.ok) return found
  return setFollow(found.data, refOf(person), 'joined', request, now)
}
