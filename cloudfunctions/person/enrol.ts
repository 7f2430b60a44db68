import { staffRoleFor } from '../domain/consent'
import { emptyDiary } from '../domain/diary'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { audit } from '../platform/audit'
import { checkText } from '../platform/contentCheck'
import { create } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { keptContact } from './contact'

/**
 * Enters somebody who has no WeChat, so that staff can book for them. Such a person has no openid: nobody signs in as them, and no message
 * goes out. Only those whom the caller will look after.
 */
export const enrol: Handlers<'person'>['enrol'] = async ({ name, ...contact }, { person, request, now }) => {
  if ((await checkText(person.openid, `${name}\n${contact.address}`)) === 'risky') return refuse('TEXT_REFUSED')
  const kept = await keptContact(contact, '他', now)
  if (!kept.ok) return kept
  const resident: Person = {
    _id: request,
    version: 1,
    requests: [request],
    openid: '',
    name,
    roles: [],
    ...kept.data,
    groups: [],
    diary: emptyDiary,
    trusted: [],
    carers: [],
    careMode: false,
    readUntil: now,
    createdAt: now,
    updatedAt: now,
  }
  const where = resident.home?.gridName ?? ''
  const role = staffRoleFor(person, resident)?.role
  if (!role) return refuse('NOT_ALLOWED', `这里是${where}，请那里的网格员来登记`)
  const recorded = await audit(
    {
      subject: request,
      field: 'enrolment',
      person: person._id,
      name: person.name,
      role,
      reason: `登记没有微信的居民（${where}）`,
      at: now,
    },
    request,
  )
  if (!recorded) return refuse('REQUEST_ID_REUSED')
  const made = await create<Person>('people', resident)
  return made ? done({ id: made.document._id, name: made.document.name }) : refuse('REQUEST_ID_REUSED')
}
