import { ask } from '../../../cloud/ask'
import type { Reply } from '../../../cloud/call'
import { tell } from '../../../cloud/phone'
import { askTown } from '../../../cloud/session'
import type { PublicRow } from '../../../components/public-card/public-card'
import { page } from '../../../page'

interface Spot {
  longitude: number
  latitude: number
}

/** About the size of a stall: what people look at again shall be the same place, and so the same kept answer. */
const rounded = (degrees: number) => Math.round(degrees * 1000) / 1000

function markersOf(cases: PublicRow[]) {
  return cases.map(({ place, item, stateText }, id) => ({
    ...{ id, longitude: place.longitude, latitude: place.latitude, iconPath: '/packages/report/around/pin.png', width: 26, height: 34 },
    ariaLabel: `${item.name}，${stateText}`,
  }))
}

page({
  data: {
    spot: null as Spot | null,
    open: true,
    cases: [] as PublicRow[],
    markers: [] as ReturnType<typeof markersOf>,
    next: '',
    more: false,
  },

  async load(): Promise<Reply<unknown>> {
    const town = await askTown()
    if (!town.ok) return town
    const spot = this.data.spot ?? (await here()) ?? town.data.centre
    const point = { longitude: rounded(spot.longitude), latitude: rounded(spot.latitude) }
    const reply = await ask('report.around', point)
    if (!reply.ok) return reply
    const { cases, next = '', open } = reply.data
    this.setData({ spot: point, open, cases, next, markers: markersOf(cases) })
    return reply
  },

  async onReachBottom() {
    const { spot, next, more } = this.data
    if (!spot || !next || more) return
    this.setData({ more: true })
    const reply = await ask('report.around', { ...spot, cursor: next })
    if (reply.ok) {
      const cases = [...this.data.cases, ...reply.data.cases]
      this.setData({ cases, markers: markersOf(cases), next: reply.data.next ?? '' })
    } else tell(reply.error.message)
    this.setData({ more: false })
  },

  async chooseSpot() {
    try {
      const { longitude, latitude } = await wx.chooseLocation(this.data.spot ?? {})
      this.setData({ spot: { longitude, latitude } })
    } catch {
      // Closed without choosing.
      return
    }
    await this.reload()
  },
  openMarker(event: WechatMiniprogram.MarkerTap) {
    const one = this.data.cases[event.detail.markerId]
    if (one) void wx.navigateTo({ url: `/packages/report/case/case?id=${one.id}` })
  },
  report() {
    void wx.navigateTo({ url: '/packages/report/submit/submit' })
  },
})

/** Without a question to the person: only when they have allowed it before. */
async function here(): Promise<Spot | undefined> {
  const { authSetting } = await wx.getSetting()
  if (!authSetting['scope.userLocation']) return undefined
  try {
    return await wx.getLocation({ type: 'gcj02' })
  } catch (error) {
    console.warn('no location', error)
    return undefined
  }
}
