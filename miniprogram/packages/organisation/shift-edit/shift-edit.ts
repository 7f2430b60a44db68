import type { Shift } from '../hours'
import { shiftWords, wrongHours } from '../hours'

const ready: { id: string; words: string; shifts: Shift[] }[] = [
  {
    id: 'day',
    words: '全天',
    shifts: [
      { from: '08:30', until: '12:00' },
      { from: '14:00', until: '17:30' },
    ],
  },
  { id: 'morning', words: '上午', shifts: [{ from: '08:30', until: '12:00' }] },
  { id: 'afternoon', words: '下午', shifts: [{ from: '14:00', until: '17:30' }] },
  { id: 'evening', words: '晚上', shifts: [{ from: '18:30', until: '21:00' }] },
  { id: 'off', words: '休息', shifts: [] },
]
const most = 4

/** The hours of one day: ready ones with one tap, or each span by itself. Tells `change` with `shifts`. */
Component({
  properties: { shifts: { type: Array, value: [] as Shift[] } },
  data: { ready, spans: [] as (Shift & { at: number })[], picked: '', problem: '', full: false },
  observers: {
    shifts(shifts: Shift[]) {
      const words = shiftWords(shifts)
      this.setData({
        spans: shifts.map((shift, at) => ({ ...shift, at })),
        picked: ready.find((one) => shiftWords(one.shifts) === words)?.id ?? '',
        problem: wrongHours(shifts),
        full: shifts.length >= most,
      })
    },
  },
  methods: {
    tell(shifts: Shift[]) {
      this.triggerEvent('change', { shifts })
    },
    pickReady({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
      this.tell(ready.find(({ id }) => id === detail.id)?.shifts ?? [])
    },
    pickTime({ currentTarget, detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      const { at, end } = currentTarget.dataset as { at: number; end: 'from' | 'until' }
      const shifts = this.data.shifts
      this.tell(shifts.map((shift, index) => (index === at ? { ...shift, [end]: detail.value } : shift)))
    },
    add() {
      const shifts = this.data.shifts
      const from = shifts[shifts.length - 1]?.until ?? '08:30'
      this.tell([
        ...shifts,
        from < '19:00'
          ? { from, until: `${String(Number(from.slice(0, 2)) + 2).padStart(2, '0')}${from.slice(2)}` }
          : { from, until: '23:00' },
      ])
    },
    remove({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { at: number }>) {
      this.tell(this.data.shifts.filter((_shift, index) => index !== currentTarget.dataset.at))
    },
  },
})
