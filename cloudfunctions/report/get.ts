import type { Case } from '../domain/case'
import { maySee } from '../domain/caseSteps'
import { done, refuse } from '../domain/result'
import { get as getDocument } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { caseView } from './view'

export const get: Handlers<'report'>['get'] = async (input, context) => {
  const found = await getDocument<Case>('cases', input.case)
  return found && maySee(found, context.person) ? done(caseView(found, context)) : refuse('CASE_NOT_FOUND')
}
