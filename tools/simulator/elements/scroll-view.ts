import type { ElementSetup } from './define'

interface ScrollContext {
  scrollTo(options: { top?: number; left?: number; animated?: boolean }): void
  scrollIntoView(selector: string, options?: { animated?: boolean }): void
  scrollEnabled: boolean
}

export const scrollView: ElementSetup<'scroll-view'> = (host) => {
  const { dom, props, emit } = host
  let lastTop = 0
  let lastLeft = 0
  let atUpper = true
  let atLower = false
  const go = (top: number, left: number): void => {
    dom.scrollTo({ top, left, behavior: props.scrollWithAnimation ? 'smooth' : 'instant' })
  }
  const detail = (): Record<string, number> => ({
    scrollTop: dom.scrollTop,
    scrollLeft: dom.scrollLeft,
    scrollHeight: dom.scrollHeight,
    scrollWidth: dom.scrollWidth,
    deltaX: lastLeft - dom.scrollLeft,
    deltaY: lastTop - dom.scrollTop,
  })
  // Reachable by keyboard, so that it can be scrolled by keyboard.
  dom.tabIndex = 0
  dom.addEventListener('scroll', () => {
    if (dom.scrollTop === lastTop && dom.scrollLeft === lastLeft) return
    emit('scroll', detail())
    lastTop = dom.scrollTop
    lastLeft = dom.scrollLeft
    const [at, room, whole] = props.scrollY
      ? [dom.scrollTop, dom.clientHeight, dom.scrollHeight]
      : [dom.scrollLeft, dom.clientWidth, dom.scrollWidth]
    const upper = at <= props.upperThreshold
    const lower = at + room >= whole - props.lowerThreshold
    if (upper && !atUpper) emit('scrolltoupper', { direction: props.scrollY ? 'top' : 'left' })
    if (lower && !atLower) emit('scrolltolower', { direction: props.scrollY ? 'bottom' : 'right' })
    atUpper = upper
    atLower = lower
  })

  // The pull-to-refresh of a scroll-view: its content slides down and a row of dots shows.
  const dots = document.createElement('div')
  dots.className = 'sl-refresher'
  dots.innerHTML = '<i></i><i></i><i></i>'
  let pulled = 0
  const slide = (distance: number, smooth: boolean): void => {
    pulled = distance
    dom.style.transition = smooth ? 'padding-top .2s' : 'none'
    dom.style.paddingTop = distance > 0 ? `${distance}px` : ''
    if (distance > 0 && !dots.isConnected) dom.prepend(dots)
    if (distance === 0) dots.remove()
    dots.style.height = `${distance}px`
  }
  let startY = 0
  let pulling = false
  dom.addEventListener('pointerdown', (event) => {
    pulling = props.refresherEnabled && dom.scrollTop <= 0 && !props.refresherTriggered
    startY = event.clientY
  })
  const move = (clientY: number): void => {
    if (!pulling) return
    const distance = Math.max(0, (clientY - startY) / 2)
    if (distance === 0) return
    slide(Math.min(distance, props.refresherThreshold * 2), false)
    emit('refresherpulling', { dy: distance })
  }
  dom.addEventListener('pointermove', (event) => event.pointerType === 'mouse' && move(event.clientY))
  dom.addEventListener('touchmove', (event) => move(event.touches[0]!.clientY), { passive: true })
  const end = (): void => {
    if (!pulling) return
    pulling = false
    if (pulled >= props.refresherThreshold) {
      slide(props.refresherThreshold, true)
      emit('refresherrefresh', { dy: pulled })
    } else if (pulled > 0) {
      slide(0, true)
      emit('refresherabort', {})
    }
  }
  addEventListener('pointerup', end)
  addEventListener('touchend', end)
  host.onDetach(() => {
    removeEventListener('pointerup', end)
    removeEventListener('touchend', end)
  })

  const intoView = (id: string, smooth: boolean): void => {
    const target = dom.querySelector(`#${CSS.escape(id)}`)
    if (target === null) return
    const outer = dom.getBoundingClientRect()
    const inner = target.getBoundingClientRect()
    dom.scrollTo({
      top: props.scrollY ? dom.scrollTop + inner.top - outer.top + props.scrollIntoViewOffset : dom.scrollTop,
      left: props.scrollX ? dom.scrollLeft + inner.left - outer.left + props.scrollIntoViewOffset : dom.scrollLeft,
      behavior: smooth ? 'smooth' : 'instant',
    })
  }
  const context: ScrollContext = {
    scrollTo: ({ top = dom.scrollTop, left = dom.scrollLeft, animated = true }) =>
      dom.scrollTo({ top, left, behavior: animated ? 'smooth' : 'instant' }),
    scrollIntoView: (selector, options) => intoView(selector.replace(/^#/, ''), options?.animated ?? true),
    scrollEnabled: true,
  }
  return {
    queryNode: () => context,
    queryContext: () => context,
    update(changed) {
      dom.style.overflowX = props.scrollX ? 'auto' : 'hidden'
      dom.style.overflowY = props.scrollY ? 'auto' : 'hidden'
      dom.toggleAttribute('data-flex', props.enableFlex)
      dom.toggleAttribute('data-no-bar', props.enhanced && !props.showScrollbar)
      dom.style.scrollSnapType = props.pagingEnabled ? (props.scrollX ? 'x mandatory' : 'y mandatory') : ''
      if (changed.has('scrollTop') || changed.has('scrollLeft')) {
        const top = Number(props.scrollTop ?? dom.scrollTop)
        const left = Number(props.scrollLeft ?? dom.scrollLeft)
        if (Math.abs(top - dom.scrollTop) > 0.5 || Math.abs(left - dom.scrollLeft) > 0.5) requestAnimationFrame(() => go(top, left))
      }
      if (changed.has('scrollIntoView') && props.scrollIntoView !== '') {
        const id = props.scrollIntoView
        requestAnimationFrame(() => intoView(id, props.scrollWithAnimation))
      }
      if (changed.has('refresherTriggered')) {
        if (props.refresherTriggered) slide(props.refresherThreshold, true)
        else if (pulled > 0) {
          slide(0, true)
          emit('refresherrestore', {})
        }
      }
    },
  }
}
