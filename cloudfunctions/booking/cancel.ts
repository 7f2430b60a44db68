import { refuse } from '../domain/result'
import { checkText } from '../platform/contentCheck'
import type { Handlers } from '../platform/entry'
import { act } from './act'

export const cancel: Handlers<'booking'>['cancel'] = async (input, context) => {
  if ((await checkText(context.person.openid, input.reason)) === 'risky') return refuse('TEXT_REFUSED')
  return act('cancel', input, context, { note: input.reason })
}
