import { recordCase } from '../domain/caseOpening'
import { levelOf, standingFor } from '../domain/case'
import { done, refuse } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { checkText } from '../platform/contentCheck'
import { create } from '../platform/documents'
import { surroundings } from '../platform/locatePoint'
import { evidence } from './takeStep'
import { caseView } from './view'

export const record: Handlers<'report'>['record'] = async (input, context) => {
  const { person, request, now } = context
  const { text, place, happenedAt } = input
  if (happenedAt !== undefined && happenedAt > now) return refuse('TIME_REFUSED')
  const owner = standingFor(person)
  if (!owner) return refuse('NOT_ALLOWED')
  const [checked, before, after, { located, town }] = await Promise.all([
    checkText(person.openid, [text, place.name ?? ''].join('\n')),
    evidence(input.before, context, 'before'),
    evidence(input.photos, context, 'after'),
    surroundings(place, now),
  ])
  const item = town.items.find(({ id }) => id === input.item)
  if (!item) return refuse('ITEM_UNKNOWN')
  if (checked === 'risky') return refuse('TEXT_REFUSED')
  if (!before.ok) return before
  if (!after.ok) return after
  const written = { text, place, photos: [...before.data, ...after.data], private: false }
  const made = await create(
    'cases',
    recordCase(
      { request, now, reporter: person, item, written, textPassed: checked === 'pass', cell: located.cell, town },
      owner,
      happenedAt ? { happenedAt } : {},
      levelOf(owner, town.grid),
    ),
  )
  return made ? done(caseView(made.document, { person, now })) : refuse('REQUEST_ID_REUSED')
}
