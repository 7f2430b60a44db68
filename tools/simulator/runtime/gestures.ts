// Turns what finger, mouse and keyboard do into the events that WXML listens to: touch*, tap, longpress, transition and
// animation events. Listens once, on the phone; glass-easel finds the listeners.
import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { partsOf } from '../elements/define'

const tapDistance = 10
const longPressAfter = 350

export interface Touch {
  identifier: number
  pageX: number
  pageY: number
  clientX: number
  clientY: number
  force: number
}

interface Point {
  id: number
  x: number
  y: number
}

interface Press {
  target: Element
  start: Point
  last: Point
  moved: boolean
  timer: ReturnType<typeof setTimeout> | undefined
  longPressed: boolean
}

type Wrapped = Node & { __wxElement?: glassEasel.Element }

function elementAt(node: Wrapped | null): glassEasel.Element | undefined {
  for (let at: Wrapped | null = node; at !== null; at = at.parentNode) if (at.__wxElement !== undefined) return at.__wxElement
  return undefined
}

/** Answers whether a listener asked to keep the event from doing what it does by itself. */
export function fire(target: Node, type: string, detail: unknown, extra: Record<string, unknown>, original?: Event): boolean {
  const element = elementAt(target)
  if (element === undefined) return false
  const event = new glassEasel.Event(type, detail, {
    bubbles: true,
    composed: true,
    capturePhase: true,
    originalEvent: original,
    extraFields: extra,
  })
  event.dispatch(element)
  return event.defaultPrevented()
}

function listensTo(target: Node, type: string): boolean {
  for (let at = target as Wrapped | null; at !== null; at = at.parentNode) {
    const events = (at.__wxElement as unknown as { _$eventTarget?: { listeners: Record<string, unknown> } } | undefined)?._$eventTarget
    if (events?.listeners[type] !== undefined) return true
  }
  return false
}

