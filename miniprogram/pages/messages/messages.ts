import type { Message } from '../../../typings/contract'
import { ask } from '../../cloud/ask'
import { call } from '../../cloud/call'
import { askMe } from '../../cloud/session'
import { page } from '../../page'
import { agoWords, spokenTimes } from '../../words/time'

const tabPages = ['/pages/home/home', '/pages/matters/matters', '/pages/messages/messages', '/pages/me/me']

page({
  data: { messages: [] as (Message & { when: string })[], unread: 0 },

  async load() {
    const reply = await ask('person.messages', {})
    if (reply.ok) this.show(reply.data.messages)
    return reply
  },

  show(messages: Message[]) {
    this.setData({
      messages: messages.map((message) => ({ ...message, text: spokenTimes(message.text), when: agoWords(message.at) })),
      unread: messages.filter(({ unread }) => unread).length,
    })
  },

  /** Reading one marks it and all older ones: what is newer stays unread. */
  open(event: WechatMiniprogram.TouchEvent) {
    const { id } = event.currentTarget.dataset as { id: string }
    const message = this.data.messages.find((one) => one.id === id)
    if (!message) return
    if (message.unread) void this.markRead(message.at)
    const url = message.page.startsWith('/') ? message.page : `/${message.page}`
    if (tabPages.includes(url.split('?')[0] ?? '')) void wx.switchTab({ url })
    else void wx.navigateTo({ url })
  },

  readAll() {
    const newest = this.data.messages[0]
    if (newest) void this.markRead(newest.at)
  },

  async markRead(until: string) {
    this.show(this.data.messages.map((message) => (message.at <= until ? { ...message, unread: false } : message)))
    const reply = await call('person.read', { until })
    if (reply.ok) await askMe()
    this.showTabs()
  },

  home() {
    void wx.switchTab({ url: '/pages/home/home' })
  },
})
