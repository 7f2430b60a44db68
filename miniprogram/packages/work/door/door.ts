import type { Output } from '../../../../typings/contract'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { page } from '../../../page'
import { spanWords } from '../../../words/time'

const margin = 48

/** The code of a lesson, large, on the teacher's phone at the door; pupils scan it with theirs. */
page({
  data: {
    door: undefined as Output<'booking.door'> | undefined,
    when: '',
    size: 0,
    early: false,
    over: false,
  },
  session: '',
  lesson: 0,
  timer: undefined as ReturnType<typeof setTimeout> | undefined,

  onLoad({ session = '', lesson = '0' }) {
    this.session = decodeURIComponent(session)
    this.lesson = Number(lesson)
    this.setData({ size: Math.min(wx.getWindowInfo().windowWidth - 2 * margin, 360) })
  },
  onShow() {
    void wx.setKeepScreenOn({ keepScreenOn: true })
  },
  onHide() {
    this.leave()
  },
  onUnload() {
    this.leave()
  },
  leave() {
    if (this.timer !== undefined) clearTimeout(this.timer)
    void wx.setKeepScreenOn({ keepScreenOn: false })
  },

  async load(): Promise<Reply<unknown>> {
    const reply = await call('booking.door', { session: this.session, lesson: this.lesson })
    if (!reply.ok) return reply
    const { from, until } = reply.data
    const now = Date.now()
    const early = now < Date.parse(from)
    const over = now > Date.parse(until)
    this.setData({ door: reply.data, when: spanWords(from, until), early, over })
    if (this.timer !== undefined) clearTimeout(this.timer)
    // A timer holds 24 days at most; nobody stands at the door that long.
    const next = Date.parse(early ? from : until) - now
    if (!over && next < 86_400_000) this.timer = setTimeout(() => void this.reload(), next + 1000)
    return reply
  },
})
