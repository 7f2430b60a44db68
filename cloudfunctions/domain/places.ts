import type { Point } from './geometry'

/** Something in the town that people call by a name: a school, a market, an estate. Town data. */
export interface Place extends Point {
  name: string
  /** What else people call it. */
  other: string[]
  kind: string
  village: string
}

/** The document of collection `grids` that holds the names of places; under a tile of its own, so that nothing else reads it. */
export interface TownPlaces {
  _id: 'places'
  tiles: ['places']
  version: number
  requests: string[]
  places: Place[]
}

export interface FoundPlace {
  place: Place
  /** The other name that it was found by. */
  alias?: string
}

/** Blanks, punctuation, width and case say nothing about which place is meant. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '')
}

/** The characters in this order, with others in between: 古四委会 in 古四村委会. */
function isWithin(short: string, long: string): boolean {
  let at = 0
  const characters = [...short]
  for (const character of long) if (character === characters[at]) at++
  return at === characters.length
}

/** How well a name answers to what somebody said, 0 best: the same, begins with it, holds it, is held by it, has its characters in order. */
const ways: ((name: string, said: string) => boolean)[] = [
  (name, said) => name === said,
  (name, said) => name.startsWith(said),
  (name, said) => name.includes(said),
  (name, said) => [...name].length >= 2 && said.includes(name),
  (name, said) => [...said].length >= 2 && isWithin(said, name),
]

/** Of fewer characters one more or less says too little. */
const fewestNearly = 4

/** Whether a piece of `long` is `short` with one character wrong, missing or too many: 古肆小学 for 古四小学. */
function isNearlyWithin(short: string, long: string): boolean {
  const wanted = [...short]
  if (wanted.length < fewestNearly) return false
  // Row by row the fewest faults with which what was read of `long` may end in the first characters of `short`.
  let row = Array.from({ length: wanted.length + 1 }, (_, at) => at)
  let fewest = wanted.length
  for (const character of long) {
    const next = [0]
    for (const [at, one] of wanted.entries())
      next.push(Math.min((row[at] ?? 0) + (one === character ? 0 : 1), (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1))
    row = next
    fewest = Math.min(fewest, row[wanted.length] ?? fewest)
  }
  return fewest <= 1
}

/** When nothing answers to it: what is meant in spite of a slip of the finger, a wrong character in a short name alone. */
const nearWays: typeof ways = [
  (name, said) => [...name].length >= 3 && isOneOff(name, said),
  (name, said) => isNearlyWithin(said, name),
  (name, said) => isNearlyWithin(name, said),
]

function isOneOff(name: string, said: string): boolean {
  const [one, other] = [[...name], [...said]]
  return one.length === other.length && one.filter((character, at) => character !== other[at]).length === 1
}

/** The best first; of equally good ones the shorter name, since it says nothing that was not asked for. */
export function placesCalled(places: Place[], text: string, most: number): FoundPlace[] {
  const said = plain(text)
  return said === '' ? [] : answering(places, said, ways).slice(0, most)
}

/** What may be meant by a name that no place has. */
export function placesNearly(places: Place[], text: string, most: number): FoundPlace[] {
  return answering(places, plain(text), nearWays).slice(0, most)
}

function answering(places: Place[], said: string, answers: typeof ways): FoundPlace[] {
  const rankOf = (name: string) => answers.flatMap((way, rank) => (way(name, said) ? rank : []))
  return places
    .flatMap((place) => {
      const names = [place.name, ...place.other]
      const ranked = names.flatMap((name) => {
        // Who says the village too means a place in it.
        const called = said.startsWith(plain(place.village)) ? [name, place.village + name] : [name]
        const ranks = called.flatMap((one) => rankOf(plain(one)))
        return ranks.length === 0 ? [] : [{ name, rank: Math.min(...ranks) }]
      })
      const [best] = ranked.sort((a, b) => a.rank - b.rank)
      return best ? [{ place, rank: best.rank, ...(best.name === place.name ? {} : { alias: best.name }) }] : []
    })
    .sort((a, b) => a.rank - b.rank || a.place.name.length - b.place.name.length || (a.place.name < b.place.name ? -1 : 1))
    .map(({ place, alias }) => ({ place, ...(alias === undefined ? {} : { alias }) }))
}

/** The one place that is called just so. */
export function placeNamed(places: Place[], text: string): Point | undefined {
  const said = plain(text)
  const [named, ...others] = places.filter(({ name, other, village }) =>
    [name, ...other].some((one) => plain(one) === said || plain(village + one) === said),
  )
  return named && others.length === 0 ? { longitude: named.longitude, latitude: named.latitude } : undefined
}
