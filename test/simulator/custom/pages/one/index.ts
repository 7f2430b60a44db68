Component({
  properties: { q: String },
  data: { names: ['甲', '乙'] },
  pageLifetimes: {
    show() {
      this.getTabBar().setData({ chosen: 0 })
    },
  },
  methods: {
    onLoad() {
      this.loaded = true
    },
    count() {
      return this.selectComponent('#list').getRelationNodes('./row').length
    },
  },
} as Record<string, unknown>)
