import { addDays } from '../domain/calendar'
import type { Case } from '../domain/case'
import { closeSilently, silenceDays } from '../domain/caseSteps'
import { refuse } from '../domain/result'
import type { Instant } from '../domain/time'
import { find, is, step } from '../platform/documents'
import { deliver } from '../platform/messages'
import { townData } from '../platform/townData'

const most = 50

/** Law 7: a case that was said to be resolved and was not answered closes by itself after the stated days. */
export async function closeSilentCases(now: Instant): Promise<number> {
  const silent = await find<Case>(
    'cases',
    { state: 'resolved', resolvedAt: is.lt(addDays(now, -silenceDays)) },
    { limit: most, order: [['resolvedAt', 'asc']], fields: ['resolvedAt'] },
  )
  let closed = 0
  for (const { _id, resolvedAt } of silent) {
    const request = `silence.${resolvedAt}`
    const missing = refuse('CASE_NOT_FOUND')
    const stepped = await step<Case>('cases', _id, request, now, missing, refuse('CASE_CHANGED'), (found) => closeSilently(found, now))
    if (!stepped.ok) continue
    closed++
    await deliver('cases', stepped.document, await townData(now))
  }
  return closed
}
