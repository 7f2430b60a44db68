import type { CaseView } from '../../../typings/contract'

type Why = CaseView['why']

const most = 4

/** Why it went to this person or organisation: folded until somebody wants to know. */
Component({
  properties: {
    why: { type: Object, value: null as Why | null },
    words: { type: String, value: '为什么交给这里' },
    /** Until when it is promised, in words. */
    promise: { type: String, value: '' },
  },
  data: { open: false, considered: [] as Why['considered'], others: 0 },
  observers: {
    why(why: Why | null) {
      const all = why?.considered ?? []
      this.setData({ considered: all.slice(0, most), others: Math.max(0, all.length - most) })
    },
  },
  methods: {
    toggle() {
      this.setData({ open: !this.data.open })
    },
  },
})
