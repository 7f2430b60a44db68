import { done } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { save } from './save'

export const read: Handlers<'person'>['read'] = async ({ until }, context) => {
  // Never back, and never into the future: a message of tomorrow must still count as unread.
  const readUntil = [until < context.now ? until : context.now, context.person.readUntil].sort()[1] as string
  const saved = await save({ readUntil }, context)
  return saved.ok ? done({}) : saved
}
