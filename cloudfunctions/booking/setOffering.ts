import type { Offering } from '../domain/booking'
import { offeringOf } from '../domain/layout'
import { actsFor } from '../domain/organisation'
import type { Contract, Organisation } from '../domain/organisation'
import { done, refuse } from '../domain/result'
import { dayOf } from '../domain/time'
import { checkText } from '../platform/contentCheck'
import { change, create, find, get, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'

/** Publishes what an organisation offers, or changes it. Days that are laid out already take a new one in by the sweep. */
export const setOffering: Handlers<'booking'>['setOffering'] = async (input, { person, request, now }) => {
  const id = actsFor(person, input.organisation)
  if (id === undefined) return refuse('NOT_ALLOWED')
  const { service: wanted, version, open, remark, area } = input
  const [organisation, town, checked] = await Promise.all([
    get<Organisation>('organisations', id),
    townData(now),
    checkText(person.openid, remark),
  ])
  if (checked === 'risky') return refuse('TEXT_REFUSED')
  const service = town.services.find((one) => one.id === wanted)
  if (!organisation || !service) return refuse('SERVICE_UNKNOWN')
  if (!area.every((village) => town.villages.some((one) => one.id === village))) return refuse('INPUT_INVALID', '没有这个村，请重新选')
  const programme = town.programmes.find((one) => one.id === service.price.programme)
  const offering = offeringOf(organisation, service, programme, { area, open, remark })
  if (version > 0) {
    const set = { open, remark, area, service, ...(programme ? { programme } : {}) }
    const changed = await change<Offering>('sessions', offering._id, request, { version }, { set })
    switch (changed.outcome) {
      case 'written':
        return done({ id: offering._id, version: version + 1 })
      case 'already':
        return done({ id: offering._id, version: changed.document.version })
      case 'refused':
        return refuse('BOOKING_CHANGED', '这项服务刚刚被别人改过，请看过再改')
      case 'missing':
        return refuse('SERVICE_UNKNOWN')
    }
  }
  if (service.field !== organisation.field) return refuse('INPUT_INVALID', '这项服务不在贵机构的业务范围里')
  const bought = programme ? await minutesOf(id, programme.id, now) : { minutesLeft: 0, minutesBought: 0 }
  // Before, so that a call cut off after it leaves nothing undone; and after, should the sweep have come in between.
  await layAnew(organisation, `${request}.before`, now)
  const made = await create<Offering>('sessions', { ...offering, requests: [request], standing: { ...offering.standing, ...bought } })
  if (!made) return refuse('BOOKING_CHANGED', '这项服务已经登记过了，请刷新再看')
  await layAnew(organisation, `${request}.after`, now)
  return done({ id: made.document._id, version: made.document.version })
}

/** The days ahead are to be laid out anew. */
async function layAnew({ _id }: Organisation, request: string, now: string): Promise<void> {
  const today = dayOf(now)
  await change('organisations', _id, request, { laidOutUntil: is.gt(today) }, { set: { laidOutUntil: today }, bump: false })
}

async function minutesOf(
  organisation: string,
  programme: string,
  now: string,
): Promise<Pick<Offering['standing'], 'minutesLeft' | 'minutesBought'>> {
  const today = dayOf(now)
  const contracts = await find<Contract>('contracts', { organisation, until: is.gte(today) }, { limit: 50, order: [['until', 'asc']] })
  const running = contracts.filter((one) => one.programme === programme && one.from <= today)
  return {
    minutesLeft: running.reduce((sum, { left }) => sum + left, 0),
    minutesBought: running.reduce((sum, { minutes }) => sum + minutes, 0),
  }
}
