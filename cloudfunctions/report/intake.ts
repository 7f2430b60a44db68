import type { Handlers } from '../platform/entry'
import { seal } from '../platform/seal'
import { begin } from './begin'

/** What came by letter, at the window or from 12345: whoever takes it in reports it for the resident, whose name and phone are sealed. */
export const intake: Handlers<'report'>['intake'] = (input, context) => {
  const { channel, number, onBehalf, phone } = input
  const origin = { channel, number, ...(onBehalf ? { onBehalf: seal(onBehalf) } : {}), ...(phone ? { phone: seal(phone) } : {}) }
  return begin(input, { private: false, origin }, context)
}
