Component({ options: { virtualHost: true }, properties: { name: String }, relations: { './list': { type: 'parent' } } })
