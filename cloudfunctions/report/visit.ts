import { distance } from '../domain/geometry'
import { done } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { evidence, takeWrittenStep } from './takeStep'

export const visit: Handlers<'report'>['visit'] = async (input, context) => {
  const photos = await evidence(input.photos, context, 'before')
  if (!photos.ok) return photos
  const { note, happenedAt, at } = input
  return takeWrittenStep(
    input,
    note,
    ({ place }) => done({ step: 'visit', metres: Math.round(distance(at, place)), note, photos: photos.data, happenedAt }),
    context,
  )
}
