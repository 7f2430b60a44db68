import type { ElementHost, ElementParts, ElementSetup } from './define'
import { partsOf, px } from './define'

interface SwiperParts extends ElementParts {
  layout(): void
}

export const swiper: ElementSetup<'swiper'> = (host): SwiperParts => {
  const { dom, props, emit } = host
  let current = 0
  let shift = 0
  let timer: ReturnType<typeof setInterval> | undefined
  const dots = document.createElement('div')
  dots.className = 'sl-dots'
  const items = (): HTMLElement[] =>
    [...dom.querySelectorAll<HTMLElement>('wx-swiper-item')].filter((item) => item.parentElement?.closest('wx-swiper') === dom)

  const layout = (smooth = false): void => {
    const all = items()
    const shown = Math.max(1, props.displayMultipleItems)
    const [before, after] = [px(props.previousMargin), px(props.nextMargin)]
    all.forEach((item, index) => {
      let place = index - current
      // In a circle the far end lies on the near side.
      if (props.circular && all.length > 2) {
        if (place > all.length / 2) place -= all.length
        if (place < -all.length / 2) place += all.length
      }
      const axis = props.vertical ? 'Y' : 'X'
      const edge = props.vertical ? ['top', 'bottom', 'height'] : ['left', 'right', 'width']
      item.style.position = 'absolute'
      item.style.setProperty(edge[0]!, before)
      item.style.setProperty(edge[2]!, `calc((100% - ${before} - ${after}) / ${shown})`)
      item.style.transition = smooth ? `transform ${props.duration}ms` : 'none'
      item.style.transform = `translate${axis}(calc(${place * 100}% + ${shift}px))`
      if (Math.abs(place) > shown && smooth && props.circular) item.style.transition = 'none'
      item.setAttribute('aria-hidden', String(place < 0 || place >= shown))
    })
    dots.hidden = !props.indicatorDots
    if (dots.childElementCount !== all.length) dots.replaceChildren(...all.map(() => document.createElement('i')))
    ;[...dots.children].forEach((dot, index) => {
      ;(dot as HTMLElement).style.background = index === current ? props.indicatorActiveColor : props.indicatorColor
    })
    dots.dataset.vertical = String(props.vertical)
    if (!dots.isConnected) dom.append(dots)
  }
  const move = (to: number, source: '' | 'touch' | 'autoplay'): void => {
    const all = items()
    if (all.length === 0) return
    const last = props.circular ? all.length - 1 : Math.max(0, all.length - props.displayMultipleItems)
    const next = props.circular ? (to + all.length) % all.length : Math.min(last, Math.max(0, to))
    const changed = next !== current
    current = next
    shift = 0
    layout(true)
    if (!changed) return
    const currentItemId = (partsOf(all[current]!)?.host.props as { itemId?: string } | undefined)?.itemId ?? ''
    if (source !== '') host.setModel('current', current)
    emit('change', { current, currentItemId, source })
    setTimeout(() => emit('animationfinish', { current, currentItemId, source }), props.duration)
  }
  let start: { x: number; y: number; id: number } | undefined
  let dragging = false
  dom.addEventListener('pointerdown', (event) => {
    start = { x: event.clientX, y: event.clientY, id: event.pointerId }
    dragging = false
  })
  const drag = (x: number, y: number): boolean => {
    if (start === undefined) return false
    const along = props.vertical ? y - start.y : x - start.x
    const across = props.vertical ? x - start.x : y - start.y
    if (!dragging && (Math.abs(along) < 8 || Math.abs(across) > Math.abs(along))) return false
    dragging = true
    shift = along
    layout()
    emit('transition', props.vertical ? { dx: 0, dy: -along } : { dx: -along, dy: 0 })
    return true
  }
  const drop = (): void => {
    if (start === undefined) return
    start = undefined
    if (!dragging) return
    dragging = false
    const size = props.vertical ? dom.clientHeight : dom.clientWidth
    const step = Math.abs(shift) > Math.min(60, size / 4) ? (shift < 0 ? 1 : -1) : 0
    move(current + step, 'touch')
  }
  dom.addEventListener('touchmove', (event) => {
    if (drag(event.touches[0]!.clientX, event.touches[0]!.clientY) && event.cancelable) event.preventDefault()
  })
  const pointerMove = (event: PointerEvent): void => {
    if (event.pointerType === 'mouse') drag(event.clientX, event.clientY)
  }
  const pointerUp = (event: PointerEvent): void => {
    if (event.pointerType === 'mouse') drop()
  }
  addEventListener('pointermove', pointerMove)
  addEventListener('pointerup', pointerUp)
  dom.addEventListener('touchend', drop)
  dom.addEventListener('touchcancel', drop)
  host.onDetach(() => {
    clearInterval(timer)
    removeEventListener('pointermove', pointerMove)
    removeEventListener('pointerup', pointerUp)
  })
  return {
    layout: () => layout(),
    update(changed) {
      if (changed.has('current') && props.current !== current) {
        const first = items().length === 0 || !dom.isConnected
        if (first) current = props.current
        else move(props.current, '')
      }
      if (changed.has('currentItemId') && props.currentItemId !== '') {
        const index = items().findIndex((item) => (partsOf(item)?.host.props as { itemId?: string }).itemId === props.currentItemId)
        if (index >= 0) move(index, '')
      }
      if (changed.has('autoplay') || changed.has('interval')) {
        clearInterval(timer)
        if (props.autoplay) timer = setInterval(() => dragging || document.hidden || move(current + 1, 'autoplay'), props.interval)
      }
      layout()
    },
  }
}

export const swiperItem: ElementSetup<'swiper-item'> = (host) => {
  const layout = (): void => (partsOf(host.dom.parentElement?.closest('wx-swiper') ?? null) as unknown as SwiperParts | undefined)?.layout()
  host.onDetach(() => setTimeout(layout, 0))
  queueMicrotask(layout)
  void (host as unknown as ElementHost)
}
