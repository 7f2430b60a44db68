import type { BookingRow } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import type { Reply } from '../../../cloud/call'
import { page } from '../../../page'
import { dayWords, hoursWords } from '../../../words/time'

interface Stop {
  id: string
  who: string
  /** What to do next here. */
  action: string
  icon: string
  tone: string
  over: boolean
}

/** What is done at one time and place: a visit, or a class with its pupils. */
interface Occasion {
  key: string
  hours: string
  name: string
  place: string
  group: boolean
  next: boolean
  stops: Stop[]
}

const steps: Record<BookingRow['state'], Omit<Stop, 'id' | 'who'>> = {
  requested: { action: '等机构确认', icon: 'time', tone: 'wait', over: false },
  assigned: { action: '到了签到', icon: 'location', tone: 'going', over: false },
  checkedIn: { action: '填记录', icon: 'edit', tone: 'wait', over: false },
  done: { action: '做完了', icon: 'check', tone: '', over: true },
  rated: { action: '做完了', icon: 'check', tone: '', over: true },
  declined: { action: '没接', icon: 'close-circle', tone: '', over: true },
  cancelled: { action: '取消了', icon: 'rollback', tone: '', over: true },
  noShow: { action: '没来', icon: 'error-circle', tone: '', over: true },
}

function occasions(bookings: BookingRow[]): Occasion[] {
  const found = new Map<string, Occasion>()
  for (const booking of [...bookings].sort((a, b) => a.start.localeCompare(b.start))) {
    const group = booking.kind === 'class'
    const key = group ? `${booking.service.id}:${booking.start}` : booking.id
    let occasion = found.get(key)
    if (!occasion) {
      occasion = {
        key,
        hours: hoursWords(booking.start, booking.end),
        name: booking.service.name,
        place: booking.place ?? booking.addressMasked ?? '',
        group,
        next: false,
        stops: [],
      }
      found.set(key, occasion)
    }
    occasion.stops.push({ id: booking.id, who: booking.forWhom, ...steps[booking.state] })
  }
  const list = [...found.values()]
  const next = list.find(({ stops }) => stops.some(({ over }) => !over))
  return list.map((one) => ({ ...one, next: one === next }))
}

function shifted(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

page({
  data: {
    day: '',
    dayName: '',
    summary: '',
    occasions: [] as Occasion[],
  },

  async load(): Promise<Reply<unknown>> {
    const { day } = this.data
    const reply = await ask('booking.visits', day ? { day } : {})
    if (reply.ok) {
      const list = occasions(reply.data.bookings)
      const left = list.filter(({ stops }) => stops.some(({ over }) => !over)).length
      this.setData({
        day: reply.data.day,
        dayName: dayWords(`${reply.data.day}T04:00:00.000Z`),
        occasions: list,
        summary: list.length === 0 ? '' : left === 0 ? `${list.length} 处都做完了` : `共 ${list.length} 处，还有 ${left} 处`,
      })
    }
    return reply
  },

  goTo(days: number) {
    const day = shifted(this.data.day, days)
    this.setData({ day, dayName: dayWords(`${day}T04:00:00.000Z`), summary: '', phase: 'loading' })
    void this.reload()
  },

  before() {
    this.goTo(-1)
  },

  after() {
    this.goTo(1)
  },

  today() {
    this.setData({ day: '', phase: 'loading' })
    void this.reload()
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    void wx.navigateTo({ url: `/packages/work/visit/visit?id=${currentTarget.dataset.id}` })
  },
})
