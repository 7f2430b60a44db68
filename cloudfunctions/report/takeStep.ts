import type { CaseView } from '../contract'
import type { Case } from '../domain/case'
import { decide } from '../domain/caseSteps'
import type { CaseCommand } from '../domain/caseSteps'
import type { Photo } from '../domain/matter'
import { done, refuse } from '../domain/result'
import type { Result } from '../domain/result'
import { checkText } from '../platform/contentCheck'
import { step } from '../platform/documents'
import type { Context } from '../platform/entry'
import { takePhotos } from '../platform/files'
import { deliver } from '../platform/messages'
import { townData } from '../platform/townData'
import { caseView } from './view'

export interface Seen {
  case: string
  /** Absent for steps that spoil nobody's click. */
  version?: number
}

/** Takes a step on a case, sends its messages and answers the case as the caller then sees it. What the step is may depend on the case. */
export async function takeStep(
  seen: Seen,
  command: CaseCommand | ((found: Case) => Result<CaseCommand>),
  { person, request, now }: Context,
): Promise<Result<CaseView>> {
  const actor = { person, version: seen.version }
  const stepped = await step<Case>('cases', seen.case, request, now, refuse('CASE_NOT_FOUND'), refuse('CASE_CHANGED'), (found) => {
    const given = typeof command === 'function' ? command(found) : done(command)
    return given.ok ? decide(found, given.data, actor, now) : given
  })
  if (!stepped.ok) return stepped
  // What an earlier arrival of this request left owed is the sweep's: it may be sending it at this moment.
  if (!stepped.repeated && stepped.document.owed) await deliver('cases', stepped.document, await townData(now))
  return done(caseView(stepped.document, { person, now }))
}

/** What one person writes and another reads is checked first (law 9). */
export async function takeWrittenStep(
  seen: Seen,
  words: string,
  command: Parameters<typeof takeStep>[1],
  context: Context,
): Promise<Result<CaseView>> {
  if ((await checkText(context.person.openid, words)) === 'risky') return refuse('TEXT_REFUSED')
  return takeStep(seen, command, context)
}

/** Pictures that go with a step: the caller's own, real, and on their way to the check. */
export async function evidence(files: string[], { person }: Context, when?: Photo['when']): Promise<Result<Photo[]>> {
  const photos = await takePhotos(files, { person: person._id, openid: person.openid })
  return photos.ok && when ? done(photos.data.map((photo) => ({ ...photo, when }))) : photos
}
