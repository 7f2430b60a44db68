import { lookNow } from '../cloud/look'
import { me } from '../cloud/session'

const tabs = [
  { page: 'pages/home/home', text: '首页', icon: 'home' },
  { page: 'pages/matters/matters', text: '我的事', icon: 'task' },
  { page: 'pages/messages/messages', text: '消息', icon: 'notification' },
  { page: 'pages/me/me', text: '我的', icon: 'user' },
]

/** The tab bar of the main pages: our own, because WeChat's has labels of one size only. */
Component({
  data: { tabs, look: lookNow(), current: '', unread: 0 },
  lifetimes: {
    attached() {
      this.refresh()
    },
  },
  methods: {
    /** Called by each page when it is shown or what the bar shows has changed. */
    refresh() {
      const pages = getCurrentPages()
      this.setData({ look: lookNow(), current: pages[pages.length - 1]?.route ?? '', unread: me()?.unread ?? 0 })
    },
    open(event: WechatMiniprogram.TouchEvent) {
      const { page } = event.currentTarget.dataset as { page: string }
      if (page !== this.data.current) void wx.switchTab({ url: `/${page}` })
    },
  },
})
