import type { Reply } from './cloud/call'
import { lookNow } from './cloud/look'
import type { Look } from './cloud/look'
import { tell } from './cloud/phone'
import { agoWords } from './words/time'

type DataOption = WechatMiniprogram.Page.DataOption
type CustomOption = WechatMiniprogram.Page.CustomOption

/** What every page shows besides its own data: how it looks, and how its loading went (for <state-view>). */
export interface Shell {
  look: Look
  phase: 'loading' | 'ready' | 'failed'
  /** Why it failed, for the person. */
  problem: string
  /** When the shown data was true, in words; '' when it is fresh. */
  stale: string
}

interface ShellMethods {
  /** Loads (again); also bound to the retry button and to pulling down. */
  reload(): Promise<void>
  /** Takes on the look that the phone is in now; for when it changes while the page is shown. */
  refreshLook(): void
  /** Makes the tab bar show what has changed: the look, the number of unread messages. */
  showTabs(): void
}

interface PageHooks {
  /** Fetches and sets the page's data; answers the reply that decides whether the page can be shown. */
  load?(): Promise<Reply<unknown>>
  /** A form loads once: choosing a photo hides and shows the page. Others look again each time they are shown. */
  loadOnce?: boolean
}

type Instance<D extends DataOption, M extends CustomOption> = WechatMiniprogram.Page.Instance<D & Shell, M & ShellMethods>
type Options<D extends DataOption, M extends CustomOption> = M &
  PageHooks &
  Partial<WechatMiniprogram.Page.Data<D>> &
  Partial<WechatMiniprogram.Page.ILifetime> &
  ThisType<Instance<D, M>>

/** Page(), with care mode, font scale, loading, retry and pull-down added. */
export function page<D extends DataOption, M extends CustomOption>(options: Options<D, M>): void {
  const own = options as PageHooks & Partial<WechatMiniprogram.Page.ILifetime> & { data?: DataOption }
  type Self = WechatMiniprogram.Page.TrivialInstance & { data: Shell; loadCount: number }

  function refreshLook(this: Self): void {
    const look = lookNow()
    if (look.classes === this.data.look.classes && look.style === this.data.look.style) return
    this.setData({ look })
  }

  function showTabs(this: Self): void {
    const bar = (this as { getTabBar?(): { refresh?(): void } | null }).getTabBar?.()
    bar?.refresh?.()
  }

  async function reload(this: Self): Promise<void> {
    if (!own.load) return
    const turn = (this.loadCount = (this.loadCount ?? 0) + 1)
    const reply = await own.load.call(this as never)
    // A later load has already shown something newer.
    if (turn !== this.loadCount) return
    refreshLook.call(this)
    showTabs.call(this)
    if (reply.ok) {
      this.setData({ phase: 'ready', problem: '', stale: reply.staleSince === undefined ? '' : agoWords(reply.staleSince) })
    } else if (this.data.phase === 'ready') tell(reply.error.message)
    else this.setData({ phase: 'failed', problem: reply.error.message })
  }

  const whole: unknown = {
    ...options,
    data: { ...own.data, look: lookNow(), phase: own.load ? 'loading' : 'ready', problem: '', stale: '' },
    reload,
    refreshLook,
    showTabs,
    async onLoad(this: Self, query: Record<string, string | undefined>) {
      this.setData({ look: lookNow() })
      await own.onLoad?.call(this as never, query)
      if (own.loadOnce) await reload.call(this)
    },
    async onShow(this: Self) {
      refreshLook.call(this)
      showTabs.call(this)
      await own.onShow?.call(this as never)
      if (!own.loadOnce) await reload.call(this)
    },
    async onPullDownRefresh(this: Self) {
      await own.onPullDownRefresh?.call(this as never)
      await reload.call(this)
      void wx.stopPullDownRefresh()
    },
  }
  Page(whole as WechatMiniprogram.Page.Options<DataOption, CustomOption>)
}
