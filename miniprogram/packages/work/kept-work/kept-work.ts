import { forgetWork, sendWork } from '../../../cloud/fieldWork'
import type { KeptWork } from '../../../cloud/fieldWork'
import { confirmed, tell } from '../../../cloud/phone'

/** Steps that are on the phone and not yet in the cloud. A tap on one tells `open` with its request id. */
Component({
  properties: { works: { type: Array, value: [] as KeptWork[] } },
  methods: {
    open({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      this.triggerEvent('open', { id: currentTarget.dataset.id })
    },
    async send() {
      await sendWork()
      if (this.data.works.some(({ refused }) => !refused)) tell('还是连不上网，有网了会自动交')
    },
    async forget({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
      if (await confirmed('不交这一步了？存在手机里的内容会清掉', '不交了')) forgetWork(currentTarget.dataset.id)
    },
  },
})
