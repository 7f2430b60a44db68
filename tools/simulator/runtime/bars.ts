// What the phone draws around a page: the navigation bar with its capsule, and the tab bar.
import type { AppConfig } from './bundle'
import type { NavigationBarPatch, TabBarItemPatch, TabBarPatch } from './host'

export const navigationHeight = 44
export const tabBarHeight = 50
export const capsuleSize = { width: 87, height: 32, right: 7 }

function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, parent?: Element): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  element.className = className
  parent?.append(element)
  return element
}

const icons = {
  back: '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M15 4 7 12l8 8" fill="none" stroke="currentColor" stroke-width="2"/></svg>',
  home: '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 11 12 4l8 7v9h-5v-6H9v6H4z" fill="none" stroke="currentColor" stroke-width="1.8"/></svg>',
  menu: '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="5" cy="12" r="1.8"/><circle cx="12" cy="12" r="3"/><circle cx="19" cy="12" r="1.8"/></svg>',
  close:
    '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="2"/><circle cx="12" cy="12" r="3"/></svg>',
}

export interface NavigationBar {
  element: HTMLElement
  /** Space it takes from the page; 0 when the page draws its own. */
  height: number
  set(patch: NavigationBarPatch): void
  title(): string
}

export function createNavigationBar(options: {
  title: string
  backgroundColor: string
  textStyle: 'black' | 'white'
  custom: boolean
  lead: 'back' | 'home' | 'none'
  statusBarHeight: number
  onLead: () => void
  onCapsule: (button: 'menu' | 'close') => void
}): NavigationBar {
  const element = make('header', 'sl-bar')
  element.style.paddingTop = `${options.statusBarHeight}px`
  element.toggleAttribute('data-custom', options.custom)
  const lead = make('button', 'sl-lead', element)
  lead.addEventListener('click', options.onLead)
  const title = make('h1', 'sl-title', element)
  const spinner = make('i', 'sl-spinner')
  const capsule = make('div', 'sl-capsule', element)
  capsule.style.top = `${options.statusBarHeight + (navigationHeight - capsuleSize.height) / 2}px`
  for (const [button, label] of [
    ['menu', '更多'],
    ['close', '关闭'],
  ] as const) {
    const one = make('button', `sl-${button}`, capsule)
    one.innerHTML = icons[button]
    one.setAttribute('aria-label', label)
    one.addEventListener('click', () => options.onCapsule(button))
  }
  const setLead = (kind: 'back' | 'home' | 'none'): void => {
    lead.hidden = kind === 'none' || options.custom
    lead.innerHTML = kind === 'none' ? '' : icons[kind]
    lead.setAttribute('aria-label', kind === 'home' ? '返回首页' : '返回')
  }
  const set = (patch: NavigationBarPatch): void => {
    if (patch.title !== undefined) title.textContent = patch.title
    if (patch.backgroundColor !== undefined && !options.custom) element.style.backgroundColor = patch.backgroundColor
    if (patch.frontColor !== undefined) element.style.color = patch.frontColor
    if (patch.loading !== undefined) {
      if (patch.loading) title.prepend(spinner)
      else spinner.remove()
    }
    if (patch.homeButton === false && options.lead === 'home') setLead('none')
  }
  title.hidden = options.custom
  setLead(options.lead)
  set({ title: options.title, backgroundColor: options.backgroundColor, frontColor: options.textStyle === 'white' ? '#ffffff' : '#000000' })
  return {
    element,
    height: options.custom ? 0 : options.statusBarHeight + navigationHeight,
    set,
    title: () => title.textContent ?? '',
  }
}

export interface TabBar {
  element: HTMLElement
  select(path: string): void
  setStyle(patch: TabBarPatch): void
  setItem(index: number, patch: TabBarItemPatch): void
  setBadge(index: number, text: string | null): void
}

export function createTabBar(
  config: NonNullable<AppConfig['tabBar']>,
  file: (path: string) => string,
  onTap: (index: number) => void,
): TabBar {
  const element = make('nav', 'sl-tabs')
  element.setAttribute('aria-label', '主导航')
  element.setAttribute('role', 'tablist')
  const style = { color: config.color ?? '#7a7e83', selectedColor: config.selectedColor ?? '#3cc51f' }
  const items = config.list.map((item, index) => {
    const button = make('button', 'sl-tab', element)
    button.setAttribute('role', 'tab')
    button.addEventListener('click', () => onTap(index))
    const picture = make('img', '', button)
    picture.alt = ''
    const label = make('span', '', button)
    const badge = make('em', '', button)
    badge.hidden = true
    return { ...item, button, picture, label, badge }
  })
  let selected = ''
  const draw = (): void => {
    for (const { pagePath, text, iconPath, selectedIconPath, button, picture, label } of items) {
      const on = pagePath === selected
      button.setAttribute('aria-selected', String(on))
      button.style.color = on ? style.selectedColor : style.color
      label.textContent = text
      const icon = on ? (selectedIconPath ?? iconPath) : iconPath
      picture.hidden = icon === undefined
      if (icon !== undefined) picture.src = file(icon)
    }
  }
  const setStyle = (patch: TabBarPatch): void => {
    if (patch.color !== undefined) style.color = patch.color
    if (patch.selectedColor !== undefined) style.selectedColor = patch.selectedColor
    if (patch.backgroundColor !== undefined) element.style.backgroundColor = patch.backgroundColor
    if (patch.borderStyle !== undefined) element.style.borderTopColor = patch.borderStyle === 'white' ? '#ffffff33' : '#00000022'
    draw()
  }
  setStyle({ backgroundColor: config.backgroundColor ?? '#ffffff', borderStyle: config.borderStyle ?? 'black' })
  return {
    element,
    select(path) {
      selected = path
      draw()
    },
    setStyle,
    setItem(index, patch) {
      if (items[index] !== undefined) Object.assign(items[index], patch)
      draw()
    },
    setBadge(index, text) {
      const badge = items[index]?.badge
      if (badge === undefined) return
      badge.hidden = text === null
      badge.textContent = text ?? ''
    },
  }
}
