import type { BookingRow, CaseRow } from '../../../typings/contract'
import { ask } from '../../cloud/ask'
import { tell } from '../../cloud/phone'
import { page } from '../../page'

type Tab = 'cases' | 'bookings'

const shown: { tab: Tab } = { tab: 'cases' }

page({
  data: {
    ...shown,
    cases: [] as CaseRow[],
    bookings: [] as BookingRow[],
    nextCases: '',
    nextBookings: '',
    more: false,
  },

  async load() {
    const [cases, bookings] = await Promise.all([ask('report.mine', {}), ask('booking.mine', {})])
    if (!cases.ok) return cases
    if (!bookings.ok) return bookings
    this.setData({
      cases: cases.data.cases,
      nextCases: cases.data.next ?? '',
      bookings: bookings.data.bookings,
      nextBookings: bookings.data.next ?? '',
    })
    return cases
  },

  choose(event: WechatMiniprogram.TouchEvent) {
    this.setData({ tab: (event.currentTarget.dataset as { tab: Tab }).tab })
  },

  async onReachBottom() {
    const { tab, nextCases, nextBookings, more } = this.data
    if (more || !(tab === 'cases' ? nextCases : nextBookings)) return
    this.setData({ more: true })
    if (tab === 'cases') {
      const reply = await ask('report.mine', { cursor: nextCases })
      if (reply.ok) this.setData({ cases: [...this.data.cases, ...reply.data.cases], nextCases: reply.data.next ?? '' })
      else tell(reply.error.message)
    } else {
      const reply = await ask('booking.mine', { cursor: nextBookings })
      if (reply.ok) this.setData({ bookings: [...this.data.bookings, ...reply.data.bookings], nextBookings: reply.data.next ?? '' })
      else tell(reply.error.message)
    }
    this.setData({ more: false })
  },

  report() {
    void wx.navigateTo({ url: '/packages/report/submit/submit' })
  },
  services() {
    void wx.navigateTo({ url: '/packages/booking/services/services' })
  },
})
