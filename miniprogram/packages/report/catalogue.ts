// What a report may be about, when only the phone can tell.
import type { MatterClass } from '../../words/catalogue'

/** What a report may be about, and what in the words says so. */
export interface Suggestion {
  id: string
  name: string
  reason: string
}

export function classOf(classes: MatterClass[], item: string): MatterClass | undefined {
  return classes.find(({ items }) => items.some(({ id }) => id === item))
}

/** Without a network: items whose everyday words stand in the text, those with the longest word first. */
export function suggestHere(classes: MatterClass[], text: string): Suggestion[] {
  const written = text.replace(/\s/g, '')
  return classes
    .flatMap(({ items }) => items)
    .map(({ id, name, words }) => ({ id, name, word: longest(words.filter((word) => written.includes(word))) }))
    .filter(({ word }) => word !== '')
    .sort((a, b) => b.word.length - a.word.length)
    .slice(0, 3)
    .map(({ id, name, word }) => ({ id, name, reason: `您写到“${word}”` }))
}

function longest(words: string[]): string {
  return words.reduce((best, word) => (word.length > best.length ? word : best), '')
}
