import { call } from '../../../cloud/call'
import { draft } from '../../../cloud/draft'
import { page } from '../../../page'

interface Form {
  code: string
  relation: string
}

const kept = draft<Form>('join')
const most = 10
const blank: Form = { code: '', relation: '' }

/** An invitation of one's family taken up: from the card, or by its code. */
page({
  data: {
    /** Who invites, as the card says. */
    name: '',
    carded: false,
    form: blank,
    relations: ['女儿', '儿子', '老伴', '孙辈', '亲戚', '邻居'].map((id) => ({ id, words: id })),
    sending: false,
    notice: '',
    joined: '',
  },

  onLoad({ code = '', name = '' }) {
    const before = kept.read()?.value
    this.setData({
      name: decodeURIComponent(name),
      carded: code !== '',
      form: { code: code || (before?.code ?? ''), relation: before?.relation ?? '' },
    })
  },

  keep(patch: Partial<Form>) {
    const form = { ...this.data.form, ...patch }
    kept.keep(form)
    this.setData({ form, notice: '' })
  },
  chooseRelation({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    this.keep({ relation: detail.id.slice(0, most) })
  },
  typeCode({ detail }: WechatMiniprogram.Input) {
    this.keep({ code: detail.value.replace(/\s/g, '') })
  },

  async join() {
    const { form, sending } = this.data
    if (sending) return
    if (!/^[A-Za-z0-9]{8,32}$/.test(form.code)) return this.setData({ notice: '请把邀请码填全，家人的手机上看得到' })
    if (!form.relation) return this.setData({ notice: '请点一下您是他的什么人' })
    this.setData({ sending: true, notice: '' })
    const { requestId } = kept.keep(form)
    const reply = await call('person.join', form, { requestId })
    this.setData({ sending: false })
    if (reply.ok) {
      kept.clear()
      return this.setData({ joined: reply.data.name })
    }
    if (reply.error.code !== 'NETWORK') {
      kept.clear()
      kept.keep(form)
    }
    this.setData({ notice: reply.error.message })
  },
  book() {
    void wx.redirectTo({ url: '/packages/booking/family/family' })
  },
})
