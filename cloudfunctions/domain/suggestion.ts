import type { Item } from './town'

/**
 * Which items of the catalogue a report may be about, from its words and from what people wrote before. Nothing is trained elsewhere and
 * nothing is hidden: every point of a score belongs to a piece of text, and the reason names those that counted most.
 *
 * Text is cut into pieces of one to three characters (Chinese has no spaces, and people misspell). A piece counts the more, the fewer
 * items have it (idf). Whole everyday words of an item count on top. What was confirmed before counts by how surely a piece meant the item.
 */

/** What past cases taught: of each item, how many there were and in how many of them a piece of text stood. Grows with the catalogue, not with the town. */
export interface Learned {
  items: Record<string, { cases: number; pieces: Record<string, number> }>
}

export interface Suggested {
  item: string
  name: string
  score: number
  reason: string
}

export type Catalogue = Pick<Item, 'id' | 'name' | 'words'>[]

interface Entry {
  item: Catalogue[number]
  /** Weight of each piece in name and words. */
  pieces: Map<string, number>
  /** Whole everyday words, as texts are compared. */
  words: string[]
  cases: number
}
export interface Model {
  entries: Entry[]
  byPiece: Map<string, Entry[]>
  /** In how many cases of the past a piece stood. */
  past: Map<string, number>
  /** In how many items' words a whole word stands. */
  wordItems: Map<string, number>
  learned: Learned
  cases: number
}

const nothing: Learned = { items: {} }

/** The same thing said in Cantonese and in the written language; the longer ones first. */
const spoken: [heard: string, written: string][] = [
  ['好耐', '很久'],
  ['唔好', '不要'],
  ['唔见', '不见'],
  ['细路仔', '孩子'],
  ['细路', '孩子'],
  ['小朋友', '孩子'],
  ['小孩', '孩子'],
  ['成日', '整天'],
  ['点解', '为什么'],
  ['边个', '谁'],
  ['边度', '哪里'],
  ['呢度', '这里'],
  ['嗰度', '那里'],
  ['呢条', '这条'],
  ['嗰条', '那条'],
  ['冇', '没'],
  ['没有', '没'],
  ['唔', '不'],
  ['嘅', '的'],
  ['咗', '了'],
  ['喺', '在'],
  ['嘢', '东西'],
  ['啲', '些'],
  ['佢', '他'],
  ['哋', '们'],
  ['嘈', '吵'],
  ['揾', '找'],
  ['睇', '看'],
  ['俾', '给'],
  ['畀', '给'],
  ['攞', '拿'],
  ['掟', '扔'],
  ['瞓', '睡'],
  ['屙', '拉'],
  ['執', '捡'],
  ['执', '捡'],
]

