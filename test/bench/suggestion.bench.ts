// How often the right item is among the first three, on sentences that the catalogue has never seen.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { modelOf, suggest } from '../../cloudfunctions/domain/suggestion'
import { readFolder } from '../../tools/town/folder'
import type { Figure } from './bench'

interface Sentence {
  text: string
  items: string[]
}

const { sentences } = JSON.parse(readFileSync(join(import.meta.dirname, 'suggestion', 'sentences.json'), 'utf8')) as {
  sentences: Sentence[]
}
/** Weights and words were chosen from the misses of the first half; of the second only the rates were seen meanwhile. */
const halves = { tuning: sentences.filter((_, at) => at % 2 === 0), 'held out': sentences.filter((_, at) => at % 2 === 1) }

// eslint-disable-next-line @typescript-eslint/require-await -- every bench answers later
export async function bench(): Promise<Figure[]> {
  const { items } = readFolder().catalogue
  const start = performance.now()
  const model = modelOf(items)
  const prepared = performance.now() - start
  const figures = Object.entries(halves).flatMap(([name, half]): Figure[] => {
    const hit = (most: number) =>
      half.filter((sentence) => suggest(model, sentence, most).some(({ item }) => sentence.items.includes(item))).length
    return [
      { name: `suggestion: right among the first 3, ${half.length} sentences ${name}`, value: (100 * hit(3)) / half.length, unit: '%' },
      { name: `suggestion: right at once, ${half.length} sentences ${name}`, value: (100 * hit(1)) / half.length, unit: '%' },
    ]
  })
  const rounds = 10
  const from = performance.now()
  for (let round = 0; round < rounds; round++) for (const sentence of sentences) suggest(model, sentence)
  const each = (performance.now() - from) / rounds / sentences.length
  return [
    ...figures,
    { name: `suggestion: prepare ${items.length} items`, value: prepared, unit: 'ms' },
    { name: 'suggestion: one report', value: each * 1000, unit: 'µs' },
  ]
}
