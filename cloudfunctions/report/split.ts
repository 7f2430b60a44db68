import type { Case } from '../domain/case'
import { decide } from '../domain/caseSteps'
import { numberOf } from '../domain/number'
import { done, refuse } from '../domain/result'
import { checkText } from '../platform/contentCheck'
import { get } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { surroundings } from '../platform/locatePoint'
import { openAt } from './begin'
import { takeStep } from './takeStep'
import { caseView } from './view'

/** The second matter is made first, under this request's id, and the first one then says so: sent again, both are done once. */
export const split: Handlers<'report'>['split'] = async (input, context) => {
  const { person, request, now } = context
  const found = await get<Case>('cases', input.case)
  if (!found) return refuse('CASE_NOT_FOUND')
  const [checked, around] = await Promise.all([checkText(person.openid, input.text), surroundings(found.place, now)])
  const item = around.town.items.find(({ id }) => id === input.item)
  if (!item) return refuse('ITEM_UNKNOWN')
  if (checked === 'risky') return refuse('TEXT_REFUSED')
  const command = { step: 'split', number: numberOf(request, now) } as const
  if (!found.requests.includes(request)) {
    const allowed = decide(found, command, { person, version: input.version }, now)
    if (!allowed.ok) return allowed
  }
  const { place, photos, reporter } = found
  const written = { text: input.text, place, photos, private: found.private, splitFrom: found._id }
  const made = await openAt({ request, now, reporter, item, written, textPassed: checked === 'pass' }, around)
  if (!made) return refuse('REQUEST_ID_REUSED')
  const noted = await takeStep(input, { ...command, number: made.number }, context)
  return noted.ok ? done(caseView(made, { person, now })) : noted
}
