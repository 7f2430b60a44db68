// One page of the stack: its frame on the screen, its component, its life.
import type { component as adapterComponent, AssociatedBackend, glassEasel } from 'glass-easel-miniprogram-adapter'
import type { PhoneBackend } from './backend'
import { createNavigationBar, tabBarHeight } from './bars'
import type { NavigationBar } from './bars'
import type { Bundle, ComponentConfig, WindowConfig } from './bundle'
import type { Code } from './code'
import { guarded } from './errors'
import { createChannel } from './channel'
import type { EventChannel, Host, PageInstance } from './host'
import { convertLengths } from './lengths'

type Caller = adapterComponent.GeneralComponent & PageInstance

export interface Page {
  path: string
  query: Record<string, string>
  settings: WindowConfig & ComponentConfig
  frame: HTMLElement
  view: HTMLElement
  scroller: HTMLElement
  bar: NavigationBar
  caller: Caller
  component: glassEasel.GeneralComponent
  channel: EventChannel
  tabBar: adapterComponent.GeneralComponent | undefined
  /** Calls a method of the page if it has it. */
  call(method: string, ...args: unknown[]): unknown
  has(method: string): boolean
  show(): void
  hide(): void
  unload(): void
  startRefresh(): void
  stopRefresh(): void
  layout(): void
}

export interface PageWorld {
  bundle: Bundle
  code: Code
  backend: PhoneBackend
  associated: AssociatedBackend
  host: Host
  screen: HTMLElement
  isTab(path: string): boolean
  tabBarVisible(): boolean
  onLead(kind: 'back' | 'home'): void
}

/** 'a=1&b=%20' → { a: '1', b: '%20' }: WeChat doesn't decode what onLoad gets. */
export function parseQuery(text: string): Record<string, string> {
  const query: Record<string, string> = {}
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    query[at < 0 ? pair : pair.slice(0, at)] = at < 0 ? '' : pair.slice(at + 1)
  }
  return query
}

const refreshHeight = 50

