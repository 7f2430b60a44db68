import type { Case } from '../domain/case'
import { isOpen } from '../domain/caseSteps'
import { refuse } from '../domain/result'
import { find, get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { setFollow } from './setFollow'
import { takeWrittenStep } from './takeStep'

/** By its id, or by the number that people say; of two that have the same number none is meant. */
async function caseCalled(name: string): Promise<Case | undefined> {
  const found = await get<Case>('cases', name)
  if (found) return found
  const [called, ...others] = await find<Case>('cases', { number: name.toUpperCase() }, { limit: 2 })
  return others.length === 0 ? called : undefined
}

/**
 * The other case is followed by whoever reported this one; nobody can be made to follow what they may not see. Who followed this one
 * follows that one: tellFollowers sees to it.
 */
export const merge: Handlers<'report'>['merge'] = async (input, context) => {
  const into = await caseCalled(input.into)
  if (!into) return refuse('CASE_NOT_FOUND', '没有找到要合并到的那一件，请看一看编号')
  if (into._id === input.case || !isOpen(into.state)) return refuse('CASE_STEP_REFUSED', '只能合并到还在办的另一件事里')
  if (into.private) return refuse('CASE_STEP_REFUSED', '那一件是不公开的，不能合并过去')
  let reporter: Case['reporter'] | undefined
  const merged = await takeWrittenStep(
    input,
    input.reason,
    (found) => {
      reporter = found.reporter
      return { ok: true, data: { step: 'merge', into, reason: input.reason } }
    },
    context,
  )
  if (!merged.ok) return merged
  // Sent again, the step is not decided again, and whose it is has to be read.
  reporter ??= (await get<Case>('cases', input.case))?.reporter
  if (reporter && reporter.person !== into.reporter.person) await setFollow(into, reporter, 'joined', context.request, context.now)
  return merged
}
