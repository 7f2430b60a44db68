import type { NewNotice } from '../domain/matter'
import { owing } from '../domain/matter'
import type { Person, Trusted } from '../domain/person'
import type { Instant } from '../domain/time'
import { change, is } from '../platform/documents'
import type { Change, Changed } from '../platform/documents'

/** People whom one person may trust, so that a family has room and a list of strangers has not. */
export const mostTrusted = 8
/** Messages about the family that a person's document keeps. */
const mostNotices = 10

/** How somebody agreed who told staff so. */
export const agreedTexts = { phone: '电话里', inPerson: '当面' }

/** What a message is about, and where to go with it. */
type About = Pick<NewNotice, 'title' | 'page'>
const family: About = { title: '家人', page: '/packages/booking/family/family' }

/** What tells somebody about their family or what was set for them; nothing for who has no WeChat. */
export function telling(to: Pick<Person, '_id' | 'openid'>, text: string, request: string, now: Instant, about = family): Change {
  if (to.openid === '') return {}
  const notice: NewNotice = {
    person: to._id,
    openid: to.openid,
    template: 'bookingProgress',
    text,
    ...about,
  }
  return { set: { owed: true }, push: { notices: { each: owing([notice], request, now), keep: mostNotices } } }
}

/** Enters whom somebody trusts, and tells them. Refused when they are entered already; one operation, two when refused. */
export async function entrust(
  guest: Pick<Person, '_id' | 'openid'>,
  trusted: Trusted,
  text: string,
  request: string,
  now: Instant,
  more: { guard?: Parameters<typeof change>[3]; unset?: string[] } = {},
): Promise<Changed<Person>> {
  const tells = telling(guest, text, request, now)
  return change<Person>(
    'people',
    guest._id,
    request,
    { ...more.guard, 'trusted.person': is.neq(trusted.person) },
    {
      ...tells,
      set: { ...tells.set, updatedAt: now },
      unset: more.unset,
      push: { ...tells.push, trusted: { each: [{ ...trusted }], keep: mostTrusted } },
    },
  )
}
