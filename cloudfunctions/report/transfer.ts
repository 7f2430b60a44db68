import type { Handlers } from '../platform/entry'
import { ownerOf } from './holders'
import { takeWrittenStep } from './takeStep'

export const transfer: Handlers<'report'>['transfer'] = async (input, context) => {
  const owner = await ownerOf(input.holder, context.now)
  if (!owner.ok) return owner
  return takeWrittenStep(input, input.reason, { step: 'transfer', owner: owner.data, reason: input.reason }, context)
}
