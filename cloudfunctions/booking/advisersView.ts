import type { AdviserView } from '../contract'
import type { Session } from '../domain/booking'

/** Hours by whose they are, in order of the first; `obstacle` = why this person can't have a session. */
export function advisersView(sessions: Session[], person: string, obstacle: (session: Session) => string | undefined): AdviserView[] {
  const advisers = new Map<string, AdviserView>()
  for (const session of sessions) {
    const { _id, organisation, worker, beside, place, channels, start, end, left, takers } = session
    const minutes = (Date.parse(end) - Date.parse(start)) / 60_000
    const key = JSON.stringify([organisation.id, worker?.person, beside?.person, place?.name, channels, minutes])
    const adviser = advisers.get(key) ?? {
      ...{ who: worker?.name, organisation: organisation.name, beside: beside?.name, place: place?.name },
      ...{ channels, minutes, hours: [] },
    }
    const booking = takers.find((taker) => taker.person === person)?.booking
    adviser.hours.push({ id: _id, start, ...(left <= 0 && { taken: true }), ...(booking ? { booking } : { obstacle: obstacle(session) }) })
    advisers.set(key, adviser)
  }
  return [...advisers.values()]
}
