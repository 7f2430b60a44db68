import type { Output } from '../../../../typings/contract'
import { ask } from '../../../cloud/ask'
import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { confirmed, tell } from '../../../cloud/phone'
import { askMe, me } from '../../../cloud/session'
import { page } from '../../../page'
import { dayWords, whenWords } from '../../../words/time'
import { spelled } from '../code'

type Family = Output<'person.family'>

const howWords: Record<string, string> = { self: '您自己答应的', phone: '您在电话里答应的', inPerson: '您当面答应的' }
const staff = new Set(['member', 'desk', 'dispatcher'])

interface Relative {
  id: string
  name: string
  words: string
}

/** Somebody whom one may book for, with what is known of where they live. */
interface Elder extends Relative {
  address: string
  phone: string
}

page({
  data: {
    iMay: [] as Elder[],
    mayForMe: [] as Relative[],
    invitation: undefined as Family['invitation'],
    /** In groups, to be read aloud. */
    code: '',
    until: '',
    staff: false,
    sending: false,
  },

  async load(): Promise<Reply<unknown>> {
    const [reply, mine] = await Promise.all([ask('person.family', {}), askMe()])
    if (mine.ok) this.setData({ staff: mine.data.roles.some(({ role }) => staff.has(role)) })
    if (reply.ok) this.show(reply.data)
    return reply
  },

  show({ iMayBookFor, mayBookForMe, invitation }: Family): void {
    this.setData({
      iMay: iMayBookFor.map(({ id, name, relation, since, addressMasked = '', phoneMasked = '' }) => ({
        id,
        name,
        words: `您是他的${relation}，${dayWords(since)}起`,
        address: addressMasked,
        phone: phoneMasked,
      })),
      mayForMe: mayBookForMe.map(({ id, name, relation, since, how }) => ({
        id,
        name,
        words: `${relation}，${dayWords(since)}起，${howWords[how] ?? how}`,
      })),
      invitation,
      code: spelled(invitation?.code),
      until: invitation ? whenWords(invitation.until) : '',
    })
  },

  async invite() {
    if (this.data.sending) return
    this.setData({ sending: true })
    const reply = await call('person.invite', {})
    this.setData({ sending: false })
    if (!reply.ok) return tell(reply.error.message)
    this.setData({ invitation: reply.data, code: spelled(reply.data.code), until: whenWords(reply.data.until) })
  },
  copy() {
    const { invitation } = this.data
    if (invitation) void wx.setClipboardData({ data: invitation.code })
  },
  /** The card goes to one person of the family; whoever opens it takes up the invitation. */
  onShareAppMessage(): { title: string; path: string } {
    const { invitation } = this.data
    const name = me()?.name ?? '家人'
    return invitation
      ? { title: `${name}请您帮忙约服务`, path: `/packages/booking/join/join?code=${invitation.code}&name=${encodeURIComponent(name)}` }
      : { title: '善邻', path: '/pages/home/home' }
  },

  bookFor({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    void wx.navigateTo({ url: `/packages/booking/services/services?for=${currentTarget.dataset.id}` })
  },
  setContact({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    void wx.navigateTo({ url: `/packages/booking/contact/contact?for=${currentTarget.dataset.id}` })
  },
  async revoke({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { id: string; name: string; mine: boolean }>) {
    const { id, name, mine } = currentTarget.dataset
    const question = mine ? `以后不再替${name}约服务了？` : `以后不让${name}替您约服务了？已经约好的不变。`
    if (!(await confirmed(question, '确定'))) return
    const reply = await call('person.revoke', { person: id, side: mine ? 'iMayBookFor' : 'mayBookForMe' })
    if (!reply.ok) return tell(reply.error.message)
    tell('好了，两边都会收到消息')
    await this.reload()
  },
  typeCode() {
    void wx.navigateTo({ url: '/packages/booking/join/join' })
  },
  record() {
    void wx.navigateTo({ url: '/packages/booking/trust/trust' })
  },
})
