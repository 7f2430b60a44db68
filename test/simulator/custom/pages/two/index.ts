Page({
  onShow() {
    this.getTabBar().setData({ chosen: 1 })
  },
} as Record<string, unknown>)
