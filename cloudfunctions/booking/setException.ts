import { addDays, dayAfter } from '../domain/calendar'
import { actsFor, areApart, withExceptions } from '../domain/organisation'
import { done, refuse } from '../domain/result'
import { dayOf, inTown, instantAt } from '../domain/time'
import type { Handlers } from '../platform/entry'
import { changeRoster } from './changeRoster'
import { changedMeanwhile, movedSentence, unsoundShifts } from './setRoster'

const mostDaysAhead = 366

/** Other hours on one day, or none. */
export const setException: Handlers<'booking'>['setException'] = async (input, { person, request, now }) => {
  const id = actsFor(person)
  if (id === undefined) return refuse('NOT_ALLOWED')
  const { version, worker, day, shifts, why } = input
  const today = dayOf(now)
  if (!areApart(shifts)) return unsoundShifts
  if (day < today || day > dayOf(addDays(now, mostDaysAhead))) return refuse('TIME_REFUSED', '请选今天以后一年里的一天')
  const changed = await changeRoster({
    organisation: id,
    request,
    now,
    from: day,
    until: dayAfter(day),
    decide: (organisation) => {
      const stale = changedMeanwhile(organisation, version)
      if (stale) return stale
      if (!organisation.roster.some((one) => one.worker.person === worker)) return refuse('WORKER_UNKNOWN')
      return done({ exceptions: withExceptions(organisation.exceptions, [{ person: worker, day, shifts, why }], today) })
    },
  })
  if (!changed.ok) return changed
  const { organisation, laid } = changed
  const name = organisation.roster.find((one) => one.worker.person === worker)?.worker.name ?? ''
  const when = inTown(instantAt(day, '12:00')).format('M月D日')
  const hours = shifts.length === 0 ? '不上班' : shifts.map(({ from, until }) => `${from}到${until}`).join('、') + '上班'
  return done({ version: organisation.version, sentence: `${name}${when}${hours}${movedSentence(laid)}` })
}
