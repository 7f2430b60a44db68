import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import { change, create } from '../platform/documents'
import type { Context } from '../platform/entry'

/** Writes fields of the caller's own document, making it when this is the first thing that the person saves. */
export async function save(fields: Partial<Person>, { person, known, request, now }: Context): Promise<Result<Person>> {
  const set = { ...fields, updatedAt: now }
  if (!known) {
    const made = await create<Person>('people', { ...person, ...set, version: 1, requests: [request] })
    if (made) return done(made.document)
  }
  const changed = await change<Person>('people', person._id, request, {}, { set })
  switch (changed.outcome) {
    case 'written':
      return done({ ...person, ...set })
    case 'already':
      return done(changed.document)
    case 'missing':
    case 'refused':
      return refuse('SERVICE_BUSY')
  }
}
