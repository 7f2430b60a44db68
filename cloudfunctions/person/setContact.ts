import { mayActFor, staffRoleFor } from '../domain/consent'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { audit } from '../platform/audit'
import { checkText } from '../platform/contentCheck'
import { change } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { keptContact } from './contact'
import { agreedTexts, telling } from './trust'

const ownContact = { title: '您的资料', page: '/packages/booking/contact/contact' }

/**
 * The address and phone of somebody else, given or put right by family, or by staff whom they told. What was there before is not shown to
 * whoever changes it. The audit comes first; the person is told in the same write, and changes it back by `update`.
 */
export const setContact: Handlers<'person'>['setContact'] = async ({ consent, forWhom: _, ...contact }, context) => {
  const { person, guest, request, now } = context
  const as = mayActFor(person, guest)
  if (as === 'self') return refuse('INPUT_INVALID', '自己的住址和电话请在“我的”里填')
  if (as === 'staff' && !consent) return refuse('CONSENT_MISSING', '请先问过本人，并记下是当面还是电话里同意的')
  const what = [(contact.address ?? contact.home) ? ['住址'] : [], contact.phone === undefined ? [] : ['电话']].flat().join('和')
  if (what === '') return refuse('INPUT_INVALID', '请先填好住址或电话再保存')
  if (contact.address !== undefined && (await checkText(person.openid, contact.address)) === 'risky') return refuse('TEXT_REFUSED')
  const kept = await keptContact(contact, guest.name, now)
  if (!kept.ok) return kept
  const relation = guest.trusted.find((one) => one.person === person._id)?.relation
  const recorded = await audit(
    {
      subject: guest._id,
      field: 'contact',
      person: person._id,
      name: person.name,
      role: as === 'staff' ? (staffRoleFor(person, guest)?.role ?? 'member') : 'family',
      reason: `${as === 'staff' && consent ? `${agreedTexts[consent.how]}同意` : (relation ?? '家人')}替他填${what}`,
      at: now,
    },
    request,
  )
  if (!recorded) return refuse('REQUEST_ID_REUSED')
  const tells = telling(guest, `${person.name}帮您填了${what}，不对的话您可以改回来`, request, now, ownContact)
  const changed = await change<Person>('people', guest._id, request, {}, { ...tells, set: { ...tells.set, ...kept.data, updatedAt: now } })
  if (changed.outcome !== 'written' && changed.outcome !== 'already') return refuse('SERVICE_BUSY')
  if (as === 'family') {
    const told = telling(person, `您帮${guest.name}填了${what}，已经告诉他`, `${request}.${person._id}`, now)
    await change<Person>('people', person._id, `${request}.told`, {}, { ...told, set: { ...told.set, updatedAt: now } })
  }
  const { addressMasked, phoneMasked, home } = changed.outcome === 'already' ? changed.document : { ...guest, ...kept.data }
  return done({ addressMasked, phoneMasked, grid: home?.gridName })
}
