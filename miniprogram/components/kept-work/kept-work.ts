import { forgetWork, keptWork, keptWorkOn, matterOf, sendWork, whenWorkChanges, wordsOf } from '../../cloud/fieldWork'
import type { KeptWork } from '../../cloud/fieldWork'
import { confirmed, tell } from '../../cloud/phone'

interface Shown {
  id: string
  title: string
  /** Why the cloud did not take it; '' while it waits for a network. */
  refused: string
  words: string
  pictures: string[]
  /** Nothing was filled in for it: nothing is lost when it is dropped. */
  bare: boolean
  /** Its form can be filled in again here. */
  revisable: boolean
  url: string
}

/**
 * What is kept on this phone until there is a network, of one matter or (without `matter`) of all, and what the cloud refused of it: that is
 * filled in again, copied or dropped. Tells `kept` when it changes, with whether something was sent (taken or refused: what the page shows is
 * out of date), and `revise` with the work whose form the person wants back; the page takes it over and calls handBack. Tapping one of all opens it.
 */
Component({
  properties: {
    matter: { type: String, value: '' },
    /** The page that shows a case. */
    page: { type: String, value: '' },
    /** The actions whose forms the page can offer now. */
    forms: { type: Array, value: [] as string[] },
  },
  data: { kept: [] as KeptWork[], shown: [] as Shown[] },
  lifetimes: {
    attached() {
      this.show()
      stops.set(
        this,
        whenWorkChanges(() => this.show()),
      )
    },
    detached() {
      stops.get(this)?.()
      stops.delete(this)
    },
  },
  observers: {
    'matter, forms'() {
      this.show()
    },
  },
  methods: {
    show() {
      const { matter, page, forms, kept: before } = this.data
      const kept = matter ? keptWorkOn(matter) : keptWork()
      this.setData({ kept, shown: kept.map((one) => shownOf(one, matter ? '' : pageOf(one, page), forms)) })
      const sent = kept.length < before.length || refusals(kept) > refusals(before)
      if (marks(kept) !== marks(before)) this.triggerEvent('kept', { sent })
    },
    one({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      return this.data.shown.find(({ id }) => id === currentTarget.dataset.id)
    },
    open(event: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      const url = this.one(event)?.url
      if (url) void wx.navigateTo({ url })
    },
    async send() {
      await sendWork()
      if (this.data.kept.some(({ refused }) => !refused)) tell('还是连不上网，有网了会自动交')
    },
    revise({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      const work = this.data.kept.find(({ requestId }) => requestId === currentTarget.dataset.id)
      if (work) this.triggerEvent('revise', { work })
    },
    copy(event: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      void wx.setClipboardData({ data: this.one(event)?.words ?? '' })
    },
    preview({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string; path: string }>) {
      const { id, path } = currentTarget.dataset
      void wx.previewImage({ urls: this.data.shown.find((one) => one.id === id)?.pictures ?? [], current: path })
    },
    async forget(event: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      const one = this.one(event)
      if (one && (one.bare || (await confirmed('不交这一步了？存在手机里的内容会清掉', '不交了')))) forgetWork(one.id)
    },
  },
})

const bare: KeptWork['action'][] = ['report.accept', 'report.withdraw', 'report.urge', 'booking.checkIn']

function shownOf(one: KeptWork, url: string, forms: string[]): Shown {
  const words = wordsOf(one)
  const pictures = [...one.before, ...one.photos].map(({ path }) => path)
  return {
    ...{ id: one.requestId, title: one.title, refused: one.refused?.message ?? '', words, pictures, url },
    bare: bare.includes(one.action),
    revisable: forms.includes(one.action),
  }
}

/** Where kept work is looked at; a record has no page before it is sent, but its form once it was refused. */
function pageOf(one: KeptWork, casePage: string): string {
  const id = encodeURIComponent(matterOf(one))
  if (one.action === 'booking.mark') return `/packages/work/register/register?session=${id}`
  if (one.action.startsWith('booking.')) return `/packages/work/visit/visit?id=${id}`
  if (one.action === 'report.record') return one.refused ? `/packages/work/record/record?kept=${one.requestId}` : ''
  return casePage ? `${casePage}?id=${id}` : ''
}

function marks(kept: KeptWork[]): string {
  return kept.map(({ requestId, refused }) => `${requestId}${refused ? '!' : ''}`).join()
}

function refusals(kept: KeptWork[]): number {
  return kept.filter(({ refused }) => refused).length
}

const stops = new WeakMap<object, () => void>()
