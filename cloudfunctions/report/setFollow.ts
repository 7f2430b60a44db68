import type { Case, Follow } from '../domain/case'
import { isOpen } from '../domain/caseSteps'
import { documentId } from '../domain/identifiers'
import type { PersonRef } from '../domain/person'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import type { Instant } from '../domain/time'
import { change, create, get } from '../platform/documents'

type Kind = Follow['kind']
type Known = Pick<Case, '_id' | 'joined' | 'followers' | 'reporter' | 'public' | 'state'>

const joins = (kind: Kind) => Number(kind === 'joined')
const listens = (kind: Kind) => Number(kind !== 'left')

/**
 * Who follows a case is a document of its own, whose id is made of case and person: nobody counts twice, whatever is sent again. The case
 * only counts them, under the same request, and without raising its version: following spoils nobody's click.
 */
export async function setFollow(
  found: Known,
  follower: PersonRef,
  kind: Kind,
  request: string,
  now: Instant,
): Promise<Result<{ joined: number }>> {
  const id = documentId(follower.openid, 'follow', found._id)
  const before = await get<Follow>('follows', id)
  // Sent again, it may be that only the counting is missing: what it changed is kept with it.
  const repeated = before?.requests.includes(request) ?? false
  const was = repeated ? (before?.was ?? 'left') : (before?.kind ?? 'left')
  // Who said "me too" follows already.
  const same = was === kind || (was === 'joined' && kind === 'following')
  if (!repeated && same) return kind === 'joined' ? refuse('CASE_ALREADY_JOINED') : done({ joined: found.joined })
  if (!repeated) {
    if (before) {
      const changed = await change<Follow>('follows', id, request, { kind: was }, { set: { kind, was, updatedAt: now } })
      if (changed.outcome === 'refused' || changed.outcome === 'missing') return refuse('CASE_CHANGED')
    } else {
      const made = await create<Follow>('follows', {
        ...{ _id: id, version: 1, requests: [request], case: found._id, follower, kind, was, toldAt: now },
        ...{ timeline: [], notices: [], owed: false, createdAt: now, updatedAt: now },
      })
      if (!made) return refuse('CASE_CHANGED')
    }
  }
  const inc = { joined: joins(kind) - joins(was), followers: listens(kind) - listens(was) }
  const counted = await change<Case>('cases', found._id, request, {}, { inc, bump: false })
  return done({ joined: 'document' in counted ? counted.document.joined : found.joined + inc.joined })
}

/** Only what anybody may see can be followed, and one's own report already is. */
export async function followable(id: string, person: string): Promise<Result<Case>> {
  const found = await get<Case>('cases', id)
  if (!found?.public) return refuse('CASE_NOT_FOUND')
  return isOpen(found.state) && found.reporter.person !== person ? done(found) : refuse('CASE_STEP_REFUSED')
}
