import type { NetworkType } from '../../wx/host'
import { drawing, element } from '../element'

export const statusBarHeight = 44

const signal =
  '<svg viewBox="0 0 18 12"><g fill="currentColor"><rect x="0" y="8" width="3" height="4" rx="1"/><rect x="5" y="5.5" width="3" height="6.5" rx="1"/><rect x="10" y="3" width="3" height="9" rx="1"/><rect x="15" y="0" width="3" height="12" rx="1"/></g></svg>'
const wifi =
  '<svg viewBox="0 0 16 12"><g fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round"><path d="M1.2 4.3a9.8 9.8 0 0 1 13.6 0"/><path d="M3.8 7a6 6 0 0 1 8.4 0"/></g><circle cx="8" cy="10" r="1.7" fill="currentColor"/></svg>'
const plane =
  '<svg viewBox="0 0 16 14"><path d="M15 6.9c0 .8-.7 1.3-1.6 1.3H9.8L6.6 13H5l1.4-4.8H3.3L2.1 9.7H1l.6-2.8L1 4.1h1.1l1.2 1.5h3.1L5 .8h1.6l3.2 4.8h3.6c.9 0 1.6.5 1.6 1.3z" fill="currentColor"/></svg>'
const battery =
  '<svg viewBox="0 0 27 13"><rect x=".6" y=".6" width="22.8" height="11.8" rx="3.4" fill="none" stroke="currentColor" stroke-opacity=".45" stroke-width="1.2"/><rect x="2.3" y="2.3" width="16" height="8.4" rx="1.9" fill="currentColor"/><path d="M25 4.3v4.4c.9-.4 1.5-1.2 1.5-2.2S25.900 4.700 25 4.300z" fill="currentColor" fill-opacity=".5"/></svg>'

const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false })

/** Time, signal and battery, in the colour that reads on what lies under it. */
export function createStatusBar() {
  const time = element('span', { className: 'status-time' })
  const link = element('span', { className: 'status-link' })
  const bar = element(
    'div',
    { className: 'status-bar', style: { height: `${statusBarHeight}px` }, aria: { hidden: 'true' } },
    time,
    element('span', { className: 'status-right' }, link, drawing(battery, 'battery')),
  )
  const tick = () => {
    time.textContent = clock.format(new Date())
  }
  tick()
  setInterval(tick, 10000)
  const network = (type: NetworkType) =>
    link.replaceChildren(
      ...(type === 'none' ? [drawing(plane)] : [drawing(signal), type === 'wifi' ? drawing(wifi) : element('b', {}, type.toUpperCase())]),
    )
  network('wifi')
  return {
    element: bar,
    network,
    /** Takes light or dark letters after the colour of the navigation bar beneath. */
    follow(root: HTMLElement) {
      requestAnimationFrame(() => {
        let under: Element | null = document.elementsFromPoint(root.clientWidth / 2, 30).find((found) => root.contains(found)) ?? null
        let colour: string | undefined
        while (under && !colour) {
          const [red = 0, green = 0, blue = 0, alpha = 1] = (getComputedStyle(under).backgroundColor.match(/[\d.]+/g) ?? []).map(Number)
          if (alpha > 0.5) colour = red * 0.3 + green * 0.59 + blue * 0.11 > 150 ? 'dark' : 'light'
          under = under.parentElement
        }
        bar.classList.toggle('status-light', colour === 'light')
      })
    },
  }
}
