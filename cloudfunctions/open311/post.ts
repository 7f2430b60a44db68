import { partnerMark } from '../domain/case'
import { toGcj02 } from '../domain/coordinates'
import { documentId, personId } from '../domain/identifiers'
import { isFault, publicItems } from '../domain/open311'
import type { Fault } from '../domain/open311'
import type { Point } from '../domain/geometry'
import type { PersonRef } from '../domain/person'
import { placeNamed } from '../domain/places'
import type { TownPlaces } from '../domain/places'
import { addMinutes, dayOf } from '../domain/time'
import type { Instant } from '../domain/time'
import { find, get, is } from '../platform/documents'
import { surroundings } from '../platform/locatePoint'
import { answersTo, openAt } from '../report/begin'

const mostAnHour = 120
/** The specification's own. */
const mostText = 4000

/** A partner stands where a resident does, but is no WeChat user: messages to it are refused, and silence closes its cases. */
export function partnerPerson(partner: string): PersonRef {
  const openid = partnerMark + partner
  return { person: personId(openid), openid, name: partner }
}

function numberOf(value: string | undefined, most: number): number | undefined {
  const number = value === undefined || value.trim() === '' ? NaN : Number(value)
  return Number.isFinite(number) && Math.abs(number) <= most ? number : undefined
}

/** By its coordinates; without any, by an address that is the name of a place we know. Inside, everything is GCJ-02. */
async function placeOf({ lat, long }: Record<string, string>, address: string): Promise<Point | Fault> {
  const latitude = numberOf(lat, 90)
  const longitude = numberOf(long, 180)
  if (latitude !== undefined && longitude !== undefined) return toGcj02({ longitude, latitude })
  const named = address && !lat && !long ? placeNamed((await get<TownPlaces>('grids', 'places'))?.places ?? [], address) : undefined
  return (
    named ?? {
      status: 400,
      description: 'lat and long were not provided in degrees (WGS84), and address_string is no place that is known here',
    }
  )
}

/**
 * A request that comes in over HTTP becomes a case by the same way as a resident's. WeChat cannot check its text without a resident, so the
 * case is not shown to others until a person has released it. Personal fields and media are not taken. The same content on the same day is the same request.
 */
export async function post(
  partner: string,
  sent: Record<string, string>,
  now: Instant,
): Promise<{ service_request_id: string; service_notice: null; account_id: null }[] | Fault> {
  const text = (sent.description ?? '').replace(/[^\P{Cc}\n]/gu, '').trim()
  const address = (sent.address_string ?? '').trim().slice(0, 100)
  if (!sent.service_code) return { status: 400, description: 'service_code was not provided' }
  const place = await placeOf(sent, address)
  if (isFault(place)) return place
  if (text.length > mostText) return { status: 400, description: `description has at most ${mostText} characters` }

  const reporter = partnerPerson(partner)
  const lately = await find<{ _id: string }>(
    'cases',
    { 'reporter.person': reporter.person, updatedAt: is.gt(addMinutes(now, -60)) },
    { limit: mostAnHour, order: [['updatedAt', 'desc']], fields: ['createdAt'] },
  )
  if (lately.length >= mostAnHour) return { status: 429, description: `at most ${mostAnHour} requests an hour; try again later` }

  const around = await surroundings(place, now)
  const item = publicItems(around.town).find(({ id }) => id === sent.service_code)
  if (!item) return { status: 404, description: 'service_code was not found' }
  const answers = item.questions.flatMap(({ id }) => {
    const answer = (sent[`attribute[${id}]`] ?? '').trim().slice(0, 200)
    return answer === '' ? [] : [{ id, answer }]
  })
  const content = JSON.stringify([item.id, text, address, place.longitude, place.latitude, answers, dayOf(now)])
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
  return [{ service_request_id: made._id, service_notice: null, account_id: null }]
}
