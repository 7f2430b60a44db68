import { randomInt } from 'node:crypto'
import { addDays } from '../domain/calendar'
import { done, refuse } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { save } from './save'
import { mostTrusted } from './trust'

/** No letters that are taken for others when they are read aloud or copied by hand. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
/** 31^16 is more than 10^23: nobody finds one by trying within a day. */
const length = 16

function newCode(): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}

/** A new code ends the one before, since a person has one. Sent twice, it answers the code that the first made. */
export const invite: Handlers<'person'>['invite'] = async (_input, context) => {
  if (context.person.trusted.length >= mostTrusted) return refuse('INPUT_INVALID', `最多可以请 ${mostTrusted} 位家人，请先取消一位`)
  const saved = await save({ invitation: { code: newCode(), until: addDays(context.now, 1) } }, context)
  if (!saved.ok) return saved
  const { invitation } = saved.data
  return invitation ? done(invitation) : refuse('INVITATION_OVER')
}
