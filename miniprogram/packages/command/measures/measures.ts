import type { Input, Output } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import type { Reply } from '../../../cloud/call'
import { page } from '../../../page'

type Month = Output<'measure.month'>
type By = NonNullable<Input<'measure.month'>['by']>
type Definition = Month['definitions'][number]

interface Shown {
  id: string
  name: string
  /** 86%, 3.5 小时; a dash where there is too little to say. */
  value: string
  /** The width of its bar in percent; -1 for what is no share. */
  share: number
  trouble: boolean
  count: string
}
interface Row {
  id: string
  name: string
  reported: number
  /** The few figures by which rows are told apart. */
  few: Shown[]
  /** Beside every rate: how much of it was extended, returned, reopened. */
  troubles: string
  troubled: boolean
}
interface Column {
  day: string
  /** Heights in percent of the fullest day. */
  solved: number
  open: number
}
interface Piece {
  id: string
  words: string
  share: number
}

/** What a row shows; the whole town shows all. */
const fewIds = ['resolveOnTime', 'promiseOnTime', 'satisfied']
/** Of these less is better. */
const troubleIds = ['extended', 'returned', 'reopened']
/** Where it was solved: parts of one whole. */
const placeIds = ['inCell', 'inVillage', 'above']

function valueWords(value: number | undefined, { unit }: Definition): string {
  if (value === undefined) return '—'
  return unit === '%' ? `${Math.round(value * 100)}%` : `${Math.round(value * 10) / 10} ${unit}`
}

function countWords({ part, whole }: Month['total']['figures'][string], { unit }: Definition): string {
  return unit === '%' ? `${part} / ${whole} 件` : `${whole} 件`
}

function shown(row: Month['total'], definitions: Definition[]): Shown[] {
  return definitions.flatMap((definition) => {
    const figure = row.figures[definition.id]
    if (!figure) return []
    const { value } = figure
    return {
      id: definition.id,
      name: definition.name,
      value: valueWords(value, definition),
      share: definition.unit === '%' && value !== undefined ? Math.round(value * 100) : -1,
      trouble: troubleIds.includes(definition.id),
      count: countWords(figure, definition),
    }
  })
}

function troubleWords({ figures }: Month['total'], definitions: Definition[]): string {
  return definitions.flatMap(({ id, name }) => (troubleIds.includes(id) ? `${name} ${figures[id]?.part ?? 0} 件` : [])).join('，')
}

/** A column for each day of the month, also for those on which nothing came. */
function columnsOf({ month, days }: Month): Column[] {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const fullest = Math.max(1, ...days.map(({ reported }) => reported))
  const percent = (count: number) => Math.round((count / fullest) * 100)
  return Array.from({ length: new Date(Date.UTC(year, number, 0)).getUTCDate() }, (_, at) => {
    const day = `${month}-${String(at + 1).padStart(2, '0')}`
    const { reported = 0, solved = 0 } = days.find((one) => one.day === day) ?? {}
    return { day, solved: percent(solved), open: percent(reported - solved) }
  })
}

function piecesOf({ figures }: Month['total'], definitions: Definition[]): Piece[] {
  return definitions.flatMap((definition) => {
    const { id, name } = definition
    const { part = 0, whole = 0, value } = figures[id] ?? {}
    if (!placeIds.includes(id) || part === 0) return []
    const share = value === undefined ? '' : `，${valueWords(value, definition)}`
    return { id, words: `${name} ${part} 件${share}`, share: (part / whole) * 100 }
  })
}

/** The month on the town's clock, so many months away. */
function monthAway(months: number, from = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7)): string {
  const [year = 0, month = 1] = from.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7)
}

function monthWords(month: string): string {
  const [year = '', number = ''] = month.split('-')
  return `${year}年${Number(number)}月`
}

/** How the town does in a month: computed from the cases, with how many each figure rests on. */
page({
  data: {
    tabs: [
      { id: 'village', words: '村居' },
      { id: 'department', words: '部门' },
      { id: 'grid', words: '网格' },
      { id: 'item', words: '事项' },
    ],
    by: 'village',
    month: monthAway(0),
    monthWords: monthWords(monthAway(0)),
    latest: true,
    reported: 0,
    withdrawn: 0,
    merged: 0,
    town: [] as Shown[],
    columns: [] as Column[],
    fullest: 0,
    solved: 0,
    pieces: [] as Piece[],
    rows: [] as Row[],
    few: 30,
    definitions: [] as Definition[],
    fewest: 0,
    definitionsOpen: false,
  },

  async load(): Promise<Reply<Month>> {
    const { month } = this.data
    const by = this.data.by as By
    const reply = await ask('measure.month', { month, by })
    if (reply.ok && month === this.data.month && by === this.data.by) this.show(reply.data)
    return reply
  },

  show(figures: Month) {
    const { total, rows, days, definitions, fewest } = figures
    const { reported, withdrawn, merged } = total
    const few = definitions.filter(({ id }) => fewIds.includes(id))
    this.setData({
      reported,
      withdrawn,
      merged,
      town: shown(total, definitions).filter(({ id }) => !placeIds.includes(id)),
      columns: columnsOf(figures),
      fullest: Math.max(0, ...days.map((one) => one.reported)),
      solved: total.figures.solved?.part ?? 0,
      pieces: piecesOf(total, definitions),
      rows: rows.map((row) => ({
        ...{ id: row.id, name: row.name, reported: row.reported },
        few: shown(row, few),
        troubles: troubleWords(row, definitions),
        troubled: troubleIds.some((id) => (row.figures[id]?.part ?? 0) > 0),
      })),
      definitions,
      fewest,
    })
  },

  changeTab({ detail }: WechatMiniprogram.CustomEvent<{ id: By }>) {
    this.setData({ by: detail.id, rows: [], few: 30, phase: 'loading' })
    void this.reload()
  },
  before() {
    this.goTo(monthAway(-1, this.data.month))
  },
  after() {
    if (!this.data.latest) this.goTo(monthAway(1, this.data.month))
  },
  goTo(month: string) {
    this.setData({ month, monthWords: monthWords(month), latest: month >= monthAway(0), phase: 'loading' })
    void this.reload()
  },
  showAll() {
    this.setData({ few: this.data.rows.length })
  },
  toggleDefinitions() {
    this.setData({ definitionsOpen: !this.data.definitionsOpen })
  },
})
