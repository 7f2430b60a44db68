import { isOld, mayFinish } from '../domain/booking'
import type { Booking } from '../domain/booking'
import { keepsHours, pays } from '../domain/contractHours'
import type { Contract } from '../domain/organisation'
import { dayOf } from '../domain/time'
import type { Day, Instant } from '../domain/time'
import { change, find, get, is } from '../platform/documents'

/**
 * The hours that were bought of an organisation, kept in its contracts: promised when a visit is confirmed, given back when it is called
 * off, used when it is done. `left` guards, so no rush promises more than was bought; a booking has one entry, however often it is sent.
 */

/** More than one organisation has of contracts that still run. */
const mostContracts = 50
/** Bounded by what was bought, never cut. */
const mostEntries = 10_000

type Entry = Contract['open'][number]

function entryOf({ open }: Pick<Contract, 'open'>, booking: string): Entry | undefined {
  return open.find((entry) => entry.booking === booking)
}

/** Promises minutes of the contract that ends first and still has them on the visit's day. Two operations, one more for each contract that has run dry. */
export async function takeHours(
  organisation: string,
  programme: string,
  booking: string,
  minutes: number,
  now: Instant,
  day: Day = dayOf(now),
): Promise<{ ok: true; contract: string } | 'empty'> {
  if (!(minutes > 0)) throw new TypeError('hours of a contract are promised for some minutes')
  const running = await find<Contract>(
    'contracts',
    { organisation, until: is.gte(day) },
    { limit: mostContracts, order: [['until', 'asc']] },
  )
  const held = running.find((contract) => entryOf(contract, booking))
  if (held && (await renewed(held, booking, now))) return { ok: true, contract: held._id }
  for (const contract of running) {
    if (!pays(contract, programme, day) || contract.left < minutes) continue
    const changed = await change<Contract>(
      'contracts',
      contract._id,
      `${booking}.take.${now}`,
      { left: is.gte(minutes), 'open.booking': is.neq(booking) },
      {
        push: { open: { each: [{ booking, minutes, at: now }], keep: mostEntries } },
        inc: { left: -minutes },
        set: { touchedAt: now, unsettled: true },
        bump: false,
      },
    )
    if (changed.outcome === 'written') return { ok: true, contract: contract._id }
    if (changed.outcome !== 'missing' && entryOf(changed.document, booking)) return { ok: true, contract: contract._id }
  }
  return 'empty'
}

/** An entry that an earlier arrival made may be about to be judged by the sweep: it counts as made now. False when it has gone. */
async function renewed(contract: Contract, booking: string, now: Instant): Promise<boolean> {
  const entry = entryOf(contract, booking)
  if (!entry || mayFinish(entry, now)) return entry !== undefined
  const at = contract.open.indexOf(entry)
  const changed = await change<Contract>(
    'contracts',
    contract._id,
    `${booking}.renew.${now}`,
    { [`open.${at}.booking`]: booking, [`open.${at}.at`]: entry.at },
    { set: { [`open.${at}.at`]: now, touchedAt: now, unsettled: true }, bump: false },
  )
  return changed.outcome === 'written' || (changed.outcome !== 'missing' && entryOf(changed.document, booking) !== undefined)
}

/** Takes an entry out of the promised ones; the minutes go back to what is left, or to what is used. Without effect when it was done before. */
async function close(contract: string, booking: string, now: Instant, to: 'left' | 'used', at?: Instant): Promise<void> {
  const found = await get<Contract>('contracts', contract)
  const entry = found && entryOf(found, booking)
  if (!entry || (at !== undefined && entry.at !== at)) return
  const same = { booking, minutes: entry.minutes, at: entry.at }
  await change<Contract>(
    'contracts',
    contract,
    `${booking}.${to}.${entry.at}`,
    { open: is.some(same) },
    // What is left is told to dispatch by the sweep, which looks at what is unsettled.
    { pull: { open: same }, inc: { [to]: entry.minutes }, set: { touchedAt: now, ...(to === 'left' && { unsettled: true }) }, bump: false },
  )
}

/** The visit will not be done, or not by this organisation. */
export function freeHours(contract: string, booking: string, now: Instant): Promise<void> {
  return close(contract, booking, now, 'left')
}

/** The visit was done. */
export function useHours(contract: string, booking: string, now: Instant): Promise<void> {
  return close(contract, booking, now, 'used')
}

const contractsASweep = 20
/** Ids that one query may name. */
const idsAQuery = 500

/**
 * For the sweep: hours that were promised and whose confirmation never came go back. A contract is looked at until all its entries are old
 * enough to be judged, then not again before hours are taken. Answers how many entries were given back.
 */
export async function settleContracts(now: Instant): Promise<number> {
  const contracts = await find<Pick<Contract, '_id' | 'open' | 'touchedAt'>>(
    'contracts',
    { unsettled: true },
    { limit: contractsASweep, order: [['touchedAt', 'asc']], fields: ['open', 'touchedAt'] },
  )
  const old = contracts.flatMap(({ _id: contract, open }) =>
    open.filter(({ at }) => isOld(at, now)).map(({ booking, at }) => ({ contract, booking, at })),
  )
  const bookings = new Map<string, Pick<Booking, 'contract' | 'open' | 'uncounted'>>()
  for (let from = 0; from < old.length; from += idsAQuery) {
    const ids = [...new Set(old.slice(from, from + idsAQuery).map(({ booking }) => booking))]
    const found = await find<Booking>('bookings', { _id: is.in(ids) }, { limit: ids.length, fields: ['contract', 'open', 'uncounted'] })
    for (const booking of found) bookings.set(booking._id, booking)
  }
  const orphans = old.filter(({ contract, booking }) => {
    const kept = bookings.get(booking)
    return !kept || !keepsHours(kept, contract)
  })
  for (const { contract, booking, at } of orphans) await close(contract, booking, now, 'left', at)
  for (const { _id, open, touchedAt } of contracts) {
    if (!isOld(touchedAt, now) || !open.every(({ at }) => isOld(at, now)) || orphans.some(({ contract }) => contract === _id)) continue
    await change<Contract>('contracts', _id, `settle.${now}`, { touchedAt }, { set: { unsettled: false }, bump: false })
  }
  return orphans.length
}
