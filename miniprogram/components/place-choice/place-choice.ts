import { call } from '../../cloud/call'
import { askTown } from '../../cloud/session'

export interface Place {
  longitude: number
  latitude: number
  name: string
}

/** Where: the phone's own position, or a place on the map. `change` tells the place; the grid it lies in is shown. */
Component({
  properties: {
    value: { type: Object, value: null as Place | null },
    here: { type: String, value: '我就在这里' },
    /** Where the map opens when nothing has been chosen. */
    near: { type: Object, value: null as { longitude: number; latitude: number } | null },
    /** Whether it may be found by a name: not where somebody says where they stand. */
    named: { type: Boolean, value: false },
  },
  data: { precise: false, locating: false, finding: false, belongs: '', problem: '' },
  observers: {
    value(value: Place | null) {
      if (value) void this.askGrid(value)
    },
  },
  lifetimes: {
    attached() {
      void askTown().then((town) => {
        if (town.ok) this.setData({ precise: town.data.switches.preciseLocation })
      })
    },
  },
  methods: {
    async locate() {
      if (this.data.locating) return
      this.setData({ locating: true, problem: '' })
      try {
        const { longitude, latitude } = await wx.getLocation({ type: 'gcj02' })
        this.tell({ longitude, latitude, name: '' })
      } catch (error) {
        console.warn('no location', error)
        this.setData({ problem: '没有拿到您的位置，请在地图上选一下' })
      }
      this.setData({ locating: false })
    },

    async chooseOnMap() {
      const from = (this.data.value ?? this.data.near) as { longitude: number; latitude: number } | null
      const town = await askTown()
      const start = from ?? (town.ok ? town.data.centre : undefined)
      try {
        const { longitude, latitude, name } = await wx.chooseLocation(start ? { longitude: start.longitude, latitude: start.latitude } : {})
        this.tell({ longitude, latitude, name })
      } catch {
        // Closed without choosing.
      }
    },

    async askGrid({ longitude, latitude }: Place) {
      const reply = await call('report.locate', { longitude, latitude })
      const now = this.data.value as Place | null
      if (now?.longitude === longitude && now.latitude === latitude) this.setData({ belongs: reply.ok ? reply.data.sentence : '' })
    },

    change() {
      this.setData({ finding: true })
    },
    found({ detail }: WechatMiniprogram.CustomEvent<{ place: Place }>) {
      this.tell(detail.place)
    },

    tell(place: Place) {
      this.setData({ problem: '', finding: false })
      this.triggerEvent('change', { place })
    },
  },
})
