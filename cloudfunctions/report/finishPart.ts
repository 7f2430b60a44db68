import { holderKeys } from '../domain/case'
import { done, refuse } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { evidence, takeWrittenStep } from './takeStep'

export const finishPart: Handlers<'report'>['finishPart'] = async (input, context) => {
  const photos = await evidence(input.photos, context, 'after')
  if (!photos.ok) return photos
  const { note, happenedAt } = input
  const keys = holderKeys(context.person)
  return takeWrittenStep(
    input,
    note,
    ({ partners }) => {
      const part =
        partners.find(({ key, done: finished }) => !finished && keys.includes(key)) ?? partners.find(({ key }) => keys.includes(key))
      return part ? done({ step: 'finishPart', key: part.key, note, photos: photos.data, happenedAt }) : refuse('NOT_ALLOWED')
    },
    context,
  )
}
