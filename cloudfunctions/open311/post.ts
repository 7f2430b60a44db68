import { toGcj02 } from '../domain/coordinates'
import { documentId, personId } from '../domain/identifiers'
import { publicItems } from '../domain/open311'
import type { Fault } from '../domain/open311'
import type { PersonRef } from '../domain/person'
import { addMinutes, dayOf } from '../domain/time'
import type { Instant } from '../domain/time'
import { find, is } from '../platform/documents'
import { surroundings } from '../platform/locatePoint'
import { answersTo, openAt } from '../report/begin'

const mostAnHour = 120
const mostText = 1000

/** A partner stands where a resident does, but is no WeChat user: messages to it are refused, and silence closes its cases. */
export function partnerPerson(partner: string): PersonRef {
  return { person: personId(`open311:${partner}`), openid: `open311:${partner}`, name: partner }
}

function numberOf(value: string | undefined, most: number): number | undefined {
  const number = value === undefined || value.trim() === '' ? NaN : Number(value)
  return Number.isFinite(number) && Math.abs(number) <= most ? number : undefined
}

/**
 * A request that comes in over HTTP becomes a case by the same way as a resident's. WeChat cannot check its text without a resident, so the
 * case is not shown to others. Personal fields and media are not taken. The same content on the same day is the same request.
 */
export async function post(
  partner: string,
  sent: Record<string, string>,
  now: Instant,
): Promise<{ service_request_id: string; service_notice: string; account_id: string }[] | Fault> {
  const text = (sent.description ?? '').replace(/[^\P{Cc}\n]/gu, '').trim()
  const address = (sent.address_string ?? '').trim().slice(0, 100)
  const latitude = numberOf(sent.lat, 90)
  const longitude = numberOf(sent.long, 180)
  if (!sent.service_code) return { status: 400, description: 'service_code was not provided' }
  if (latitude === undefined || longitude === undefined) {
    return { status: 400, description: 'lat and long were not provided in degrees (WGS84); an address alone cannot be found here' }
  }
  if (text.length > mostText) return { status: 400, description: `description has at most ${mostText} characters` }

  const reporter = partnerPerson(partner)
  const lately = await find<{ _id: string }>(
    'cases',
    { 'reporter.person': reporter.person, updatedAt: is.gt(addMinutes(now, -60)) },
    { limit: mostAnHour, order: [['updatedAt', 'desc']], fields: ['createdAt'] },
  )
  if (lately.length >= mostAnHour) return { status: 429, description: `at most ${mostAnHour} requests an hour; try again later` }

  const place = toGcj02({ longitude, latitude })
  const around = await surroundings(place, now)
  const item = publicItems(around.town).find(({ id }) => id === sent.service_code)
  if (!item) return { status: 404, description: 'service_code was not found' }
  const answers = item.questions.flatMap(({ id }) => {
    const answer = (sent[`attribute[${id}]`] ?? '').trim().slice(0, 200)
    return answer === '' ? [] : [{ id, answer }]
  })
  const content = JSON.stringify([item.id, text, address, longitude, latitude, answers, dayOf(now)])
  const made = await openAt(
    {
      request: documentId(reporter.openid, 'open311.requests', content),
      now,
      reporter,
      item,
      written: {
        text,
        photos: [],
        answers: answersTo(item, answers),
        place: { ...place, ...(address ? { name: address } : {}) },
        private: false,
      },
      textPassed: false,
    },
    around,
  )
  if (!made) throw new Error('an id of our own making was taken')
  return [{ service_request_id: made._id, service_notice: '', account_id: '' }]
}
