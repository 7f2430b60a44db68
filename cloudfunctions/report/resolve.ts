import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { evidence, takeWrittenStep } from './takeStep'

export const resolve: Handlers<'report'>['resolve'] = async (input, context) => {
  const [before, after, town] = await Promise.all([
    evidence(input.before, context, 'before'),
    evidence(input.photos, context, 'after'),
    townData(context.now),
  ])
  if (!before.ok) return before
  if (!after.ok) return after
  const { note, happenedAt } = input
  const photos = [...before.data, ...after.data]
  return takeWrittenStep(input, note, { step: 'resolve', note, photos, townGrid: town.grid, happenedAt }, context)
}
