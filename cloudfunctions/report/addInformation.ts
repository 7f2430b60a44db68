import type { Handlers } from '../platform/entry'
import { takeVoice } from '../platform/files'
import { evidence, takeWrittenStep } from './takeStep'

export const addInformation: Handlers<'report'>['addInformation'] = async (input, context) => {
  const [photos, voice] = await Promise.all([evidence(input.photos, context), takeVoice(input.voice, { person: context.person._id })])
  if (!photos.ok) return photos
  if (!voice.ok) return voice
  const command = { step: 'addInformation', text: input.text, photos: photos.data, voice: voice.data } as const
  return takeWrittenStep(input, input.text, command, context)
}
