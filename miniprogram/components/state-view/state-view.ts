/**
 * Around a page's content: bones while loading, the reason and 再试一次 when that failed, and since when the content is true when there is
 * no network. Shows its slot when ready.
 */
Component({
  properties: {
    phase: { type: String, value: 'loading' },
    problem: { type: String, value: '' },
    stale: { type: String, value: '' },
  },
  data: { bones: [1, 2, 3] },
  methods: {
    retry() {
      this.triggerEvent('retry')
    },
  },
})
