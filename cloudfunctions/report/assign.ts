import type { Handlers } from '../platform/entry'
import { ownerOf } from './holders'
import { takeWrittenStep } from './takeStep'

export const assign: Handlers<'report'>['assign'] = async (input, context) => {
  const owner = await ownerOf(input.holder, context.now)
  if (!owner.ok) return owner
  return takeWrittenStep(input, input.reason, { step: 'assign', owner: owner.data, reason: input.reason }, context)
}
