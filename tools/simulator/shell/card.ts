// A phone in its frame: who it is, the phone itself in an iframe of its own, and what you can do to it.
import type { Person } from '../wx/host'
import { fontSizes, type Device, type DeviceState } from './device'
import { drawing, element } from './element'
import { roleOf, type Town } from './town'

export const phone = { width: 375, height: 812, bezel: 11 }

const icons = {
  network:
    '<svg viewBox="0 0 20 20"><g fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"><path d="M2.500 7.500a11 11 0 0 1 15 0"/><path d="M5.300 10.900a7 7 0 0 1 9.400 0"/></g><circle cx="10" cy="14.800" r="1.900" fill="currentColor"/></svg>',
  offline:
    '<svg viewBox="0 0 20 20"><g fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"><path d="M2.500 7.500a11 11 0 0 1 15 0" opacity=".4"/><path d="M5.300 10.900a7 7 0 0 1 9.400 0" opacity=".4"/><path d="M4 17L16 3"/></g></svg>',
  bell: '<svg viewBox="0 0 20 20"><path d="M10 2.500a5 5 0 0 0-5 5v3.200L3.500 13.800h13L15 10.700V7.500a5 5 0 0 0-5-5zM8 16a2 2 0 0 0 4 0" fill="none" stroke="currentColor" stroke-width="1.700" stroke-linejoin="round" stroke-linecap="round"/></svg>',
  reload:
    '<svg viewBox="0 0 20 20"><path d="M16 10a6 6 0 1 1-1.800-4.300M16.500 2.500v3.800h-3.800" fill="none" stroke="currentColor" stroke-width="1.800" stroke-linecap="round" stroke-linejoin="round"/></svg>',
  hide: '<svg viewBox="0 0 20 20"><rect x="5.500" y="2" width="9" height="16" rx="2" fill="none" stroke="currentColor" stroke-width="1.700"/><path d="M8.500 15.500h3" stroke="currentColor" stroke-width="1.700" stroke-linecap="round"/></svg>',
}

/** What a button says is what it does next; the title says it at length. */
function control(name: keyof typeof icons, says: string, title: string, act: () => void): HTMLButtonElement {
  return element('button', { type: 'button', className: 'control', title, onclick: act }, drawing(icons[name]), element('span', {}, says))
}

function relabel(control: HTMLButtonElement, name: keyof typeof icons, says: string, title: string): void {
  control.title = title
  control.replaceChildren(drawing(icons[name]), element('span', {}, says))
}

export function createCard(town: Town, first: Person): { element: HTMLElement; resize(scale: number): void } {
  let person = first
  const screen = element('iframe', { className: 'phone-screen', title: '', allow: 'microphone; camera; clipboard-read; clipboard-write' })
  const holder = element('div', { className: 'phone-holder' }, element('div', { className: 'phone' }, screen))
  const device = (): Device | undefined => screen.contentWindow?.shanlinDevice

  const who = element('select', { className: 'who', aria: { label: '换一个人' } })
  const roles = [...new Set(town.people.map(({ role }) => role))]
  who.append(
    ...roles.map((role) => {
      const group = element('optgroup', { label: roleOf({ openid: '', name: '', role }).label })
      group.append(
        ...town.people
          .filter((other) => other.role === role)
          .slice(0, 12)
          .map(({ openid, name, grid, organisation }) =>
            element('option', { value: openid }, [name, town.labels?.[organisation ?? grid ?? '']].filter(Boolean).join(' · ')),
          ),
      )
      return group
    }),
  )
  const roleName = element('span', { className: 'role' })
  const english = element('span', { className: 'english', lang: 'en' })
  const what = element('p', { className: 'what' })

  const network = control('network', '断网', '断开网络', () => device()?.setNetwork(device()?.state().network === 'none' ? 'wifi' : 'none'))
  const bell = control('bell', '通知', '服务通知', () => device()?.showNotifications())
  const count = element('span', { className: 'count' })
  bell.append(count)
  const hide = control('hide', '后台', '小程序切到后台', () => device()?.toggleApp())
  const reload = control('reload', '重开', '重新打开', () => screen.contentWindow?.location.reload())
  const font = element(
    'select',
    { aria: { label: '微信字体大小' }, title: '微信字体大小 · Font size' },
    ...fontSizes.map(({ label }, index) => element('option', { value: String(index) }, `${label}字`)),
  )
  font.onchange = () => device()?.setFontSize(Number(font.value))
  const place = element(
    'select',
    { aria: { label: '所在位置' }, title: '所在位置 · Position' },
    element('option', { value: '' }, '原来的位置'),
    ...town.places.slice(0, 40).map(({ name }, index) => element('option', { value: String(index) }, name)),
  )
  place.onchange = () => {
    const chosen = place.value === '' ? (town.positions?.[person.openid] ?? town.centre) : town.places[Number(place.value)]
    if (chosen) device()?.setPosition({ longitude: chosen.longitude, latitude: chosen.latitude })
  }
  const log = element('p', { className: 'log', aria: { live: 'polite' } })

  function draw(state: DeviceState): void {
    const off = state.network === 'none'
    network.classList.toggle('on', off)
    if (off) relabel(network, 'offline', '联网', '恢复网络')
    else relabel(network, 'network', '断网', '断开网络')
    count.textContent = state.unread ? String(state.unread) : ''
    if (state.unread) bell.setAttribute('aria-label', `通知 ${state.unread} 条未读`)
    else bell.removeAttribute('aria-label')
    hide.classList.toggle('on', !state.inFront)
    if (state.inFront) relabel(hide, 'hide', '后台', '小程序切到后台')
    else relabel(hide, 'hide', '前台', '小程序回到前台')
    font.value = String(state.fontSize)
    const at = town.places.findIndex(
      ({ longitude, latitude }) => longitude === state.position.longitude && latitude === state.position.latitude,
    )
    place.value = at >= 0 && at < 40 ? String(at) : ''
    log.textContent = state.log[0] ?? ''
  }
  // The phone's page comes and goes (reload, another person), and its device with it.
  const meet = () => {
    const found = device()
    if (found) {
      found.onChange(draw)
      draw(found.state())
    } else screen.contentWindow?.addEventListener('shanlin-device', meet, { once: true })
  }
  screen.onload = meet

  function become(next: Person): void {
    person = next
    const role = roleOf(next)
    roleName.textContent = role.label
    english.textContent = role.english
    what.textContent = role.what
    who.value = next.openid
    screen.title = `${next.name}（${role.label}）的手机`
    card.setAttribute('aria-label', `${role.label} ${next.name}`)
    screen.src = `/phone/${encodeURIComponent(next.openid)}${location.search}`
  }
  who.onchange = () => {
    const next = town.people.find(({ openid }) => openid === who.value)
    if (next) become(next)
  }

  const card = element(
    'section',
    { className: 'card' },
    element('header', { className: 'tag' }, element('div', { className: 'tag-line' }, roleName, english), who, what),
    holder,
    element(
      'footer',
      { className: 'controls' },
      element('div', { className: 'control-row' }, network, bell, hide, reload),
      element('div', { className: 'control-row' }, place, font),
      log,
    ),
  )
  become(first)
  return {
    element: card,
    resize(scale) {
      card.style.setProperty('--scale', String(scale))
    },
  }
}
