import type { BookingRow, CaseRow, Me } from '../../../typings/contract'
import { ask, askSeldom } from '../../cloud/ask'
import { draft } from '../../cloud/draft'
import { askHumanToCall } from '../../cloud/humanToCall'
import type { HumanToCall } from '../../cloud/humanToCall'
import { chooseHome } from '../../cloud/home'
import { careMode } from '../../cloud/look'
import { sendWaiting, waitingReports, whenTried } from '../../cloud/outbox'
import { dial } from '../../cloud/phone'
import { askMe, askTown, switchCareMode } from '../../cloud/session'
import { page } from '../../page'
import { bookingShapes } from '../../words/bookingShape'
import { fieldIcon } from '../../words/fields'
import { atHome, whereWords } from '../../words/meeting'
import { greeting, nextSpan, spanWords, whenWords } from '../../words/time'
import { openMatters } from '../matters/open'
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

page({
  stopListening: undefined as (() => void) | undefined,

  data: {
    hello: '',
    grid: '',
    human: null as HumanToCall | null,
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
    /** Bookings after that. */
    moreVisits: 0,
    /** What is booked could not be asked for. */
    unseen: false,
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
    const [me, town, human, mine, bookings, services] = await Promise.all([
      askMe(),
      askTown(),
      askHumanToCall(),
      care ? undefined : ask('report.mine', {}),
      ask('booking.mine', { ahead: true }),
      care ? undefined : askSeldom('booking.services', {}, 12),
    ])
    if (!me.ok) return me
    const open = mine?.ok ? mine.data.cases.filter(({ state }) => state !== 'closed' && state !== 'withdrawn') : []
    this.setData({
      ...who(me.data),
      human,
      unsent: draft('report').read() !== undefined,
      feed: town.ok && town.data.switches.publicFeed,
      doors: workDoors(me.data.roles),
      cases: open.slice(0, mostCases),
      moreCases: Math.max(0, open.length - mostCases),
      ...(bookings.ok && coming(bookings.data.bookings)),
      unseen: !bookings.ok,
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
  callHuman() {
    const { human } = this.data
    if (human) dial(human.phone)
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
  bookings() {
    openMatters('bookings')
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

/** What waits for the person's answer comes before what is merely next; of a course its coming lesson counts. */
function coming(bookings: BookingRow[]): { visit: Visit | null; moreVisits: number } {
  const [next, ...more] = bookings
    .filter((one) => Date.parse(nextSpan(one).end) > Date.now())
    .sort((a, b) => Number(b.state === 'held') - Number(a.state === 'held') || nextSpan(a).start.localeCompare(nextSpan(b).start))
  return { visit: next ? visitOf(next) : null, moreVisits: more.length }
}

function visitOf(next: BookingRow): Visit {
  const { start, end } = nextSpan(next)
  const { id, service, kind, worker, organisation, organisationPhone, state, stateText, own, forWhom, dueAt } = next
  return {
    id,
    name: service.name,
    when: spanWords(start, end),
    who: worker ? `${worker}（${organisation}）` : organisation,
    where: atHome(next) ? (own ? '到您家里' : `到${forWhom}家里`) : whereWords(next),
    phone: organisationPhone ?? '',
    state: stateText,
    ...bookingShapes[state],
    whom: own || kind === 'visit' ? '' : `替${forWhom}约的`,
    due: state === 'held' && dueAt ? `有位子给您留着，请在${whenWords(dueAt)}前答复` : '',
  }
}
