import { actsFor, areApart } from '../domain/organisation'
import type { Organisation, RosteredWorker } from '../domain/organisation'
import { refOf } from '../domain/person'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import type { Refusal } from '../domain/result'
import { dayOf } from '../domain/time'
import type { Day } from '../domain/time'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { changeRoster } from './changeRoster'
import type { Laid } from './layDays'
import { workerRole } from './workerRole'

const farAway: Day = '9999-12-31'

export function changedMeanwhile({ version }: Organisation, seen: number): Refusal | undefined {
  return version === seen ? undefined : refuse('BOOKING_CHANGED', '排班刚刚被别人改过，请看过再改')
}

export const unsoundShifts = refuse('INPUT_INVALID', '上班时间没有填对，请看看先后有没有重叠')

/** What came of it for people who had been promised a visit. */
export function movedSentence({ moved, pending }: Pick<Laid, 'moved' | 'pending'>): string {
  const parts = [...(moved > 0 ? [`${moved} 次上门已经另外安排，都通知到了`] : []), ...(pending > 0 ? [`还有 ${pending} 次正在安排`] : [])]
  return parts.length > 0 ? `；${parts.join('，')}` : ''
}

/** A worker's skills, languages and week, from today on; a worker of the organisation who is not in the roster yet is taken in. */
export const setRoster: Handlers<'booking'>['setRoster'] = async (input, { person, request, now }) => {
  const id = actsFor(person)
  if (id === undefined) return refuse('NOT_ALLOWED')
  const { version, worker, skills, languages, week } = input
  if (!week.every(areApart)) return unsoundShifts
  const found = await get<Person>('people', worker)
  const role = found && workerRole(found, id)
  const today = dayOf(now)
  const changed = await changeRoster({
    organisation: id,
    request,
    now,
    from: today,
    until: farAway,
    decide: (organisation) => {
      const stale = changedMeanwhile(organisation, version)
      if (stale) return stale
      const old = organisation.roster.find((one) => one.worker.person === worker)
      if (!found || (!old && !role)) return refuse('WORKER_UNKNOWN')
      const entry: RosteredWorker = { ...(old ?? { worker: refOf(found), advises: [] }), skills, languages, week }
      const roster = old ? organisation.roster.map((one) => (one === old ? entry : one)) : [...organisation.roster, entry]
      return done({ roster })
    },
  })
  if (!changed.ok) return changed
  const { organisation, laid } = changed
  const name = organisation.roster.find((one) => one.worker.person === worker)?.worker.name ?? ''
  return done({ version: organisation.version, sentence: `${name}的排班改好了，从今天起照新的来${movedSentence(laid)}` })
}
