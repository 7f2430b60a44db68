import type { CaseView } from '../../../typings/contract'
import { call } from '../../cloud/call'
import { chosenReason, dial, tell } from '../../cloud/phone'
import { channelWords } from '../../words/steps'

type Origin = NonNullable<CaseView['origin']>

const reasons = ['回电核实情况', '约时间上门', '告诉办理结果', '联系不上，再打一次']

/** Through which other channel a matter came, and for whom; the whole number only when somebody says why they need it. */
Component({
  properties: {
    matter: { type: String, value: '' },
    origin: { type: Object, value: null as Origin | null },
  },
  data: { line: '', phone: '', revealed: false, asking: false },
  observers: {
    origin(origin: Origin | null) {
      if (!origin) return
      const { channel, number, onBehalf, phone } = origin
      this.setData({ line: [channelWords[channel], number, onBehalf && `替${onBehalf}登记`].filter(Boolean).join('，') })
      if (!this.data.revealed) this.setData({ phone })
    },
  },
  methods: {
    async reveal() {
      if (this.data.asking) return
      this.setData({ asking: true })
      const reason = await chosenReason(reasons, '为什么要看？谁、什么时候、为什么看，都会记下来')
      if (reason !== undefined) {
        const reply = await call('report.reveal', { case: this.data.matter, reason })
        if (reply.ok) this.setData({ phone: reply.data.value, revealed: true })
        else tell(reply.error.message)
      }
      this.setData({ asking: false })
    },
    call() {
      dial(this.data.phone)
    },
  },
})