/** As texts are compared: one width, lower case, the written language, nothing but letters and digits. */
export function plainText(text: string): string {
  let plain = text.normalize('NFKC').toLowerCase()
  for (const [heard, written] of spoken) plain = plain.replaceAll(heard, written)
  return plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

/** Pieces that stand in half of all sentences say nothing. */
const empty = new Set([
  ...'的了在是有我你他她们这那也都就还把被和跟与个一不没很好太上下里去来到要会能着过些吗呢吧啊呀哦么人家天',
  '没有',
  '一个',
  '这里',
  '那里',
  '这个',
  '那个',
  '我们',
  '你们',
  '他们',
  '他的',
  '我的',
  '不能',
  '不了',
  '什么',
  '怎么',
  '可以',
  '已经',
  '现在',
  '今天',
  '昨天',
  '晚上',
  '早上',
  '每天',
  '整天',
  '一直',
  '出来',
  '起来',
  '下来',
  '就是',
  '还有',
  '很多',
  '附近',
  '旁边',
  '门口',
  '前面',
  '后面',
  '边上',
])

export function piecesOf(text: string): Set<string> {
  const pieces = new Set<string>()
  for (const run of plainText(text).split(' ')) {
    const characters = [...run]
    for (const length of [1, 2, 3]) {
      for (let at = 0; at + length <= characters.length; at++) {
        const piece = characters.slice(at, at + length)
        const joined = piece.join('')
        if (!empty.has(joined) && piece.some((one) => !empty.has(one)) && !/^\d+$/.test(joined)) pieces.add(joined)
      }
    }
  }
  return pieces
}

/** Prepares a catalogue once; suggesting then takes a fraction of a millisecond. */
export function modelOf(items: Catalogue, learned: Learned = nothing): Model {
  const byPiece = new Map<string, Entry[]>()
  const wordItems = new Map<string, number>()
  const past = new Map<string, number>()
  const entries = items.map((item): Entry => {
    const pieces = new Map<string, number>()
    // The name first, so that a piece of both counts as one of the name.
    for (const [text, weight] of [...item.words.map((word) => [word, 1] as const), [item.name, 0.8] as const]) {
      for (const piece of piecesOf(text)) pieces.set(piece, Math.max(weight, pieces.get(piece) ?? 0))
    }
    const words = [...new Set(item.words.map((word) => plainText(word).replaceAll(' ', '')))].filter((word) => word !== '')
    const entry = { item, pieces, words, cases: learned.items[item.id]?.cases ?? 0 }
    for (const piece of pieces.keys()) byPiece.set(piece, [...(byPiece.get(piece) ?? []), entry])
    for (const word of words) wordItems.set(word, (wordItems.get(word) ?? 0) + 1)
    return entry
  })
  const known = new Map(entries.map((entry) => [entry.item.id, entry]))
  for (const [id, { pieces }] of Object.entries(learned.items)) {
    const entry = known.get(id)
    if (!entry) continue
    for (const [piece, count] of Object.entries(pieces)) {
      past.set(piece, (past.get(piece) ?? 0) + count)
      if (!entry.pieces.has(piece)) byPiece.set(piece, [...(byPiece.get(piece) ?? []), entry])
    }
  }
  return { entries, byPiece, past, wordItems, learned, cases: entries.reduce((sum, { cases }) => sum + cases, 0) }
}

/** How much counts what; chosen on the tuning half of the bench's sentences. */
const weight = { length: { 1: 0.3, 2: 1, 3: 1.4 }, word: 1.6, past: 1.5, prior: 0.15, place: 0.25, fullHabit: 4 }

interface Tally {
  entry: Entry
  score: number
  /** Pieces and words with what each gave. */
  gave: Map<string, number>
  alike: number
}

export interface Asked {
  text: string
  /** What the place is called, which says a little: 公园, 学校门口. */
  place?: string
}

/** The items that fit best, best first, each with its reason in a plain sentence. Empty when nothing fits. */
export function suggest(model: Model, { text, place = '' }: Asked, most = 3): Suggested[] {
  const tallies = new Map<Entry, Tally>()
  const tallyOf = (entry: Entry) => {
    const found = tallies.get(entry) ?? { entry, score: 0, gave: new Map<string, number>(), alike: 0 }
    tallies.set(entry, found)
    return found
  }
  const give = (entry: Entry, piece: string, points: number) => {
    const tally = tallyOf(entry)
    tally.score += points
    tally.gave.set(piece, (tally.gave.get(piece) ?? 0) + points)
    return tally
  }

  const written = piecesOf(text)
  const said = piecesOf(place)
  for (const piece of new Set([...written, ...said])) {
    const share = written.has(piece) ? 1 : weight.place
    const having = model.byPiece.get(piece) ?? []
    const rarity = Math.log(1 + model.entries.length / Math.max(1, having.length))
    for (const entry of having) {
      const own = entry.pieces.get(piece)
      if (own !== undefined) give(entry, piece, share * own * rarity * weight.length[Math.min([...piece].length, 3) as 1 | 2 | 3])
      const before = model.learned.items[entry.item.id]?.pieces[piece] ?? 0
      if (before === 0) continue
      const sure = before / ((model.past.get(piece) ?? before) + weight.fullHabit)
      const tally = give(entry, piece, share * weight.past * sure * rarity)
      if (written.has(piece)) tally.alike = Math.max(tally.alike, before)
    }
  }
  const run = plainText(text).replaceAll(' ', '')
  const placeRun = plainText(place).replaceAll(' ', '')
  for (const entry of model.entries) {
    for (const heard of entry.words) {
      const share = run.includes(heard) ? 1 : heard.length > 1 && placeRun.includes(heard) ? weight.place : 0
      if (share === 0) continue
      const rarity = Math.log(1 + model.entries.length / (model.wordItems.get(heard) ?? 1))
      give(entry, heard, share * weight.word * rarity * Math.min(2, [...heard].length / 2))
    }
    const tally = tallies.get(entry)
    if (tally && entry.cases > 0) tally.score *= 1 + (weight.prior * Math.log1p(entry.cases)) / Math.log1p(model.cases)
  }
  return [...tallies.values()]
    .sort((a, b) => b.score - a.score || (a.entry.item.id < b.entry.item.id ? -1 : 1))
    .slice(0, most)
    .map((tally) => ({
      item: tally.entry.item.id,
      name: tally.entry.item.name,
      score: tally.score,
      reason: reasonOf(tally, run, placeRun),
    }))
}

const mostShown = 8

/** The places of the text that counted most, and how many wrote alike. */
function reasonOf({ gave, alike }: Tally, run: string, place: string): string {
  const ranked = [...gave.entries()].sort(([a, x], [b, y]) => y - x || b.length - a.length || (a < b ? -1 : 1)).map(([piece]) => piece)
  const shown = spansOf(ranked, run)
  const quoted = shown.map((span) => `“${span}”`).join('和')
  if (quoted === '') return `地点里有“${ranked.find((piece) => place.includes(piece)) ?? ranked[0]}”`
  return `您写到${quoted}${alike > 1 ? `;以前有 ${alike} 件这样写的也是这一类` : ''}`
}

/** The two best pieces as they stand in the text; pieces that touch are one. */
function spansOf(ranked: string[], run: string): string[] {
  const spans: { from: number; to: number }[] = []
  for (const piece of ranked) {
    const from = run.indexOf(piece)
    if (from < 0) continue
    const to = from + piece.length
    const met = spans.find((span) => from <= span.to && span.from <= to && Math.max(to, span.to) - Math.min(from, span.from) <= mostShown)
    if (met) Object.assign(met, { from: Math.min(from, met.from), to: Math.max(to, met.to) })
    else if (spans.length < 2 && (piece.length > 1 || spans.length === 0) && !spans.some((span) => from < span.to && span.from < to))
      spans.push({ from, to })
  }
  return spans.map(({ from, to }) => run.slice(from, to))
}

/** Pieces kept of an item; those in most cases. */
const kept = 60
/** A piece that only one person ever wrote may be a name, and is not kept. */
const atLeast = 2

/** What cases whose item the people agreed on taught: the sum over their texts, bounded. */
export function learn(cases: { item: string; text: string }[]): Learned {
  const items: Learned['items'] = {}
  for (const { item, text } of cases) {
    const entry = (items[item] ??= { cases: 0, pieces: {} })
    entry.cases++
    for (const piece of piecesOf(text)) if (piece.length > 1) entry.pieces[piece] = (entry.pieces[piece] ?? 0) + 1
  }
  for (const entry of Object.values(items)) {
    const most = Object.entries(entry.pieces)
      .filter(([, count]) => count >= atLeast)
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, kept)
    entry.pieces = Object.fromEntries(most)
  }
  return { items }
}
