import type { Output, ServiceRow } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import type { Reply } from '../../../cloud/call'
import { page } from '../../../page'
import { fieldIcon } from '../../../words/fields'
import { kindWords, shortPrice } from '../offer'

type Field = Output<'booking.services'>['fields'][number]

interface Row {
  id: string
  name: string
  summary: string
  icon: string
  kind: string
  price: string
  free: boolean
}

/** Care mode begins with so many services; the rest is one tap away. */
const firstInCare = 4

function row({ id, name, summary, kind, price }: ServiceRow): Row {
  const { icon, word } = kindWords[kind]
  return { id, name, summary, icon, kind: word, price: shortPrice(price), free: price.kind === 'free' }
}

/** Home care first, then what else comes to the door. */
function visitsFirst(fields: Field[]): ServiceRow[] {
  const all = fields.flatMap(({ services }) => services)
  return [...all.filter(({ kind }) => kind === 'visit'), ...all.filter(({ kind }) => kind !== 'visit')]
}

page({
  data: {
    fields: [] as { id: string; name: string; icon: string; rows: Row[] }[],
    first: [] as Row[],
    more: false,
  },
  field: '',

  /** Home opens the page at one field. */
  onLoad({ field = '' }) {
    this.field = field
  },

  async load(): Promise<Reply<unknown>> {
    const reply = await ask('booking.services', {})
    if (reply.ok) {
      const fields = reply.data.fields.filter(({ services }) => services.length > 0)
      this.setData({
        fields: fields.map(({ id, name, services }) => ({ id, name, icon: fieldIcon(id), rows: services.map(row) })),
        first: visitsFirst(fields).slice(0, firstInCare).map(row),
        more: this.data.more || this.field !== '',
      })
      const { field } = this
      this.field = ''
      if (field) wx.nextTick(() => this.scrollToField(field))
    }
    return reply
  },

  goToField({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { field: string }>) {
    this.scrollToField(currentTarget.dataset.field)
  },

  scrollToField(field: string) {
    void wx.pageScrollTo({ selector: `#field-${field}`, duration: 250 })
  },

  showMore() {
    this.setData({ more: true })
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { service: string }>) {
    void wx.navigateTo({ url: `/packages/booking/service/service?id=${currentTarget.dataset.service}` })
  },
})
