import type { CaseView } from '../contract'
import type { Case } from '../domain/case'
import { decide } from '../domain/caseSteps'
import type { CaseCommand } from '../domain/caseSteps'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import { checkText } from '../platform/contentCheck'
import { step } from '../platform/documents'
import type { Context } from '../platform/entry'
import { deliver } from '../platform/messages'
import { townData } from '../platform/townData'
import { caseView } from './view'

export interface Seen {
  case: string
  version: number
}

/** Takes a step on a case, sends its messages and answers the case as the caller then sees it. */
export async function takeStep(seen: Seen, command: CaseCommand, { person, request, now }: Context): Promise<Result<CaseView>> {
  const actor = { person, version: seen.version }
  const stepped = await step<Case>('cases', seen.case, request, now, refuse('CASE_NOT_FOUND'), refuse('CASE_CHANGED'), (found) =>
    decide(found, command, actor, now),
  )
  if (!stepped.ok) return stepped
  // What an earlier arrival of this request left owed is the sweep's: it may be sending it at this moment.
  if (!stepped.repeated) await deliver('cases', stepped.document, await townData(now))
  return done(caseView(stepped.document, { person, now }))
}

/** What one person writes and another reads is checked first (law 9). */
export async function takeWrittenStep(seen: Seen, words: string, command: CaseCommand, context: Context): Promise<Result<CaseView>> {
  if ((await checkText(context.person.openid, words)) === 'risky') return refuse('TEXT_REFUSED')
  return takeStep(seen, command, context)
}
