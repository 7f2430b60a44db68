// What the phone around the app gives to the app's runtime, and what the runtime gives back.
// The runtime implements RunningApp; the phone page and the wx API are written against it.

/** The global `wx` as app code sees it. The runtime itself calls only what it names here. */
export interface WxApi {
  [name: string]: unknown
}

/** A named area of the base map, drawn under the app's own shapes (GCJ-02, [longitude, latitude]). */
export interface BaseMap {
  type: 'FeatureCollection'
  features: {
    type: 'Feature'
    properties: { name?: string; kind?: string } & Record<string, unknown>
    geometry:
      | { type: 'Polygon'; coordinates: number[][][] }
      | { type: 'MultiPolygon'; coordinates: number[][][][] }
      | { type: 'LineString'; coordinates: number[][] }
      | { type: 'Point'; coordinates: number[] }
  }[]
}

/** A button whose open-type asks the phone, not the app. The answer becomes the event's detail. */
export type OpenTypeRequest =
  | { openType: 'share'; from: 'button' | 'menu'; page: PageInstance; dataset?: Record<string, unknown> }
  | { openType: 'contact' | 'getPhoneNumber' | 'chooseAvatar' | 'openSetting' | 'feedback' | 'launchApp' | 'getUserInfo' }

export interface Host {
  /** An empty, positioned element that is the phone's screen; the runtime fills it. */
  root: HTMLElement
  /** The wx API; made before the app boots, it learns the running app through `attach`. */
  wx: WxApi
  /** Called once, before the first line of app code runs. */
  attach?(app: RunningApp): void
  /** '/pages/index/index?x=1'; the app's first page when left out. */
  startPath?: string
  /** WeChat's launch scene and query's owner, seen by onLaunch and onShow. Default 1001. */
  scene?: number
  /** Height of the phone's status bar in px, above the navigation bar. Default 20. */
  statusBarHeight?: number
  /** WeChat's font size setting in px at the root; 16 is normal. */
  fontSizeSetting?: number
  baseMap?: BaseMap
  /** Where the person stands, for `show-location` and MapContext.moveToLocation. */
  location?(): { longitude: number; latitude: number }
  /** Turns a src (wxfile://, cloud://, http://usr) into one that the browser can load; unchanged when left out. */
  resolveUrl?(src: string): string | Promise<string>
  /** Answers a button's open-type; the returned object is the event's detail. */
  openType?(request: OpenTypeRequest): Promise<Record<string, unknown>> | Record<string, unknown>
  /** The capsule's two buttons. */
  onCapsule?(button: 'menu' | 'close'): void
  /** After every change of page. */
  onPageChange?(path: string): void
}

/** A page as app code sees it in getCurrentPages(). */
export interface PageInstance {
  readonly route: string
  readonly options: Record<string, string>
  readonly data: Record<string, unknown>
  setData(patch: Record<string, unknown>, done?: () => void): void
  [member: string]: unknown
}

export interface NavigationBarPatch {
  title?: string
  frontColor?: string
  backgroundColor?: string
  loading?: boolean
  homeButton?: boolean
}

export interface TabBarPatch {
  color?: string
  selectedColor?: string
  backgroundColor?: string
  borderStyle?: 'black' | 'white'
}

export interface TabBarItemPatch {
  text?: string
  iconPath?: string
  selectedIconPath?: string
}

export interface PageScrollOptions {
  scrollTop?: number
  selector?: string
  offsetTop?: number
  duration?: number
}

/** Channel between the page that called navigateTo and the page it opened. */
export interface EventChannel {
  emit(name: string, ...args: unknown[]): void
  on(name: string, listener: (...args: never[]) => void): void
  once(name: string, listener: (...args: never[]) => void): void
  off(name: string, listener?: (...args: never[]) => void): void
}

/** Refused navigation rejects with an Error whose message is WeChat's errMsg without the API's name, e.g. `page "x" is not found`. */
export interface RunningApp {
  navigateTo(url: string, events?: Record<string, (...args: never[]) => void>): Promise<{ eventChannel: EventChannel }>
  redirectTo(url: string): Promise<void>
  reLaunch(url: string): Promise<void>
  switchTab(url: string): Promise<void>
  navigateBack(delta?: number): Promise<void>
  currentPages(): PageInstance[]
  /** 'pages/index/index' of the page on top. */
  pagePath(): string
  /** getApp() */
  app(): Record<string, unknown>
  /** app.json */
  config(): Record<string, unknown>
  launchOptions(): { path: string; query: Record<string, string>; scene: number; referrerInfo: Record<string, unknown> }

  setNavigationBar(patch: NavigationBarPatch): void
  setTabBarStyle(patch: TabBarPatch): void
  setTabBarItem(index: number, patch: TabBarItemPatch): void
  /** null takes the badge away, '' shows the red dot. */
  setTabBarBadge(index: number, text: string | null): void
  setTabBarVisible(visible: boolean): void
  setBackground(patch: { backgroundColor?: string; textStyle?: 'dark' | 'light' }): void

  /** The app goes to the background and comes back: App.onHide / onShow with the page's own. */
  hide(): void
  show(options?: { path?: string; query?: Record<string, string>; scene?: number }): void
  /** Takes everything off the screen and stops listening. */
  destroy(): void

  /** Asks the page on top what it would share: onShareAppMessage with defaults filled in. Null when it can't be shared. */
  share(from: 'button' | 'menu', target?: Record<string, unknown>): Promise<{ title: string; path: string; imageUrl?: string } | null>

  pageScrollTo(options: PageScrollOptions): Promise<void>
  startPullDownRefresh(): void
  stopPullDownRefresh(): void
  createSelectorQuery(): unknown
  createIntersectionObserver(component: unknown, options?: Record<string, unknown>): unknown
  createMediaQueryObserver(component?: unknown): unknown
  createMapContext(id: string, component?: unknown): unknown
  createAnimation(options?: Record<string, unknown>): unknown
  nextTick(callback: () => void): void
  /** The page's area without navigation bar and tab bar, for getWindowInfo. */
  windowSize(): { windowWidth: number; windowHeight: number; screenTop: number }
  /** The capsule's rectangle in the screen, for getMenuButtonBoundingClientRect. */
  capsuleRect(): { top: number; right: number; bottom: number; left: number; width: number; height: number }
  /** wx.onError, onUnhandledRejection, onPageNotFound and onAppShow-like listeners. */
  on(event: RunningAppEvent, listener: (detail: never) => void): void
  off(event: RunningAppEvent, listener?: (detail: never) => void): void
}

export type RunningAppEvent = 'error' | 'unhandledRejection' | 'pageNotFound' | 'appShow' | 'appHide' | 'windowResize'

declare global {
  interface Window {
    /** Defined by the built app.js. */
    shanlinBoot(host: Host): RunningApp
  }
}