export function openPage(world: PageWorld, path: string, queryText: string, lead: 'back' | 'home' | 'none'): Page {
  const { bundle, code, host } = world
  code.load(path)
  const settings = { ...bundle.config.window, ...bundle.components[path]!.config } as WindowConfig & ComponentConfig
  const custom = settings.navigationStyle === 'custom'
  const bar = createNavigationBar({
    title: settings.navigationBarTitleText ?? '',
    backgroundColor: settings.navigationBarBackgroundColor ?? '#000000',
    textStyle: settings.navigationBarTextStyle ?? 'white',
    custom,
    lead,
    statusBarHeight: host.statusBarHeight ?? 20,
    onLead: () => world.onLead(lead === 'home' ? 'home' : 'back'),
    onCapsule: (button) => host.onCapsule?.(button),
  })
  const frame = div('sl-page')
  frame.dataset.page = path
  const view = div('sl-view', frame)
  const scroller = div('sl-scroll', view)
  // Reachable by keyboard, so that it can be scrolled by keyboard.
  scroller.tabIndex = 0
  const refresher = div('sl-refresher', scroller)
  refresher.innerHTML = '<i></i><i></i><i></i>'
  refresher.dataset.style = settings.backgroundTextStyle ?? 'dark'
  const placeholder = div('', scroller)
  frame.append(bar.element)
  // A frame out of sight still has its size, so that a page can be measured while it loads.
  world.screen.append(frame)
  if (settings.disableScroll) scroller.style.overflowY = 'hidden'
  scroller.style.backgroundColor = settings.backgroundColor ?? '#ffffff'

  const layout = (): void => {
    const tabs = world.isTab(path) && world.tabBarVisible() && bundle.config.tabBar?.custom !== true
    view.style.top = `${bar.height}px`
    view.style.bottom = tabs ? `${tabBarHeight}px` : '0'
    view.style.setProperty('--vh', `${view.clientHeight / 100}px`)
  }
  layout()

  world.backend.showPage(path)
  const root = world.associated.createRoot('page', code.space, `/${path}${queryText === '' ? '' : `?${queryText}`}`)
  const component = root.getComponent()
  const caller = root.get() as unknown as Caller
  const query = parseQuery(queryText)
  const channel = createChannel()
  let tabBar: adapterComponent.GeneralComponent | undefined
  Object.assign(caller, {
    route: path,
    options: query,
    getOpenerEventChannel: () => channel,
    getTabBar: () => tabBar ?? null,
    getPageId: () => path,
  })
  root.attach(scroller as never, placeholder as never)
  if (bundle.config.tabBar?.custom === true && world.isTab(path)) {
    code.load('custom-tab-bar/index')
    const bar = world.associated.createRoot('custom-tab-bar', code.space, '/custom-tab-bar/index')
    bar.attach(view as never, view.appendChild(document.createElement('div')) as never)
    tabBar = bar.get()
  }

  const call = (method: string, ...args: unknown[]): unknown => {
    const run = (caller as Record<string, unknown>)[method]
    return typeof run === 'function'
      ? guarded(`${path} ${method}`, () => (run as (...all: unknown[]) => unknown).apply(caller, args))
      : undefined
  }
  const has = (method: string): boolean => typeof (caller as Record<string, unknown>)[method] === 'function'

  let ready = false
  let nearBottom = false
  scroller.addEventListener('scroll', () => {
    call('onPageScroll', { scrollTop: scroller.scrollTop })
    const distance = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
    const near = distance < (settings.onReachBottomDistance ?? 50)
    if (near && !nearBottom) call('onReachBottom')
    nearBottom = near
  })

  let refreshing = false
  const pull = (distance: number, smooth: boolean): void => {
    refresher.style.transition = smooth ? 'height .2s' : 'none'
    refresher.style.height = `${distance}px`
  }
  const page: Page = {
    path,
    query,
    settings,
    frame,
    view,
    scroller,
    bar,
    caller,
    component,
    channel,
    get tabBar() {
      return tabBar
    },
    call,
    has,
    layout,
    show() {
      frame.hidden = false
      world.backend.showPage(path)
      layout()
      call('onShow')
      component.triggerPageLifetime('show', [])
      tabBar?._$.triggerPageLifetime('show', [])
      if (ready) return
      ready = true
      setTimeout(() => {
        code.flushReady()
        if (frame.isConnected) call('onReady')
      }, 0)
    },
    hide() {
      call('onHide')
      component.triggerPageLifetime('hide', [])
      frame.hidden = true
    },
    unload() {
      call('onUnload')
      root.release()
      frame.remove()
    },
    startRefresh() {
      if (refreshing) return
      refreshing = true
      pull(refreshHeight, true)
      call('onPullDownRefresh')
    },
    stopRefresh() {
      refreshing = false
      pull(0, true)
    },
  }
  if (settings.enablePullDownRefresh) {
    let startY: number | undefined
    let distance = 0
    const begin = (y: number): void => {
      startY = scroller.scrollTop <= 0 && !refreshing ? y : undefined
      distance = 0
    }
    const drag = (y: number): void => {
      if (startY === undefined) return
      distance = Math.max(0, (y - startY) / 2)
      if (distance > 0) pull(Math.min(distance, refreshHeight * 2), false)
    }
    const drop = (): void => {
      if (startY === undefined) return
      startY = undefined
      if (distance >= refreshHeight) page.startRefresh()
      else if (distance > 0) pull(0, true)
    }
    scroller.addEventListener('touchstart', (event) => begin(event.touches[0]!.clientY), { passive: true })
    scroller.addEventListener('touchmove', (event) => drag(event.touches[0]!.clientY), { passive: true })
    scroller.addEventListener('touchend', drop)
    scroller.addEventListener('pointerdown', (event) => {
      if (event.pointerType !== 'mouse') return
      begin(event.clientY)
      const follow = (next: PointerEvent): void => drag(next.clientY)
      addEventListener('pointermove', follow)
      addEventListener('pointerup', () => (removeEventListener('pointermove', follow), drop()), { once: true })
    })
  }
  call('onLoad', query)
  return page
}

export function setPageStyle(page: Page, style: string): void {
  ;(page.component.$$ as unknown as HTMLElement).setAttribute('style', convertLengths(style))
}

function div(className: string, parent?: Element): HTMLElement {
  const element = document.createElement('div')
  element.className = className
  parent?.append(element)
  return element
}
