import type { Output } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import type { Reply } from '../../../cloud/call'
import { tell } from '../../../cloud/phone'
import { page } from '../../../page'
import { dateWords, dayFrom } from '../../../words/time'
import { fetchSheet } from './sheet'
import type { Format, Sheet } from './sheet'

type Statement = Output<'booking.statement'>
type Contract = Output<'booking.contracts'>['contracts'][number]

interface ShownContract {
  id: string
  organisation: { id: string; name: string }
  name: string
  buyer: string
  until: string
  left: string
  used: number
  promised: number
  words: string
  low: boolean
}

interface Row {
  number: string
  when: string
  service: string
  people: string
  hours: string
  money: string
  state: string
}

/** 3, 1.5 */
function figure(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function shownContract({ id, organisation, name, buyer, until, hours, promised, used, left }: Contract): ShownContract {
  return {
    id,
    organisation,
    name,
    buyer,
    until: dateWords(until),
    left: figure(left),
    used: (used / hours) * 100,
    promised: (promised / hours) * 100,
    words: `一共 ${figure(hours)} 小时，做了 ${figure(used)}，答应了还没做 ${figure(promised)}`,
    low: left < hours / 10,
  }
}

function shownRow({ number, day, service, guest, worker, hours, yuan, paidByProgramme, state }: Statement['rows'][number]): Row {
  return {
    number,
    when: dateWords(day),
    service,
    people: [guest, worker].filter(Boolean).join('，由'),
    hours: `${figure(hours)} 小时`,
    money:
      [yuan > 0 ? `收 ${figure(yuan)} 元` : '', paidByProgramme > 0 ? `合同付 ${figure(paidByProgramme)} 元` : '']
        .filter(Boolean)
        .join('，') || '免费',
    state,
  }
}

function shownCourse({ title, teachers, lessons, hours, present, personHours, unmarked, cancelled }: Statement['courses'][number]) {
  const more = [
    teachers ? `老师：${teachers}` : '',
    unmarked > 0 ? `${unmarked} 节没点名` : '',
    cancelled > 0 ? `取消了 ${cancelled} 节` : '',
  ]
  return {
    title,
    words: `上了 ${lessons} 节，${figure(hours)} 课时；到了 ${present} 人次，合 ${figure(personHours)} 人次小时`,
    more: more.filter(Boolean).join('；'),
  }
}

function monthFrom(month: string, months: number): string {
  const [year = 0, index = 1] = month.split('-').map(Number)
  const at = new Date(Date.UTC(year, index - 1 + months, 1))
  return at.toISOString().slice(0, 7)
}

/** Hours bought and used, and what was done in a month, to read here or as a table. A dispatcher looks at any organisation. */
page({
  data: {
    month: '',
    monthName: '',
    isNow: true,
    contracts: [] as ShownContract[],
    many: false,
    statement: undefined as Statement | undefined,
    figures: [] as { words: string; value: string; unit: string }[],
    rows: [] as Row[],
    courses: [] as { title: string; words: string; more: string }[],
    making: '',
    sheet: undefined as Sheet | undefined,
    notice: '',
  },
  organisation: undefined as string | undefined,

  onLoad({ organisation, month }) {
    this.organisation = organisation
    this.showMonth(month ?? dayFrom(undefined).slice(0, 7))
  },

  showMonth(month: string) {
    const [year = '', index = ''] = month.split('-')
    this.setData({
      month,
      monthName: `${year} 年 ${Number(index)} 月`,
      isNow: month >= dayFrom(undefined).slice(0, 7),
      sheet: undefined,
      notice: '',
    })
  },

  async load(): Promise<Reply<unknown>> {
    const { month } = this.data
    const contracts = await ask('booking.contracts', {})
    if (!contracts.ok) return contracts
    const organisations = new Set(contracts.data.contracts.map(({ organisation }) => organisation.id))
    this.setData({
      many: organisations.size > 1 && this.organisation === undefined,
      contracts: contracts.data.contracts
        .filter(({ organisation }) => this.organisation === undefined || organisation.id === this.organisation)
        .map(shownContract),
    })
    // A dispatcher chooses an organisation first.
    if (this.data.many) return contracts
    const reply = await ask('booking.statement', { organisation: this.organisation, month })
    if (reply.ok && month === this.data.month) this.show(reply.data)
    return reply
  },

  show(statement: Statement) {
    const { visits, hours, guests, paidByProgramme, yuan, noShow, stars } = statement
    this.setData({
      statement,
      figures: [
        { words: '做了', value: figure(visits), unit: '次' },
        { words: '服务', value: figure(hours), unit: '小时' },
        { words: '服务了', value: figure(guests), unit: '人' },
        { words: '合同付', value: figure(paidByProgramme), unit: '元' },
        { words: '居民付', value: figure(yuan), unit: '元' },
        { words: '没有成行', value: figure(noShow), unit: '次' },
        ...(stars === undefined ? [] : [{ words: '居民评', value: stars.toFixed(1), unit: '星' }]),
        ...(statement.courses.length === 0
          ? []
          : [
              { words: '上了课', value: figure(statement.classes.lessons), unit: '节' },
              { words: '课时', value: figure(statement.classes.hours), unit: '小时' },
              { words: '到课', value: figure(statement.classes.present), unit: '人次' },
              { words: '人次小时', value: figure(statement.classes.personHours), unit: '小时' },
            ]),
      ],
      rows: statement.rows.map(shownRow),
      courses: statement.courses.map(shownCourse),
    })
  },

  move({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { months: number }>) {
    this.showMonth(monthFrom(this.data.month, currentTarget.dataset.months))
    this.setData({ phase: 'loading' })
    void this.reload()
  },

  openOrganisation({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    if (!this.data.many) return
    void wx.navigateTo({
      url: `/packages/organisation/statement/statement?organisation=${currentTarget.dataset.id}&month=${this.data.month}`,
    })
  },

  async make({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { format: Format }>) {
    const { format } = currentTarget.dataset
    if (this.data.making) return
    this.setData({ making: format, notice: '' })
    const reply = await fetchSheet(this.organisation, this.data.month, format)
    this.setData({ making: '' })
    if (!reply.ok) return this.setData({ notice: reply.error.message })
    this.setData({ sheet: reply.data })
    if (format === 'xlsx') this.open()
    else tell('表格好了，点“发出去”传到电脑上')
  },

  open() {
    const { sheet } = this.data
    if (!sheet) return
    void wx.openDocument({
      filePath: sheet.path,
      fileType: 'xlsx',
      showMenu: true,
      fail: ({ errMsg }) => this.setData({ notice: `这台手机打不开表格，可以发到电脑上看（${errMsg}）` }),
    })
  },

  /** WeChat lets a file be sent on only in a tap. */
  send() {
    const { sheet } = this.data
    if (sheet) void wx.shareFileMessage({ filePath: sheet.path, fileName: sheet.name, fail: () => undefined })
  },
})
