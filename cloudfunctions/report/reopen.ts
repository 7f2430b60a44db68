import type { Handlers } from '../platform/entry'
import { takePhotos } from '../platform/files'
import { takeWrittenStep } from './takeStep'

export const reopen: Handlers<'report'>['reopen'] = async (input, context) => {
  const { person } = context
  const photos = await takePhotos(input.photos, { person: person._id, openid: person.openid })
  if (!photos.ok) return photos
  return takeWrittenStep(input, input.reason, { step: 'reopen', reason: input.reason, photos: photos.data }, context)
}
