import type { Booking } from '../domain/booking'
import type { Case } from '../domain/case'
import type { Photo } from '../domain/matter'
import type { Instant } from '../domain/time'
import { change, create, find } from '../platform/documents'

export type CheckOutcome = 'passed' | 'refused'

/** Collection `checks`: an answer that came before the document that it is about. */
export interface EarlyCheck {
  _id: string
  requests: string[]
  outcome: CheckOutcome
  at: Instant
}

/** Places of a picture in a list, so that two answers that come at once don't overwrite each other. */
function marks(photos: Photo[] | undefined, path: string, trace: string, check: CheckOutcome): Record<string, CheckOutcome> {
  return Object.fromEntries((photos ?? []).flatMap((photo, at) => (photo.trace === trace ? [[`${path}.${at}.check`, check]] : [])))
}

/**
 * Writes the outcome of a picture check into the case or booking that has the picture. Only while the document is as it was read, since
 * steps append to the same timeline; false when there is no such document yet or a step came in between.
 */
export async function recordPictureCheck(trace: string, outcome: CheckOutcome): Promise<boolean> {
  const request = `check.${trace}`
  const one = { limit: 1 }
  const [[reported], [evidence], [visited]] = await Promise.all([
    find<Case>('cases', { 'photos.trace': trace }, one),
    find<Case>('cases', { 'timeline.photos.trace': trace }, one),
    find<Booking>('bookings', { 'record.photos.trace': trace }, one),
  ])
  const found = reported ?? evidence
  if (found) {
    const set = found.timeline.reduce(
      (all, { photos }, at) => ({ ...all, ...marks(photos, `timeline.${at}.photos`, trace, outcome) }),
      marks(found.photos, 'photos', trace, outcome),
    )
    const guard = { version: found.version, updatedAt: found.updatedAt }
    const { outcome: written } = await change<Case>('cases', found._id, request, guard, { set, bump: false })
    return written === 'written' || written === 'already'
  }
  if (visited?.record) {
    const set = marks(visited.record.photos, 'record.photos', trace, outcome)
    const { outcome: written } = await change<Booking>('bookings', visited._id, request, { version: visited.version }, { set, bump: false })
    return written === 'written' || written === 'already'
  }
  return false
}

/** The answer may come before our own write: then it is kept, and the sweep tries again. */
export async function takePictureCheck(trace: string, outcome: CheckOutcome, now: Instant): Promise<void> {
  if (await recordPictureCheck(trace, outcome)) return
  await create<EarlyCheck>('checks', { _id: trace, requests: [`check.${trace}`], outcome, at: now })
}
