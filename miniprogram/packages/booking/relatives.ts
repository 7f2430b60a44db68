// For whom one may book: oneself, and those who agreed to it.
import type { Output } from '../../../typings/contract'
import { ask, lastKnown } from '../../cloud/ask'
import type { Chip } from '../../components/chip-choice/chip-choice'

/** Oneself has no id. Empty when one books for oneself alone. Tells what was last known at once, and what is true when it is known. */
export async function whomChoices(tell: (people: Chip[]) => void): Promise<void> {
  const known = lastKnown('person.family', {})
  if (known) tell(choicesOf(known.data))
  const reply = await ask('person.family', {})
  if (reply.ok) tell(choicesOf(reply.data))
}

function choicesOf({ iMayBookFor }: Output<'person.family'>): Chip[] {
  return iMayBookFor.length === 0 ? [] : [{ id: '', words: '我自己' }, ...iMayBookFor.map(({ id, name }) => ({ id, words: name }))]
}

/** The part of an address that says for whom a page books. */
export function forQuery(id: string, consent = ''): string {
  return `${id ? `&for=${id}` : ''}${consent ? `&consent=${consent}` : ''}`
}
