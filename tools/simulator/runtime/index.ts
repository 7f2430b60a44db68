// Boots the app on a phone: globals, page stack, bars, and the answers that the wx API asks the running app for.
import { component as adapterComponent } from 'glass-easel-miniprogram-adapter'
import { glassEasel } from 'glass-easel-miniprogram-adapter'
import baseCss from './base.css'
import { animate, createAnimation } from './animation'
import { PhoneBackend } from './backend'
import { capsuleSize, createTabBar, navigationHeight } from './bars'
import type { Bundle } from './bundle'
import { createCode } from './code'
import { guarded, onReport, report, unsupported } from './errors'
import { listenToGestures } from './gestures'
import type { Host, RunningApp, RunningAppEvent } from './host'
import { convertLengths } from './lengths'
import { openPage, parseQuery, setPageStyle } from './pages'
import type { Page, PageWorld } from './pages'
import { MediaQueryObserver, PhoneIntersectionObserver, SelectorQuery, select } from './query'
import { wxsBridge } from './wxs'
import { partsOf } from '../elements/define'
import type { ElementContext } from '../elements/define'

type Caller = adapterComponent.GeneralComponent
type AppDefinition = Record<string, unknown>

const maxPages = 10

export function bootApp(host: Host, bundle: Bundle): RunningApp {
  const { root } = host
  root.classList.add('sl-root')
  const base = document.createElement('style')
  base.textContent = `@font-face{font-family:t;src:url("${bundle.base}icons.woff") format("woff")}\n${convertLengths(baseCss)}`
  document.head.append(base)
  const screen = document.createElement('div')
  screen.className = 'sl-screen'
  root.append(screen)

  const backend = new PhoneBackend()
  const pages: Page[] = []
  const tabs = new Map<string, Page>()
  const tabPaths = bundle.config.tabBar?.list.map((item) => item.pagePath) ?? []
  const top = (): Page | undefined => pages.at(-1)
  let tabBarVisible = true
  let app: AppDefinition = {}
  let foreground = true
  const listeners = new Map<RunningAppEvent, Set<(detail: never) => void>>()
  const tell = (event: RunningAppEvent, detail: unknown): void => {
    for (const listener of listeners.get(event) ?? []) guarded(`wx.on ${event}`, () => listener(detail as never))
  }
  const callApp = (method: string, ...args: unknown[]): unknown => {
    const run = app[method]
    return typeof run === 'function' ? guarded(`app ${method}`, () => (run as (...all: unknown[]) => unknown).apply(app, args)) : undefined
  }
  const pageOf = (element: HTMLElement): Page | undefined => {
    const frame = element.closest('.sl-page')
    return [...pages, ...tabs.values()].find((page) => page.frame === frame)
  }

  const resolveUrl = async (src: string, element?: HTMLElement): Promise<string> => {
    const given = host.resolveUrl === undefined ? src : await host.resolveUrl(src)
    if (/^(data:|blob:|https?:|\/\/)/.test(given)) return given
    const folder = element?.closest<HTMLElement>('[wx-is]')?.getAttribute('wx-is') ?? ''
    return given.startsWith('/') ? `${bundle.base}files${given}` : new URL(given, `${bundle.base}files/${folder}`).href
  }
  const context: ElementContext = {
    host,
    pageView: (element) => element.closest<HTMLElement>('.sl-view') ?? screen,
    resolveUrl,
    navigate(kind, url, delta) {
      switch (kind) {
        case 'navigate':
          return running.navigateTo(url).then(() => undefined)
        case 'redirect':
          return running.redirectTo(url)
        case 'switchTab':
          return running.switchTab(url)
        case 'reLaunch':
          return running.reLaunch(url)
        case 'navigateBack':
          return running.navigateBack(delta)
        default:
          return Promise.reject(new Error(`<navigator open-type="${kind}"> is not supported`))
      }
    },
    share(target, dataset) {
      const page = pageOf(target)
      if (page === undefined) return
      if (host.openType === undefined) unsupported('sharing on this phone')
      else void host.openType({ openType: 'share', from: 'button', page: page.caller, dataset })
    },
    setPageMeta(element, meta) {
      const page = pageOf(element)
      if (page === undefined) {
        // The page is still being made; once it is on the stack, it is found.
        if (meta !== null) queueMicrotask(() => pageOf(element) !== undefined && context.setPageMeta(element, meta))
        return
      }
      const size = meta?.rootFontSize ?? ''
      rootFontSizes.set(page, size === 'system' ? `${host.fontSizeSetting ?? 16}px` : size)
      setPageStyle(page, meta?.pageStyle ?? '')
      if (meta?.backgroundColor) page.scroller.style.backgroundColor = meta.backgroundColor
      applyFontSize()
    },
    setNavigationBar: (element, patch) => queueMicrotask(() => pageOf(element)?.bar.set(patch)),
  }
  const rootFontSizes = new Map<Page, string>()
  const applyFontSize = (): void => {
    const page = top()
    document.documentElement.style.fontSize = (page && rootFontSizes.get(page)) ?? ''
  }

  Object.assign(globalThis, { shanlinWxs: wxsBridge, wx: host.wx })
  // WXS calls the name of a value's type its constructor; build/templates.ts asks for it under this name.
  Object.defineProperty(Object.prototype, '__wxsType', {
    configurable: true,
    get(this: unknown) {
      return Object.prototype.toString.call(this).slice(8, -1)
    },
  })
  const code = createCode(bundle, backend, context)
  completeComponents()
  const stopGestures = listenToGestures(root)

  const tabBar =
    bundle.config.tabBar !== undefined && bundle.config.tabBar.custom !== true
      ? createTabBar(
          bundle.config.tabBar,
          (path) => `${bundle.base}files/${path.replace(/^\//, '')}`,
          (index) => {
            const item = bundle.config.tabBar!.list[index]!
            void running
              .switchTab(`/${item.pagePath}`)
              .then(() => top()?.call('onTabItemTap', { index: String(index), pagePath: item.pagePath, text: item.text }))
          },
        )
      : undefined
  if (tabBar !== undefined) screen.append(tabBar.element)

  const world: PageWorld = {
    bundle,
    code,
    backend,
    host,
    screen,
    associated: code.env.associateBackend(backend),
    isTab: (path) => tabPaths.includes(path),
    tabBarVisible: () => tabBarVisible,
    onLead: (kind) => void (kind === 'home' ? running.reLaunch(`/${home}`) : running.navigateBack()),
  }
  const home = bundle.config.entryPagePath ?? bundle.pages[0]!

  const measure = (): void => {
    const width = screen.clientWidth
    root.style.setProperty('--rpx', `${width / 750}px`)
    root.style.setProperty('--vw', `${width / 100}px`)
    for (const page of pages) page.layout()
    tell('windowResize', { size: running.windowSize() })
  }
  backend.size = () => {
    const view = top()?.view
    return { width: view?.clientWidth ?? screen.clientWidth, height: view?.clientHeight ?? screen.clientHeight }
  }
  const resized = new ResizeObserver(measure)

  /** '../b/b?x=1' seen from the page on top → its path and its query. */
  const locate = (url: string): { path: string; query: string } => {
    const [where = '', query = ''] = url.split('?')
    const from = top()?.path ?? ''
    const path = where.startsWith('/') ? where.slice(1) : new URL(where, `file:///${from}`).pathname.slice(1)
    const plain = path.replace(/\.html$/, '')
    if (!bundle.pages.includes(plain)) {
      tell('pageNotFound', { path: plain, query: parseQuery(query), isEntryPage: pages.length === 0 })
      throw new Error(`page "${url}" is not found`)
    }
    return { path: plain, query }
  }
  const unload = (page: Page): void => {
    page.unload()
    rootFontSizes.delete(page)
    if (tabs.get(page.path) === page) tabs.delete(page.path)
  }
  const settle = (): void => {
    const page = top()!
    for (const tab of tabs.values()) if (tab !== page) tab.frame.hidden = true
    for (const other of pages) other.frame.hidden = other !== page
    if (tabBar !== undefined) {
      tabBar.element.hidden = !world.isTab(page.path) || !tabBarVisible
      tabBar.select(page.path)
    }
    page.show()
    applyFontSize()
    host.onPageChange?.(page.path)
  }
  const lead = (path: string): 'back' | 'home' | 'none' =>
    pages.length > 0 ? 'back' : path === home || world.isTab(path) ? 'none' : 'home'
  const open = (path: string, query: string): Page => {
    const page = openPage(world, path, query, lead(path))
    pages.push(page)
    if (world.isTab(path)) tabs.set(path, page)
    return page
  }
  const relaunch = (path: string, query: string): void => {
    const old = [...new Set([...pages, ...tabs.values()])]
    pages.length = 0
    for (const page of old) unload(page)
    open(path, query)
    settle()
  }

  // What refuses a navigation throws; async makes of it the rejection that the wx API waits for.
  /* eslint-disable @typescript-eslint/require-await */
  const running: RunningApp = {
    async navigateTo(url, events = {}) {
      const { path, query } = locate(url)
      if (world.isTab(path)) throw new Error('can not navigateTo a tabbar page')
      if (pages.length >= maxPages) throw new Error('webview count limit exceed')
      top()?.hide()
      const page = open(path, query)
      const channel = (page.channel as unknown as { other: typeof page.channel }).other
      for (const [name, listener] of Object.entries(events)) channel.on(name, listener)
      settle()
      return { eventChannel: channel }
    },
    async redirectTo(url) {
      const { path, query } = locate(url)
      if (world.isTab(path)) throw new Error('can not redirectTo a tabbar page')
      const old = pages.pop()
      if (old !== undefined) unload(old)
      open(path, query)
      settle()
    },
    async reLaunch(url) {
      const { path, query } = locate(url)
      relaunch(path, query)
    },
    async switchTab(url) {
      const { path } = locate(url)
      if (!world.isTab(path)) throw new Error('can not switch to no-tabBar page')
      const current = top()
      if (current?.path === path) return
      const kept = tabs.get(path)
      if (current !== undefined && tabs.get(current.path) === current) current.hide()
      for (const page of pages) if (tabs.get(page.path) !== page) unload(page)
      pages.length = 0
      if (kept === undefined) open(path, '')
      else pages.push(kept)
      settle()
    },
    async navigateBack(delta = 1) {
      if (pages.length < 2) throw new Error('cannot navigate back at first page.')
      const gone = pages.splice(Math.max(1, pages.length - delta))
      for (const page of gone.reverse()) unload(page)
      settle()
    },
    currentPages: () => pages.map((page) => page.caller),
    pagePath: () => top()?.path ?? '',
    app: () => app,
    config: () => bundle.config,
    launchOptions: () => launch,
    setNavigationBar: (patch) => top()?.bar.set(patch),
    setTabBarStyle: (patch) => tabBar?.setStyle(patch),
    setTabBarItem: (index, patch) => tabBar?.setItem(index, patch),
    setTabBarBadge: (index, text) => tabBar?.setBadge(index, text),
    setTabBarVisible(visible) {
      tabBarVisible = visible
      if (tabBar !== undefined) tabBar.element.hidden = !visible || !world.isTab(running.pagePath())
      for (const page of pages) page.layout()
    },
    setBackground({ backgroundColor }) {
      if (backgroundColor !== undefined && top() !== undefined) top()!.scroller.style.backgroundColor = backgroundColor
    },
    hide() {
      if (!foreground) return
      foreground = false
      top()?.call('onHide')
      top()?.component.triggerPageLifetime('hide', [])
      callApp('onHide', {})
      tell('appHide', {})
    },
    show(options = {}) {
      if (foreground) return
      foreground = true
      const shown = { ...launch, ...options }
      callApp('onShow', shown)
      tell('appShow', shown)
      top()?.call('onShow')
      top()?.component.triggerPageLifetime('show', [])
    },
    destroy() {
      for (const page of new Set([...pages, ...tabs.values()])) guarded('destroy', () => unload(page))
      pages.length = 0
      stopGestures()
      stopReports()
      resized.disconnect()
      backend.dispose()
      base.remove()
      screen.remove()
      removeEventListener('unhandledrejection', onRejection)
      removeEventListener('error', onWindowError)
    },
    async share(from, target) {
      const page = top()
      if (page === undefined || (from === 'menu' && !page.has('onShareAppMessage'))) return null
      const answer = page.call('onShareAppMessage', { from, target, webViewUrl: undefined }) as
        | { title?: string; path?: string; imageUrl?: string; promise?: Promise<{ title?: string; path?: string; imageUrl?: string }> }
        | undefined
      const chosen = answer?.promise === undefined ? answer : { ...answer, ...(await answer.promise) }
      const query = Object.entries(page.query)
        .map(([key, value]) => `${key}=${value}`)
        .join('&')
      return {
        title: chosen?.title ?? page.bar.title(),
        path: chosen?.path ?? `/${page.path}${query === '' ? '' : `?${query}`}`,
        ...(chosen?.imageUrl === undefined ? {} : { imageUrl: chosen.imageUrl }),
      }
    },
    async pageScrollTo({ scrollTop, selector, offsetTop = 0, duration = 300 }) {
      const page = top()
      if (page === undefined) return
      let to = scrollTop ?? page.scroller.scrollTop
      if (selector !== undefined) {
        const node = select(page.caller, selector)[0]
        if (node === undefined) throw new Error(`no node matches ${selector}`)
        const rect = (node.$$ as unknown as HTMLElement).getBoundingClientRect()
        to = page.scroller.scrollTop + rect.top - page.view.getBoundingClientRect().top + offsetTop
      }
      page.scroller.scrollTo({ top: to, behavior: duration > 0 ? 'smooth' : 'instant' })
    },
    startPullDownRefresh: () => top()?.startRefresh(),
    stopPullDownRefresh: () => top()?.stopRefresh(),
    createSelectorQuery: () => new SelectorQuery(topCaller()),
    createIntersectionObserver: (component, options) =>
      new PhoneIntersectionObserver((component as Caller | undefined) ?? topCaller(), options),
    createMediaQueryObserver: (component) => new MediaQueryObserver((component as Caller | undefined) ?? topCaller()),
    createMapContext(id, component) {
      const node = select((component as Caller | undefined) ?? topCaller(), `#${id}`)[0]
      const map = partsOf((node?.$$ as unknown as Node | undefined) ?? null)?.queryContext?.()
      if (map === undefined) report(new Error(`no <map id="${id}">`), 'wx.createMapContext')
      return map
    },
    createAnimation,
    nextTick: (callback) => void setTimeout(() => guarded('wx.nextTick', callback), 0),
    windowSize() {
      const view = top()?.view
      return {
        windowWidth: view?.clientWidth ?? screen.clientWidth,
        windowHeight: view?.clientHeight ?? screen.clientHeight,
        screenTop: view?.offsetTop ?? 0,
      }
    },
    capsuleRect() {
      const { width, height, right: margin } = capsuleSize
      const top = (host.statusBarHeight ?? 20) + (navigationHeight - height) / 2
      const right = screen.clientWidth - margin
      return { top, right, bottom: top + height, left: right - width, width, height }
    },
    on(event, listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
    },
    off(event, listener) {
      if (listener === undefined) listeners.delete(event)
      else listeners.get(event)?.delete(listener)
    },
  }
  /* eslint-enable @typescript-eslint/require-await */
  const topCaller = (): Caller => {
    const page = top()
    if (page === undefined) throw new Error('no page is open')
    return page.caller
  }

  const stopReports = onReport((error) => {
    callApp('onError', error.stack)
    tell('error', error)
  })
  const onRejection = (event: PromiseRejectionEvent): void => {
    const reason = event.reason as unknown
    console.error(`[${running.pagePath()}] unhandled rejection: ${reason instanceof Error ? reason.stack : JSON.stringify(reason)}`)
    callApp('onUnhandledRejection', { reason, promise: event.promise })
    tell('unhandledRejection', { reason, promise: event.promise })
  }
  const onWindowError = (event: ErrorEvent): void => {
    if (event.error !== undefined && event.error !== null) report(event.error, running.pagePath())
  }
  addEventListener('unhandledrejection', onRejection)
  addEventListener('error', onWindowError)
  glassEasel.addGlobalErrorListener((error, method, component) => {
    const where = typeof component === 'object' ? component.is : (component ?? '')
    report(error, `${where} ${method ?? ''}`.trim())
    return false
  })
  glassEasel.addGlobalWarningListener((message, component) => {
    const where = typeof component === 'string' ? component : component.is
    // A package's own loose ends are not the app's.
    if (!`${where} ${message}`.includes('miniprogram_npm/')) console.error(`[${where}] ${message}`)
    return false
  })

  const [startPath = '', startQuery = ''] = (host.startPath ?? `/${home}`).split('?')
  const launch = { path: startPath.replace(/^\//, ''), query: parseQuery(startQuery), scene: host.scene ?? 1001, referrerInfo: {} }
  Object.assign(globalThis, {
    App(definition: AppDefinition) {
      app = Object.assign(app, definition)
    },
    getApp: () => app,
    getCurrentPages: () => running.currentPages(),
  })
  measure()
  resized.observe(screen)
  host.attach?.(running)
  guarded('app', () => bundle.scripts.app?.())
  callApp('onLaunch', launch)
  callApp('onShow', launch)
  if (bundle.pages.includes(launch.path)) relaunch(launch.path, startQuery)
  else {
    const missing = { path: launch.path, query: launch.query, isEntryPage: true }
    console.error(`page "${launch.path}" is not found`)
    callApp('onPageNotFound', missing)
    tell('pageNotFound', missing)
    if (pages.length === 0) relaunch(home, '')
  }
  return running
}

/** What every component instance can do on a phone and the adapter leaves out. */
function completeComponents(): void {
  const prototype = adapterComponent.ComponentCaller.prototype as unknown as Record<string, unknown> & ThisType<Caller>
  const elementsOf = (caller: Caller, selector: string): HTMLElement[] =>
    select(caller, selector).flatMap((node) => (node.$$ === null ? [] : [node.$$ as unknown as HTMLElement]))
  Object.assign(prototype, {
    createSelectorQuery(this: Caller) {
      return new SelectorQuery(this)
    },
    createIntersectionObserver(this: Caller, options?: object) {
      return new PhoneIntersectionObserver(this, options)
    },
    createMediaQueryObserver(this: Caller) {
      return new MediaQueryObserver(this)
    },
    animate(this: Caller, selector: string, keyframes: Record<string, unknown>[], duration: number, done?: () => void) {
      animate(elementsOf(this, selector), keyframes, duration, done)
    },
    clearAnimation(this: Caller, selector: string, options?: object | (() => void), done?: () => void) {
      for (const element of elementsOf(this, selector)) for (const animation of element.getAnimations()) animation.cancel()
      const after = typeof options === 'function' ? options : done
      after?.()
    },
    getTabBar(this: Caller) {
      const pages = (globalThis as unknown as { getCurrentPages(): { getTabBar(): unknown }[] }).getCurrentPages()
      return pages.at(-1)?.getTabBar() ?? null
    },
    getPageId(this: Caller) {
      return this.is
    },
  })
}

export type { Host, RunningApp } from './host'
