// One phone: fills its window, runs the app as one person. The frame around it, if there is one, speaks to it through `Device`.
import type { Host, OpenTypeRequest, RunningApp } from '../runtime/host'
import { openDisk } from '../wx/disk'
import { createFiles } from '../wx/files'
import type { FontSize, Native, NetworkType, Person, PhoneHost, Position } from '../wx/host'
import { createWx } from '../wx/index'
import { element } from './element'
import { joinWire, type Wire } from './messages'
import { createDialogs } from './native/dialogs'
import { button, createLayer, page, sheet } from './native/layer'
import { createMedia } from './native/media'
import { createNotifications } from './native/notifications'
import { createPlaces } from './native/place'
import { createStatusBar, statusBarHeight } from './native/status-bar'
import { roleOf, type Town } from './town'

export const fontSizes: (FontSize & { label: string })[] = [
  { label: '标准', setting: 17, scale: 1 },
  { label: '大', setting: 19, scale: 1.1 },
  { label: '更大', setting: 21, scale: 1.2 },
  { label: '特大', setting: 23, scale: 1.3 },
  { label: '超大', setting: 26, scale: 1.4 },
]

export interface DeviceState {
  network: NetworkType
  position: Position
  fontSize: number
  inFront: boolean
  unread: number
  log: string[]
}

/** What the frame may do to the phone. */
export interface Device {
  state(): DeviceState
  onChange(listener: (state: DeviceState) => void): void
  setNetwork(type: NetworkType): void
  setPosition(position: Position): void
  setFontSize(index: number): void
  showNotifications(): void
  toggleApp(): void
}

declare global {
  interface Window {
    shanlinDevice?: Device
  }
}

