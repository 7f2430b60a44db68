import { dayOf, monthAfter, monthCells, monthName } from '../../choice'
import type { DayChoice, MonthCell } from '../../choice'

/** Care mode begins with so many days. */
const firstInCare = 5

function shownDay(days: DayChoice[], picked: string): DayChoice | undefined {
  return days.find(({ slots }) => slots.some(({ key }) => key === picked)) ?? days.find(({ free }) => free > 0) ?? days[0]
}

/** A day and a time of it: from a month's sheet, or in care mode from a list of days that have room. */
Component({
  properties: {
    days: { type: Array, value: [] as DayChoice[] },
    picked: { type: String, value: '' },
    care: { type: Boolean, value: false },
    /** '2026-12' */
    month: { type: String, value: '' },
    loading: { type: Boolean, value: false },
  },
  data: {
    heads: ['一', '二', '三', '四', '五', '六', '日'],
    cells: [] as MonthCell[],
    name: '',
    first: false,
    chosen: null as DayChoice | null,
    near: [] as DayChoice[],
    more: false,
    all: false,
    open: '',
  },
  observers: {
    'days, month, all'(days: DayChoice[], month: string, all: boolean) {
      const inMonth = days.filter(({ day }) => day.startsWith(month))
      const chosen = inMonth.find(({ day }) => day === this.data.chosen?.day) ?? shownDay(inMonth, this.data.picked) ?? null
      const withRoom = days.filter(({ free }) => free > 0)
      this.setData({
        cells: month ? monthCells(month, inMonth) : [],
        name: month ? monthName(month) : '',
        first: month <= dayOf(new Date().toISOString()).slice(0, 7),
        chosen,
        near: all ? withRoom : withRoom.slice(0, firstInCare),
        more: !all && withRoom.length > firstInCare,
      })
    },
  },
  methods: {
    chooseDay({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { day: string }>) {
      const { day } = currentTarget.dataset
      const chosen = this.data.days.find((one) => one.day === day)
      if (chosen) this.setData({ chosen })
    },
    openDay({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { day: string }>) {
      const { day } = currentTarget.dataset
      this.setData({ open: this.data.open === day ? '' : day })
    },
    showAll() {
      this.setData({ all: true })
    },
    turn({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { by: number }>) {
      const by = Number(currentTarget.dataset.by)
      if (this.data.loading || (by < 0 && this.data.first)) return
      this.triggerEvent('month', { month: monthAfter(this.data.month, by) })
    },
    choose({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { key: string }>) {
      this.triggerEvent('pick', { key: currentTarget.dataset.key })
    },
  },
})
