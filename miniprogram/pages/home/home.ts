import type { BookingRow, CaseRow, Me } from '../../../typings/contract'
import { ask, askSeldom } from '../../cloud/ask'
import { draft } from '../../cloud/draft'
import { chooseHome } from '../../cloud/home'
import { careMode } from '../../cloud/look'
import { sendWaiting, waitingReports, whenTried } from '../../cloud/outbox'
import { dial } from '../../cloud/phone'
import { askMe, askTown, switchCareMode } from '../../cloud/session'
import { page } from '../../page'
import { bookingShapes } from '../../words/bookingShape'
import { fieldIcon } from '../../words/fields'
import { greeting, spanWords, whenWords } from '../../words/time'
import { workDoors } from '../../words/work'
import type { WorkDoor } from '../../words/work'

const skippedKey = 'homePlaceSkipped'
const mostCases = 2

/** What is next of what was booked: who comes, when, and whom to call. */
interface Visit {
  id: string
  name: string
  when: string
  who: string
  where: string
  phone: string
  state: string
  icon: string
  tone: string
  /** Of somebody for whom it was booked. */
  whom: string
  /** A place is kept until then: an answer is wanted. */
  due: string
}

/** Whom to call: the member of one's own grid, or the town's desk. */
interface Helper {
  title: string
  name: string
  phone: string
}

page({
  stopListening: undefined as (() => void) | undefined,

  data: {
    hello: '',
    grid: '',
    helper: null as Helper | null,
    askHome: false,
    unsent: false,
    /** Reports that wait for a network, and whether the cloud refused one of them. */
    waiting: 0,
    refused: false,
    feed: false,
    doors: [] as WorkDoor[],
    cases: [] as CaseRow[],
    moreCases: 0,
    visit: null as Visit | null,
    fields: [] as { id: string; name: string; icon: string }[],
  },

  onLoad() {
    this.stopListening = whenTried(() => void this.reload())
  },
  onUnload() {
    this.stopListening?.()
  },

  async load() {
    const waiting = waitingReports()
    this.setData({ waiting: waiting.length, refused: waiting.some(({ trouble }) => trouble !== undefined) })
    void sendWaiting()
    const care = careMode()
    const [me, town, mine, bookings, services] = await Promise.all([
      askMe(),
      askTown(),
      care ? undefined : ask('report.mine', {}),
      ask('booking.mine', {}),
      care ? undefined : askSeldom('booking.services', {}, 12),
    ])
    if (!me.ok) return me
    const open = mine?.ok ? mine.data.cases.filter(({ state }) => state !== 'closed' && state !== 'withdrawn') : []
    this.setData({
      ...who(me.data),
      helper: helper(me.data, town.ok ? town.data.desk : undefined),
      unsent: draft('report').read() !== undefined,
      feed: town.ok && town.data.switches.publicFeed,
      doors: workDoors(me.data.roles),
      cases: open.slice(0, mostCases),
      moreCases: Math.max(0, open.length - mostCases),
      visit: bookings.ok ? nextVisit(bookings.data.bookings) : null,
      fields: services?.ok ? services.data.fields.map(({ id, name }) => ({ id, name, icon: fieldIcon(id) })) : [],
    })
    return [mine, bookings].find((reply) => reply?.ok && reply.staleSince !== undefined) ?? me
  },

  async switchLook() {
    const switched = switchCareMode(!careMode())
    await this.reload()
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    await switched
  },
  async chooseHome() {
    if (await chooseHome()) await this.reload()
  },
  skipHome() {
    wx.setStorageSync(skippedKey, true)
    this.setData({ askHome: false })
  },
  callHelper() {
    const { helper } = this.data
    if (helper) dial(helper.phone)
  },
  report() {
    void wx.navigateTo({ url: '/packages/report/submit/submit' })
  },
  around() {
    void wx.navigateTo({ url: '/packages/report/around/around' })
  },
  services(event: WechatMiniprogram.CustomEvent) {
    const { field } = event.currentTarget.dataset as { field?: string }
    void wx.navigateTo({ url: `/packages/booking/services/services${field === undefined ? '' : `?field=${field}`}` })
  },
  work(event: WechatMiniprogram.TouchEvent) {
    void wx.navigateTo({ url: (event.currentTarget.dataset as { url: string }).url })
  },
  callVisit() {
    const { visit } = this.data
    if (visit?.phone) dial(visit.phone)
  },
  openVisit() {
    const { visit } = this.data
    if (visit) void wx.navigateTo({ url: `/packages/booking/booking/booking?id=${visit.id}` })
  },
  matters() {
    void wx.switchTab({ url: '/pages/matters/matters' })
  },
})

function who(me: Me): { hello: string; grid: string; askHome: boolean } {
  const named = me.name !== '居民'
  return {
    hello: named ? `${me.name}，${greeting()}` : greeting(),
    grid: me.grid?.name ?? '',
    askHome: me.grid === undefined && wx.getStorageSync(skippedKey) !== true,
  }
}

function helper(me: Me, desk: { name: string; phone: string } | undefined): Helper | null {
  const member = me.grid?.member
  if (member) return { title: '网格员', ...member }
  return desk ? { title: '服务台', ...desk } : null
}

const coming = new Set<BookingRow['state']>(['held', 'requested', 'assigned', 'checkedIn'])

/** What waits for the person's answer comes before what is merely next. */
function nextVisit(bookings: BookingRow[]): Visit | null {
  const next = bookings
    .filter(({ state, end }) => coming.has(state) && Date.parse(end) > Date.now())
    .sort((a, b) => Number(b.state === 'held') - Number(a.state === 'held') || a.start.localeCompare(b.start))[0]
  if (!next) return null
  const { id, service, kind, start, end, worker, organisation, organisationPhone, place, state, stateText, own, forWhom, dueAt } = next
  return {
    id,
    name: service.name,
    when: spanWords(start, end),
    who: worker ? `${worker}（${organisation}）` : organisation,
    where: kind === 'visit' ? (own ? '到您家里' : `到${forWhom}家里`) : (place ?? ''),
    phone: organisationPhone ?? '',
    state: stateText,
    ...bookingShapes[state],
    whom: own || kind === 'visit' ? '' : `替${forWhom}约的`,
    due: state === 'held' && dueAt ? `有位子给您留着，请在${whenWords(dueAt)}前答复` : '',
  }
}
