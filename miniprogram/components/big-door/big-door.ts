/** One large way to go: the whole of it can be tapped. */
Component({
  properties: {
    icon: { type: String, value: '' },
    words: { type: String, value: '' },
    detail: { type: String, value: '' },
    /** accent: the main one; warm: a call; plain: the others. */
    tone: { type: String, value: 'plain' },
  },
  methods: {
    open() {
      this.triggerEvent('open')
    },
  },
})
