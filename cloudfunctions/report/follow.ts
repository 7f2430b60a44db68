import { refOf } from '../domain/person'
import { done } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { followable, setFollow } from './setFollow'

export const follow: Handlers<'report'>['follow'] = async (input, { person, request, now }) => {
  const found = await followable(input.case, person._id)
  if (!found.ok) return found
  const followed = await setFollow(found.data, refOf(person), 'following', request, now)
  return followed.ok ? done({}) : followed
}
