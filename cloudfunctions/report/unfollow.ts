import type { Case } from '../domain/case'
import { refOf } from '../domain/person'
import { done, refuse } from '../domain/result'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { setFollow } from './setFollow'

export const unfollow: Handlers<'report'>['unfollow'] = async (input, { person, request, now }) => {
  const found = await get<Case>('cases', input.case)
  if (!found) return refuse('CASE_NOT_FOUND')
  const left = await setFollow(found, refOf(person), 'left', request, now)
  return left.ok ? done({}) : left
}
