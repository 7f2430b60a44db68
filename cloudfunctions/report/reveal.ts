import type { Case } from '../domain/case'
import { maySee, mayReveal, relationsOf } from '../domain/caseSteps'
import { done, refuse } from '../domain/result'
import { audit } from '../platform/audit'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { unseal } from '../platform/seal'

export const reveal: Handlers<'report'>['reveal'] = async ({ case: id, reason }, { person, request, now }) => {
  const found = await get<Case>('cases', id)
  if (!found || !maySee(found, person)) return refuse('CASE_NOT_FOUND')
  const [role] = relationsOf(found, person).filter((relation) => relation !== 'reporter')
  if (!role) return refuse('NOT_ALLOWED')
  const sealed = found.origin?.phone
  if (sealed === undefined || !mayReveal(found, person)) return refuse('CASE_STEP_REFUSED', '这件事没有登记电话，或者已经结束')
  // The same request for another case would show what its audit entry does not say.
  const recorded = await audit({ subject: id, field: 'phone', person: person._id, name: person.name, role, reason, at: now }, request)
  return recorded ? done({ value: unseal(sealed) }) : refuse('REQUEST_ID_REUSED')
}
