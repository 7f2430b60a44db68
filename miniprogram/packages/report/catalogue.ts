// Finding what a matter is called in the town's catalogue, by class or by everyday words.
import type { Town } from '../../../typings/contract'

export type MatterClass = Town['classes'][number]
export type MatterItem = MatterClass['items'][number]

/** What a report may be about, and what in the words says so. */
export interface Suggestion {
  id: string
  name: string
  reason: string
}

export function itemOf(classes: MatterClass[], id: string): MatterItem | undefined {
  return classes.flatMap(({ items }) => items).find((item) => item.id === id)
}

export function classOf(classes: MatterClass[], item: string): MatterClass | undefined {
  return classes.find(({ items }) => items.some(({ id }) => id === item))
}

/** Items that people may mean: those called so first, then those whose words come up in what was typed. */
export function searchItems(classes: MatterClass[], typed: string): MatterItem[] {
  const wanted = typed.replace(/\s/g, '')
  if (wanted === '') return []
  const items = classes.flatMap((one) => one.items)
  const called = items.filter(({ name, words }) => [name, ...words].some((word) => word.includes(wanted)))
  const meant = items.filter((item) => !called.includes(item) && item.words.some((word) => wanted.includes(word)))
  return [...called, ...meant].slice(0, 12)
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
