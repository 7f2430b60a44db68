import type { Case } from '../domain/case'
import { maySee, mayReveal, relationsOf } from '../domain/caseSteps'
import { refuse } from '../domain/result'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { unmask } from '../platform/unmasking'

export const reveal: Handlers<'report'>['reveal'] = async ({ case: id, reason }, context) => {
  const found = await get<Case>('cases', id)
  if (!found || !maySee(found, context.person)) return refuse('CASE_NOT_FOUND')
  const relations = relationsOf(found, context.person).filter((relation) => relation !== 'reporter')
  if (relations.length === 0) return refuse('NOT_ALLOWED')
  const sealed = found.origin?.phone
  if (sealed === undefined || !mayReveal(found, context.person)) return refuse('CASE_STEP_REFUSED', '这件事没有登记电话，或者已经结束')
  return unmask(sealed, { subject: id, field: 'phone', role: relations[0] as string, reason }, context)
}
