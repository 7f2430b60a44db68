import { randomInt } from 'node:crypto'
import { addDays } from '../domain/calendar'
import { mayActFor, staffRoleFor } from '../domain/consent'
import type { StaffRole } from '../domain/consent'
import type { Invitation, Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import { audit } from '../platform/audit'
import { change } from '../platform/documents'
import type { Context, Handlers } from '../platform/entry'
import { save } from './save'
import { agreedTexts, mostTrusted } from './trust'

/** No letters that are taken for others when they are read aloud or copied by hand. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
/** 31^16 is more than 10^23: nobody finds one by trying within a day. */
const length = 16

function newCode(): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}

/**
 * A new code ends the one before, since a person has one. Sent twice, it answers the code that the first made. Staff make one for somebody
 * whom they look after and who told them so, to hand it to one of the family wherever they live; the audit comes first.
 */
export const invite: Handlers<'person'>['invite'] = async ({ consent }, context) => {
  const { person, guest, now } = context
  const as = mayActFor(person, guest)
  const role = staffRoleFor(person, guest)?.role
  if (as !== 'self' && !role) return refuse('NOT_ALLOWED', '请家人自己来请，或者请网格员、服务台登记')
  if (role && !consent) return refuse('CONSENT_MISSING', '请先问过本人，并记下是当面还是电话里同意的')
  if (guest.trusted.length >= mostTrusted) return refuse('INPUT_INVALID', `最多可以请 ${mostTrusted} 位家人，请先取消一位`)
  const given = { code: newCode(), until: addDays(now, 1) }
  const saved =
    role && consent
      ? await inviteFor(guest, { ...given, how: consent.how, recordedBy: person._id }, role, context)
      : await save({ invitation: { ...given, how: 'self' } }, context)
  if (!saved.ok) return saved
  const { invitation } = saved.data
  return invitation ? done(invitation) : refuse('INVITATION_OVER')
}

async function inviteFor(
  guest: Person,
  invitation: Invitation & { how: keyof typeof agreedTexts },
  role: StaffRole['role'],
  { person, request, now }: Context,
): Promise<Result<Person>> {
  const reason = `${agreedTexts[invitation.how]}同意家人凭邀请码替他约服务`
  const recorded = await audit(
    { subject: guest._id, field: 'trust', person: person._id, name: person.name, role, reason, at: now },
    request,
  )
  if (!recorded) return refuse('REQUEST_ID_REUSED')
  const changed = await change<Person>('people', guest._id, request, {}, { set: { invitation: { ...invitation }, updatedAt: now } })
  switch (changed.outcome) {
    case 'written':
      return done({ ...guest, invitation })
    case 'already':
      return done(changed.document)
    case 'missing':
    case 'refused':
      return refuse('SERVICE_BUSY')
  }
}
