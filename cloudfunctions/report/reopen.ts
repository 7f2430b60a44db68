import type { Handlers } from '../platform/entry'
import { evidence, takeWrittenStep } from './takeStep'

export const reopen: Handlers<'report'>['reopen'] = async (input, context) => {
  const photos = await evidence(input.photos, context)
  if (!photos.ok) return photos
  return takeWrittenStep(input, input.reason, { step: 'reopen', reason: input.reason, photos: photos.data }, context)
}
