// Finding what a matter is called in the town's catalogue, by class or by everyday words.
import type { Town } from '../../typings/contract'

export type MatterClass = Town['classes'][number]
export type MatterItem = MatterClass['items'][number]

export function itemOf(classes: MatterClass[], id: string): MatterItem | undefined {
  return classes.flatMap(({ items }) => items).find((item) => item.id === id)
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
