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
  count: string
}
interface Row {
  id: string
  name: string
  reported: number
  /** The few figures by which rows are told apart. */
  few: Shown[]
}

/** What a row shows; the whole town shows all. */
const fewIds = ['resolveOnTime', 'promiseOnTime', 'satisfied']

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
      count: countWords(figure, definition),
    }
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

  show({ total, rows, definitions, fewest }: Month) {
    const { reported, withdrawn, merged } = total
    const few = definitions.filter(({ id }) => fewIds.includes(id))
    this.setData({
      reported,
      withdrawn,
      merged,
      town: shown(total, definitions),
      rows: rows.map((row) => ({ id: row.id, name: row.name, reported: row.reported, few: shown(row, few) })),
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
