import type { BookingRow } from '../../../typings/contract'
import { bookingShapes } from '../../words/bookingShape'
import { spanWords, whenWords } from '../../words/time'

/** A booking in a list. Tapping it opens `page` with its id. */
Component({
  properties: {
    item: { type: Object, value: null as BookingRow | null },
    page: { type: String, value: '/packages/booking/booking/booking' },
    /** Staff see for whom it is. */
    staff: { type: Boolean, value: false },
  },
  data: { icon: '', tone: '', when: '', who: '', whom: '', due: '' },
  observers: {
    'item, staff'(item: BookingRow | null, staff: boolean) {
      if (!item) return
      this.setData({
        ...bookingShapes[item.state],
        when: spanWords(item.start, item.end),
        due: item.dueAt && item.state === 'held' ? `请在${whenWords(item.dueAt)}前答复` : '',
        whom: !staff && !item.own ? `替${item.forWhom}约的` : '',
        who: [staff ? item.forWhom : item.worker, staff ? item.worker : item.organisation].filter(Boolean).join(' · '),
      })
    },
  },
  methods: {
    open() {
      const { page } = this.data
      const item = this.data.item as BookingRow | null
      if (item) void wx.navigateTo({ url: `${page}?id=${item.id}` })
    },
  },
})