export async function runDevice(town: Town, person: Person): Promise<void> {
  document.documentElement.classList.add('device')
  document.title = `${person.name}(${roleOf(person).label})的手机 · 善邻`
  const disk = await openDisk(person.openid)
  const settings = disk.entries('settings')
  const appRoot = element('main', { className: 'app-root', aria: { label: `${person.name}的小程序` } })
  const overlay = element('div', { className: 'native-root' })
  const bar = createStatusBar()
  document.body.replaceChildren(element('div', { className: 'screen' }, appRoot, bar.element, overlay))

  const layer = createLayer(overlay, appRoot)
  const changes = new Set<(state: DeviceState) => void>()
  const networkListeners = new Set<(type: NetworkType) => void>()
  const positionListeners = new Set<(position: Position) => void>()
  const state: DeviceState = {
    network: 'wifi',
    position: (settings.get('position') as Position | undefined) ?? town.positions?.[person.openid] ?? town.centre,
    fontSize: (settings.get('fontSize') as number | undefined) ?? 0,
    inFront: true,
    unread: (settings.get('unread') as number | undefined) ?? 0,
    log: [],
  }
  const changed = (patch: Partial<DeviceState>) => {
    Object.assign(state, patch)
    for (const listener of changes) listener(state)
  }
  const log = (line: string) => {
    console.info(`[phone] ${line}`)
    changed({ log: [line, ...state.log].slice(0, 20) })
  }

  let app: RunningApp | undefined
  const running = () => {
    if (!app) throw new Error('the app has not booted yet')
    return app
  }

  const files = createFiles(disk, town.cloudUrl)
  const codes = () =>
    town.places.slice(0, 6).map(({ name }, index) => ({ label: name, code: `/pages/index/index?scene=place-${index + 1}` }))
  const native: Native = {
    ...createDialogs(layer, codes),
    ...createMedia(layer, disk),
    ...createPlaces(layer, { map: town.map, places: town.places, here: () => state.position }),
  }
  const host: PhoneHost = {
    person,
    app: running,
    native,
    disk,
    files,
    cloudUrl: town.cloudUrl,
    screen: { width: innerWidth, height: innerHeight, statusBarHeight, pixelRatio: devicePixelRatio },
    position: () => state.position,
    onPositionChange: (listener) => void positionListeners.add(listener),
    fontSize: () => fontSizes[state.fontSize] ?? fontSizes[0]!,
    network: () => state.network,
    onNetworkChange: (listener) => void networkListeners.add(listener),
    templates: () => town.templates,
    shareMenu: { shown: true },
    log,
  }

  const startPath = new URLSearchParams(location.search).get('path') ?? undefined
  const notifications = createNotifications(layer, disk, {
    templates: () => town.templates,
    changed: (unread) => changed({ unread }),
    open(path) {
      const url = path.startsWith('/') ? path : `/${path}`
      toFront()
      // 1014: the app was opened from a subscribe message.
      running().show({ path: url.slice(1).split('?')[0], query: Object.fromEntries(new URLSearchParams(url.split('?')[1])), scene: 1014 })
      void running().reLaunch(url)
    },
  })

  const closed = element(
    'div',
    { className: 'closed' },
    element(
      'button',
      { type: 'button', className: 'closed-app', onclick: () => device.toggleApp() },
      element('span', { className: 'app-badge' }, '邻'),
      '善邻',
    ),
    element('p', {}, '小程序在后台。点一下图标回来。'),
  )
  function toFront(): void {
    if (state.inFront) return
    closed.remove()
    changed({ inFront: true })
  }

  async function share(target?: Record<string, unknown>): Promise<void> {
    const card = await running().share(target ? 'button' : 'menu', target)
    if (!card) return native.toast({ title: '当前页面不能转发', icon: 'none', mask: false })
    const to = await layer.ask<Person | null>(
      (answer) =>
        page(
          '转发给',
          { text: '取消', act: () => answer(null) },
          element('p', { className: 'native-note' }, card.title),
          element(
            'div',
            { className: 'rows' },
            ...town.people
              .filter(({ openid }) => openid !== person.openid)
              .slice(0, 30)
              .map((friend) =>
                element(
                  'button',
                  { type: 'button', className: 'row', onclick: () => answer(friend) },
                  element('span', {}, friend.name, element('small', {}, roleOf(friend).label)),
                ),
              ),
          ),
        ),
      null,
    )
    if (!to) return
    wire({ kind: 'card', card: { to: to.openid, from: person.name, title: card.title, path: card.path } })
    native.toast({ title: '已转发', icon: 'success', mask: false })
    setTimeout(() => native.toast(null), 1500)
  }

  async function openType(request: OpenTypeRequest): Promise<Record<string, unknown>> {
    switch (request.openType) {
      case 'share':
        await share(request.dataset ?? {})
        return {}
      case 'getPhoneNumber': {
        const yes = await layer.ask<boolean>((answer) =>
          sheet(
            '申请获取并验证你的手机号',
            undefined,
            element('p', { className: 'panel-app' }, element('span', { className: 'app-badge' }, '邻'), '善邻 申请'),
            element('h2', { className: 'panel-title' }, '获取并验证你的手机号'),
            element(
              'div',
              { className: 'panel-buttons' },
              button('不允许', 'plain', () => answer(false)),
              button('允许', 'primary', () => answer(true)),
            ),
          ),
        )
        return yes
          ? { errMsg: 'getPhoneNumber:ok', code: `phone-${person.openid}` }
          : { errMsg: 'getPhoneNumber:fail user deny', errno: 1400001 }
      }
      case 'chooseAvatar': {
        const picked = await native.album({ count: 1, kinds: ['image'] })
        const first = picked?.[0]
        return first ? { avatarUrl: files.temporary(first.bytes, first.mime) } : { errMsg: 'chooseAvatar:fail cancel' }
      }
      case 'openSetting':
        return (await (wx['openSetting'] as () => Promise<Record<string, unknown>>)()) ?? {}
      case 'contact':
        await layer.ask<void>((answer) =>
          page(
            '客服消息',
            { text: '返回', act: () => answer() },
            element('p', { className: 'native-note' }, '这里是微信的客服会话。模拟器里没有人工客服。'),
          ),
        )
        return {}
      case 'feedback':
      case 'getUserInfo':
      case 'launchApp':
        return { errMsg: `${request.openType}:fail not supported by the simulator` }
    }
  }

  const wx = createWx(host)
  async function menu(): Promise<void> {
    const items = host.shareMenu.shown ? ['转发给朋友', '设置', '重新进入小程序'] : ['设置', '重新进入小程序']
    const index = await native.actionSheet({ items, title: '善邻' })
    const item = index === null ? undefined : items[index]
    if (item === '转发给朋友') await share()
    if (item === '设置') await (wx['openSetting'] as () => Promise<unknown>)()
    if (item === '重新进入小程序') location.reload()
  }

  const device: Device = {
    state: () => state,
    onChange: (listener) => void changes.add(listener),
    setNetwork(network) {
      changed({ network })
      bar.network(network)
      for (const listener of networkListeners) listener(network)
    },
    setPosition(position) {
      disk.put('settings', 'position', position)
      changed({ position })
      for (const listener of positionListeners) listener(position)
    },
    setFontSize(index) {
      disk.put('settings', 'fontSize', index)
      location.reload()
    },
    showNotifications: () => notifications.list(),
    toggleApp() {
      if (state.inFront) {
        running().hide()
        overlay.prepend(closed)
        changed({ inFront: false })
      } else {
        toFront()
        running().show()
      }
    },
  }

  const wire = joinWire(town.cloudUrl, (news: Wire) => {
    if (news.kind === 'service' && news.message.openid === person.openid) notifications.service(news.message)
    if (news.kind === 'card' && news.card.to === person.openid) notifications.card(news.card)
    if (news.kind === 'rebuilt') {
      if (news.error) showFailure(appRoot, '小程序没有编译成功', news.error)
      else location.reload()
    }
  })

  window.shanlinDevice = device
  const opening = element(
    'div',
    { className: 'opening', aria: { role: 'status' } },
    element('span', { className: 'app-badge' }, '邻'),
    '正在打开',
  )
  overlay.append(opening)
  await loadScript('/simulator/app/app.js')
  const boot: Host = {
    root: appRoot,
    wx,
    attach: (attached) => void (app = attached),
    startPath,
    statusBarHeight,
    fontSizeSetting: 16 * host.fontSize().scale,
    baseMap: town.map,
    location: () => state.position,
    resolveUrl: (src) => files.url(src),
    openType,
    onCapsule: (pressed) => (pressed === 'menu' ? void menu() : device.toggleApp()),
    onPageChange: () => bar.follow(appRoot),
  }
  Object.assign(window, { wx })
  app = window.shanlinBoot(boot)
  opening.remove()
  bar.follow(appRoot)
  changed({})
}

export function showFailure(root: HTMLElement, title: string, reason: string): void {
  root.replaceChildren(
    element('div', { className: 'failure', aria: { role: 'alert' } }, element('h1', {}, title), element('pre', {}, reason)),
  )
}

function loadScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = element('script', { src })
    script.onload = () => resolve()
    script.onerror = () => reject(new Error(`${src} did not load`))
    document.head.append(script)
  })
}
