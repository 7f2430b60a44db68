import { forgetWork, keptWork, keptWorkOn, matterOf, sendWork, whenWorkChanges } from '../../cloud/fieldWork'
import type { KeptWork } from '../../cloud/fieldWork'
import { confirmed, tell } from '../../cloud/phone'

/**
 * What is kept on this phone until there is a network, of one matter or (without `matter`) of all, and what the cloud refused of it. Tells
 * `kept` with the list when it changes, and whether something was sent; tapping one of all opens it.
 */
Component({
  properties: {
    matter: { type: String, value: '' },
    /** The page that shows a case. */
    page: { type: String, value: '' },
  },
  data: { kept: [] as KeptWork[] },
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
    matter() {
      this.show()
    },
  },
  methods: {
    show() {
      const { matter } = this.data
      const before = this.data.kept.length
      const kept = matter ? keptWorkOn(matter) : keptWork()
      this.setData({ kept })
      if (kept.length !== before) this.triggerEvent('kept', { sent: kept.length < before })
    },
    open({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      const one = this.data.kept.find(({ requestId }) => requestId === currentTarget.dataset.id)
      const { matter, page } = this.data
      const url = one && pageOf(one, page)
      if (url !== undefined && !matter) void wx.navigateTo({ url })
    },
    async send() {
      await sendWork()
      if (this.data.kept.some(({ refused }) => !refused)) tell('还是连不上网，有网了会自动交')
    },
    async forget({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      if (await confirmed('不交这一步了？存在手机里的内容会清掉', '不交了')) forgetWork(currentTarget.dataset.id)
    },
  },
})

/** Where kept work is looked at; a record has no page before it is sent. */
function pageOf(one: KeptWork, casePage: string): string | undefined {
  const id = encodeURIComponent(matterOf(one))
  if (one.action === 'booking.mark') return `/packages/work/register/register?session=${id}`
  if (one.action.startsWith('booking.')) return `/packages/work/visit/visit?id=${id}`
  return id && casePage ? `${casePage}?id=${id}` : undefined
}

const stops = new WeakMap<object, () => void>()
