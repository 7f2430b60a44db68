/** Nothing here yet: says so, and what to do next. */
Component({
  properties: {
    icon: { type: String, value: 'root-list' },
    words: { type: String, value: '' },
    detail: { type: String, value: '' },
    action: { type: String, value: '' },
  },
  methods: {
    act() {
      this.triggerEvent('action')
    },
  },
})
