import { refuse } from '../domain/result'
import { checkText } from '../platform/contentCheck'
import type { Handlers } from '../platform/entry'
import { act } from './act'

export const rate: Handlers<'booking'>['rate'] = async (input, context) => {
  const { stars, text } = input
  if ((await checkText(context.person.openid, text)) === 'risky') return refuse('TEXT_REFUSED')
  return act('rate', input, context, { set: { rating: { stars, text } }, note: text })
}
