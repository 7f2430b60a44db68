import { atTownDesk } from '../domain/assignment'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { allDesks } from './holders'
import { takeWrittenStep } from './takeStep'

/** The action `return`: what is not the holder's goes to the town desk, which finds out whose it is. */
export const giveBack: Handlers<'report'>['return'] = async (input, context) => {
  const [town, desks] = await Promise.all([townData(context.now), allDesks()])
  const owner = atTownDesk(desks, town)
  return takeWrittenStep(input, input.text, { step: 'return', owner, reason: input.reason, text: input.text }, context)
}
