// Markers with their callouts and labels, as DOM over the painted map: they can be named, focused and pressed.
import type { Place, Spot } from './map-projection'

export interface Bubble {
  content?: string
  color?: string
  fontSize?: number
  borderRadius?: number
  borderWidth?: number
  borderColor?: string
  bgColor?: string
  padding?: number
  display?: 'BYCLICK' | 'ALWAYS'
  textAlign?: string
  anchorX?: number
  anchorY?: number
  x?: number
  y?: number
}

export interface Marker extends Place {
  id?: number
  title?: string
  iconPath?: string
  width?: number | string
  height?: number | string
  anchor?: { x: number; y: number }
  rotate?: number
  alpha?: number
  zIndex?: number
  callout?: Bubble
  customCallout?: unknown
  label?: Bubble
  ariaLabel?: string
  joinCluster?: boolean
}

export type MarkerPart = 'marker' | 'callout' | 'label'

export interface MarkerLayer {
  element: HTMLElement
  set(markers: Marker[]): void
  place(locate: (place: Place) => Spot): void
  /** Which part of which marker an element belongs to. */
  hit(target: Element): { id: number; part: MarkerPart } | undefined
  /** Shows the callout of a marker that opens by a tap, and closes the others. */
  open(id: number | undefined): void
}

const pin =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 32'%3E%3Cpath d='M12 0a12 12 0 0 1 12 12c0 8-12 20-12 20S0 20 0 12A12 12 0 0 1 12 0z' fill='%23e5484d'/%3E%3Ccircle cx='12' cy='12' r='5' fill='%23fff'/%3E%3C/svg%3E"

const size = (value: number | string | undefined): string | undefined =>
  value === undefined ? undefined : typeof value === 'number' ? `${value}px` : value.replace(/^([\d.]+)rpx$/, 'calc($1 * var(--rpx))')

function bubble(options: Bubble, className: string): HTMLElement {
  const element = document.createElement('div')
  element.className = className
  element.textContent = options.content ?? ''
  Object.assign(element.style, {
    color: options.color ?? '#000',
    fontSize: `${options.fontSize ?? 12}px`,
    borderRadius: `${options.borderRadius ?? 0}px`,
    border: `${options.borderWidth ?? 0}px solid ${options.borderColor ?? 'transparent'}`,
    background: options.bgColor ?? (className === 'sl-callout' ? '#fff' : 'transparent'),
    padding: `${options.padding ?? 0}px`,
    textAlign: options.textAlign ?? 'center',
  })
  return element
}

export function createMarkers(resolveUrl: (src: string) => Promise<string>): MarkerLayer {
  const element = document.createElement('div')
  element.className = 'sl-markers'
  let shown: { marker: Marker; node: HTMLElement; callout: HTMLElement | undefined }[] = []
  let opened: number | undefined
  const showCallouts = (): void => {
    for (const { marker, callout } of shown) {
      if (callout !== undefined) callout.hidden = marker.callout?.display !== 'ALWAYS' && marker.id !== opened
    }
  }
  return {
    element,
    set(markers) {
      if (markers.some((marker) => marker.customCallout !== undefined)) console.error('<map> markers: customCallout is not supported')
      if (markers.some((marker) => marker.joinCluster)) console.error('<map> markers: joinCluster is not supported')
      shown = markers.map((marker) => {
        const node = document.createElement('div')
        node.className = 'sl-marker'
        node.dataset.marker = String(marker.id ?? '')
        node.tabIndex = 0
        node.setAttribute('role', 'button')
        node.setAttribute('aria-label', marker.ariaLabel ?? marker.title ?? marker.callout?.content ?? marker.label?.content ?? '标记')
        const picture = document.createElement('img')
        picture.alt = ''
        picture.draggable = false
        const width = size(marker.width)
        const height = size(marker.height)
        if (width !== undefined) picture.style.width = width
        if (height !== undefined) picture.style.height = height
        if (!marker.iconPath && width === undefined) picture.style.width = '24px'
        const anchor = marker.anchor ?? { x: 0.5, y: 1 }
        picture.style.transform = `translate(${-anchor.x * 100}%, ${-anchor.y * 100}%) rotate(${marker.rotate ?? 0}deg)`
        picture.style.opacity = String(marker.alpha ?? 1)
        node.style.zIndex = String(marker.zIndex ?? 0)
        if (marker.iconPath) void resolveUrl(marker.iconPath).then((url) => (picture.src = url))
        else picture.src = pin
        node.append(picture)
        let callout: HTMLElement | undefined
        const text = marker.callout ?? (marker.title ? { content: marker.title, padding: 8, borderRadius: 4 } : undefined)
        if (text !== undefined) {
          callout = bubble(text, 'sl-callout')
          callout.style.bottom = `calc(${height ?? '32px'} * ${anchor.y} + 6px)`
          if (text.anchorX) callout.style.marginLeft = `${text.anchorX}px`
          node.append(callout)
        }
        if (marker.label !== undefined) {
          const label = bubble(marker.label, 'sl-label')
          label.style.left = `${marker.label.anchorX ?? marker.label.x ?? 0}px`
          label.style.top = `${marker.label.anchorY ?? marker.label.y ?? 0}px`
          node.append(label)
        }
        return { marker, node, callout }
      })
      element.replaceChildren(...shown.map(({ node }) => node))
      showCallouts()
    },
    place(locate) {
      for (const { marker, node } of shown) {
        const { x, y } = locate(marker)
        node.style.transform = `translate(${x}px, ${y}px)`
      }
    },
    hit(target) {
      const node = target.closest<HTMLElement>('.sl-marker')
      if (node === null || !element.contains(node)) return undefined
      const part = target.closest('.sl-callout') ? 'callout' : target.closest('.sl-label') ? 'label' : 'marker'
      return { id: Number(node.dataset.marker), part }
    },
    open(id) {
      opened = id
      showCallouts()
    },
  }
}
