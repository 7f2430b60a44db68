import { refuse } from '../domain/result'
import { checkText } from '../platform/contentCheck'
import type { Handlers } from '../platform/entry'
import { takePhotos } from '../platform/files'
import { act } from './act'

export const complete: Handlers<'booking'>['complete'] = async (input, context) => {
  const { done, note, nextTime } = input
  const { _id: person, openid } = context.person
  const [checked, photos] = await Promise.all([
    checkText(openid, [note, nextTime, ...done].join('\n')),
    takePhotos(input.photos, { person, openid }),
  ])
  if (checked === 'risky') return refuse('TEXT_REFUSED')
  if (!photos.ok) return photos
  return act('complete', input, context, { set: { record: { done, note, nextTime, photos: photos.data } } })
}
