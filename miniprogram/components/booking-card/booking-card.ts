import type { BookingRow } from '../../../typings/contract'
import { bookingShapes, staffWords } from '../../words/bookingShape'
import { atHome, whereWords } from '../../words/meeting'
import { nextSpan, spanWords, whenWords } from '../../words/time'

/** An answer that is due within two hours, or late, is shown as such. */
const soon = 2 * 3600_000

/** A booking in a list. Tapping it opens `page` with its id. */
Component({
  properties: {
    item: { type: Object, value: null as BookingRow | null },
    page: { type: String, value: '/packages/booking/booking/booking' },
    /** Staff see for whom it is. */
    staff: { type: Boolean, value: false },
  },
  data: { where: '', late: false, icon: '', tone: '', state: '', when: '', who: '', whom: '', due: '' },
  observers: {
    'item, staff'(item: BookingRow | null, staff: boolean) {
      if (!item) return
      const { start, end } = nextSpan(item)
      this.setData({
        ...bookingShapes[item.state],
        state: (staff && staffWords[item.state]) || item.stateText,
        when: `${item.next ? '下一节：' : ''}${spanWords(start, end)}`,
        due: item.dueAt && item.state === (staff ? 'requested' : 'held') ? `请在${whenWords(item.dueAt)}前答复` : '',
        late: item.state === 'held' || (item.dueAt !== undefined && Date.parse(item.dueAt) - Date.now() < soon),
        where: atHome(item) ? '' : whereWords(item),
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