export function listenToGestures(root: HTMLElement): () => void {
  const presses = new Map<number, Press>()
  const ends = new AbortController()
  const listen = <K extends keyof HTMLElementEventMap>(
    type: K,
    run: (event: HTMLElementEventMap[K]) => void,
    options: AddEventListenerOptions = {},
  ): void => root.addEventListener(type, run as EventListener, { signal: ends.signal, capture: true, ...options })

  const touchOf = (target: Element, point: Point): Touch => {
    const view = target.closest('.sl-view')
    const rect = view?.getBoundingClientRect() ?? { left: 0, top: 0 }
    const clientX = point.x - rect.left
    const clientY = point.y - rect.top
    const scroll = view?.querySelector('.sl-scroll')?.scrollTop ?? 0
    return { identifier: point.id, clientX, clientY, pageX: clientX, pageY: clientY + scroll, force: 1 }
  }
  const send = (type: string, press: Press, point: Point, original: Event, others: Point[]): boolean => {
    const changed = touchOf(press.target, point)
    const touches = others.map((other) => touchOf(press.target, other))
    return fire(
      press.target,
      type,
      type === 'touchstart' ? {} : { x: changed.pageX, y: changed.pageY },
      { touches, changedTouches: [changed] },
      original,
    )
  }

  const start = (target: Element, point: Point, original: Event, all: Point[]): void => {
    const press: Press = { target, start: point, last: point, moved: false, longPressed: false, timer: undefined }
    presses.set(point.id, press)
    press.timer = setTimeout(() => {
      if (press.moved) return
      press.longPressed = listensTo(target, 'longpress')
      send('longpress', press, press.start, original, [press.start])
      send('longtap', press, press.start, original, [press.start])
    }, longPressAfter)
    send('touchstart', press, point, original, all)
  }
  const move = (point: Point, original: Event, all: Point[]): void => {
    const press = presses.get(point.id)
    if (press === undefined || (point.x === press.last.x && point.y === press.last.y)) return
    press.last = point
    if (Math.hypot(point.x - press.start.x, point.y - press.start.y) > tapDistance) press.moved = true
    if (press.moved) clearTimeout(press.timer)
    if (send('touchmove', press, point, original, all) && original.cancelable) original.preventDefault()
  }
  const end = (point: Point, original: Event, all: Point[], cancelled: boolean): void => {
    const press = presses.get(point.id)
    if (press === undefined) return
    presses.delete(point.id)
    clearTimeout(press.timer)
    send(cancelled ? 'touchcancel' : 'touchend', press, point, original, all)
    if (!cancelled && !press.moved && !press.longPressed) tap(press.target, point, original)
  }
  const tap = (target: Element, point: Point, original: Event): void => {
    if (target.closest('wx-button[disabled]') !== null) return
    const touch = touchOf(target, point)
    stopAtMap(target)
    // A map makes its own tap, which carries a place.
    const own = target.closest('[data-own-tap]')
    if (own === null) fire(target, 'tap', { x: touch.pageX, y: touch.pageY }, { touches: [touch], changedTouches: [touch] }, original)
    for (let at: Element | null = target; at !== null && root.contains(at); at = at.parentElement)
      partsOf(at)?.tap?.(point.x, point.y, target)
  }

  const points = (list: TouchList): Point[] => [...list].map((touch) => ({ id: touch.identifier, x: touch.clientX, y: touch.clientY }))
  listen(
    'touchstart',
    (event) => points(event.changedTouches).forEach((point) => start(event.target as Element, point, event, points(event.touches))),
    { passive: true },
  )
  listen('touchmove', (event) => points(event.changedTouches).forEach((point) => move(point, event, points(event.touches))), {
    passive: false,
  })
  listen('touchend', (event) => points(event.changedTouches).forEach((point) => end(point, event, points(event.touches), false)))
  listen('touchcancel', (event) => points(event.changedTouches).forEach((point) => end(point, event, points(event.touches), true)))

  // A mouse is one finger; what browsers imitate after a touch has another pointer type.
  const mouse = -1
  const pointOf = (event: PointerEvent): Point => ({ id: mouse, x: event.clientX, y: event.clientY })
  let dragged: Element | undefined
  listen('pointerdown', (event) => {
    if (event.pointerType === 'touch' || event.button !== 0) return
    start(event.target as Element, pointOf(event), event, [pointOf(event)])
    dragged = scrollable(event.target as Element)
  })
  const pointerMove = (event: PointerEvent): void => {
    const press = presses.get(mouse)
    if (event.pointerType === 'touch' || press === undefined) return
    const before = press.last
    move(pointOf(event), event, [pointOf(event)])
    // A mouse can't fling a page, but it may drag it where the app doesn't object.
    if (!press.moved || event.defaultPrevented || dragged === undefined) return
    dragged.scrollBy({ left: before.x - event.clientX, top: before.y - event.clientY, behavior: 'instant' })
  }
  const pointerUp = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch') end(pointOf(event), event, [], event.type === 'pointercancel')
  }
  addEventListener('pointermove', pointerMove, { signal: ends.signal })
  addEventListener('pointerup', pointerUp, { signal: ends.signal })
  addEventListener('pointercancel', pointerUp, { signal: ends.signal })
  // Keyboard and assistive technology click without a pointer.
  listen('click', (event) => {
    if (event.detail !== 0 || !(event.target instanceof Element)) return
    const rect = event.target.getBoundingClientRect()
    tap(event.target, { id: mouse, x: rect.left + rect.width / 2, y: rect.top + rect.height / 2 }, event)
  })
  listen('dragstart', (event) => event.preventDefault())
  // An overlay that catches touchmove holds the page still under a mouse wheel too.
  listen(
    'wheel',
    (event) => {
      if (caught(event.target as Element)) event.preventDefault()
    },
    { passive: false },
  )
  for (const type of ['transitionend', 'animationstart', 'animationiteration', 'animationend'] as const) {
    listen(type, (event) => {
      const detail =
        'propertyName' in event
          ? { propertyName: event.propertyName, elapsedTime: event.elapsedTime }
          : { animationName: event.animationName, elapsedTime: event.elapsedTime }
      fire(event.target as Element, type, detail, {}, event)
    })
  }
  return () => {
    ends.abort()
    for (const press of presses.values()) clearTimeout(press.timer)
  }
}

const stopped = new WeakSet<Element>()

// What lies over a map is not the map: its tap, which carries no place, must not reach the map's own listeners.
function stopAtMap(target: Element): void {
  const map = target.closest('wx-map')
  let child: Element | null = target
  while (child !== null && child.parentElement !== map) child = child.parentElement
  if (map === null || child === null || child.matches('[data-own-tap]') || stopped.has(child)) return
  stopped.add(child)
  elementAt(child)?.addListener('tap', (event) => event.stopPropagation())
}

function scrollable(target: Element): Element | undefined {
  for (let at: Element | null = target; at !== null; at = at.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(at)
    if (overflowY === 'auto' && at.scrollHeight > at.clientHeight) return at
    if (overflowX === 'auto' && at.scrollWidth > at.clientWidth) return at
    if (at.tagName === 'WX-SWIPER' || at.tagName === 'WX-MAP' || at.tagName === 'WX-MOVABLE-VIEW' || at.tagName === 'INPUT')
      return undefined
  }
  return undefined
}

function caught(target: Element): boolean {
  for (let at: Element | null = target; at !== null; at = at.parentElement) {
    if (at.scrollHeight > at.clientHeight && getComputedStyle(at).overflowY === 'auto') return false
    const events = (at as Wrapped & { __wxElement?: { _$eventTarget?: { listeners: Record<string, { finalCount: number } | undefined> } } })
      .__wxElement?._$eventTarget
    if ((events?.listeners.touchmove?.finalCount ?? 0) > 0) return true
  }
  return false
}
