const counted = Behavior({
  data: { total: 0 },
  observers: {
    total(total: number) {
      this.setData({ many: total > 1 })
    },
  },
  methods: {},
} as Record<string, unknown>)

Component({
  behaviors: [counted],
  relations: {
    './row': {
      type: 'child',
      linked() {
        this.setData({ total: (this.data as { total: number }).total + 1 })
      },
    },
  },
} as Record<string, unknown>)
