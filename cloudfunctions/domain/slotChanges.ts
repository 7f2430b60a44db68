import { overlaps } from './booking'
import type { Session } from './booking'
import type { Instant } from './time'

/** What has to become of the appointments of a day that were laid out before, after the roster or the offerings changed. */
export interface SlotChanges {
  create: Session[]
  /** Taken back: nobody can take them any more. */
  withdraw: Session[]
  /** Of those, what somebody has and that now does not take place. */
  callOff: Session[]
  /** Taken back before and there again, of another length now, or with another adviser beside the leader. */
  amend: { old: Session; fresh: Session }[]
}

/** What has been taken back belongs to no service any more, so that nobody finds it; who has it keeps it until it is called off. */
export function isWithdrawn({ services }: { services: readonly string[] }): boolean {
  return services.length === 0
}

function sameWorker(a: Session, b: Session): boolean {
  const people = (one: Session) => [one.worker?.person, one.beside?.person].filter(Boolean)
  return people(a).some((person) => people(b).includes(person))
}

/**
 * What somebody has stays as long as the adviser works then, also when the times of a day have moved; nobody is then asked twice at once.
 * What has begun is left alone.
 */
export function slotChanges(
  existing: Session[],
  fresh: Session[],
  works: (worker: string, span: { start: Instant; end: Instant }) => boolean,
  now: Instant,
): SlotChanges {
  const ahead = existing.filter(({ start }) => start > now)
  const laid = new Map(fresh.map((slot) => [slot._id, slot]))
  const promised = ahead.filter(
    (slot) => slot.takers.length > 0 && (laid.has(slot._id) || (slot.worker !== undefined && works(slot.worker.person, slot))),
  )
  const stays = new Set(promised.map(({ _id }) => _id))
  const inTheWay = (slot: Session) =>
    promised.some(
      (other) => other._id !== slot._id && laid.get(other._id)?.end !== other.end && sameWorker(other, slot) && overlaps(other, slot),
    )
  const wanted = fresh.filter((slot) => slot.start > now && (stays.has(slot._id) || !inTheWay(slot)))
  const open = new Set(wanted.map(({ _id }) => _id))
  const known = new Map(ahead.map((slot) => [slot._id, slot]))
  const gone = ahead.filter(({ _id }) => !open.has(_id))
  return {
    create: wanted.filter(({ _id }) => !known.has(_id)),
    withdraw: gone.filter((slot) => !isWithdrawn(slot)),
    callOff: gone.filter(({ _id, takers }) => takers.length > 0 && !stays.has(_id)),
    amend: wanted.flatMap((slot) => {
      const old = known.get(slot._id)
      if (!old) return []
      const longer = old.end !== slot.end && old.takers.length === 0
      const other = old.beside?.person !== slot.beside?.person
      return old.seats < slot.seats || isWithdrawn(old) || longer || other ? [{ old, fresh: slot }] : []
    }),
  }
}
