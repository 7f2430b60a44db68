import { actsFor } from '../domain/organisation'
import type { Organisation } from '../domain/organisation'
import { done, refuse } from '../domain/result'
import { dayOf } from '../domain/time'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'

/** Who works when, and what differs on days to come. */
export const roster: Handlers<'booking'>['roster'] = async (_input, { person, now }) => {
  const id = actsFor(person)
  if (id === undefined) return refuse('NOT_ALLOWED')
  const [organisation, town] = await Promise.all([get<Organisation>('organisations', id), townData(now)])
  if (!organisation) return refuse('NOT_ALLOWED')
  const { version, roster: workers, exceptions, field } = organisation
  const today = dayOf(now)
  const nameOf = (worker: string) => workers.find((one) => one.worker.person === worker)?.worker.name ?? ''
  const held = new Set(workers.flatMap(({ skills }) => skills))
  const skills = new Map<string, string[]>()
  for (const service of town.services) {
    if (service.field !== field && !held.has(service.skill)) continue
    skills.set(service.skill, [...(skills.get(service.skill) ?? []), service.name])
  }
  return done({
    version,
    workers: workers.map(({ worker, skills: able, languages, gender, week }) => ({
      id: worker.person,
      name: worker.name,
      skills: able,
      languages,
      gender,
      week,
    })),
    exceptions: exceptions
      .filter(({ day }) => day >= today)
      .map(({ person: worker, day, shifts, why }) => ({ worker, name: nameOf(worker), day, shifts, why }))
      .sort((a, b) => (a.day < b.day ? -1 : 1)),
    skills: [...skills].map(([skill, names]) => ({ id: skill, name: names.join('、') })),
  })
}
