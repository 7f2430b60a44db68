Component({
  data: { chosen: 0 },
  methods: {
    go(event: { currentTarget: { dataset: { path: string } } }) {
      wx.switchTab({ url: `/pages/${event.currentTarget.dataset.path}/index` })
    },
  },
})
