// SelectorQuery, IntersectionObserver and MediaQueryObserver: what app code may ask about what it rendered.
// Every rectangle is relative to the page's part of the screen, without the bars, as on a phone.
import type { component as adapterComponent } from 'glass-easel-miniprogram-adapter'
import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { partsOf } from '../elements/define'

type Caller = adapterComponent.GeneralComponent
type Node = glassEasel.Element
type Result = Record<string, unknown>
type Done = (result: unknown) => void

interface Fields {
  id?: boolean
  dataset?: boolean
  mark?: boolean
  rect?: boolean
  size?: boolean
  scrollOffset?: boolean
  properties?: string[]
  computedStyle?: string[]
  context?: boolean
  node?: boolean
}

const dom = (node: Node): HTMLElement => node.$$ as unknown as HTMLElement
const viewOf = (element: Element): HTMLElement => element.closest<HTMLElement>('.sl-view') ?? document.documentElement

export interface Rect {
  left: number
  top: number
  right: number
  bottom: number
  width: number
  height: number
}

export function rectOf(node: Node): Rect {
  const element = dom(node) ?? null
  if (element === null) return virtualRect(node)
  return relative(element.getBoundingClientRect(), viewOf(element))
}

// A virtual host has no box of its own; its content's boxes together stand for it.
function virtualRect(node: Node): Rect {
  const children = glassEasel.Component.isComponent(node) ? (node.getShadowRoot()?.childNodes ?? []) : node.childNodes
  const rects = children.flatMap((child) => {
    const element = child.asElement()
    return element === null ? [] : [rectOf(element)]
  })
  const left = Math.min(...rects.map((rect) => rect.left))
  const top = Math.min(...rects.map((rect) => rect.top))
  const right = Math.max(...rects.map((rect) => rect.right))
  const bottom = Math.max(...rects.map((rect) => rect.bottom))
  return rects.length === 0
    ? { left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0 }
    : { left, top, right, bottom, width: right - left, height: bottom - top }
}

function relative(rect: DOMRect | DOMRectReadOnly, view: Element): Rect {
  const origin = view.getBoundingClientRect()
  const left = rect.left - origin.left
  const top = rect.top - origin.top
  return { left, top, right: left + rect.width, bottom: top + rect.height, width: rect.width, height: rect.height }
}

function read(node: Node, fields: Fields): Result {
  const element = dom(node)
  const result: Result = {}
  if (fields.id) result.id = node.id
  if (fields.dataset) result.dataset = node.dataset
  if (fields.mark) result.mark = node.collectMarks()
  if (fields.rect || fields.size) {
    const { left, top, right, bottom, width, height } = rectOf(node)
    if (fields.rect) Object.assign(result, { left, top, right, bottom })
    if (fields.size) Object.assign(result, { width, height })
  }
  if (fields.scrollOffset) {
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = element
    Object.assign(result, { scrollLeft, scrollTop, scrollWidth, scrollHeight })
  }
  if (fields.properties && glassEasel.Component.isComponent(node)) {
    const data = node.data
    for (const name of fields.properties) if (name in data) result[name] = data[name]
  }
  if (fields.computedStyle) {
    const style = getComputedStyle(element)
    for (const name of fields.computedStyle)
      result[name] = style.getPropertyValue(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
  }
  if (fields.node) result.node = partsOf(element)?.queryNode?.() ?? null
  if (fields.context) result.context = partsOf(element)?.queryContext?.() ?? null
  return result
}

/** Nodes that a selector means, seen from a component: its own template, `.a >>> .b` reaching into components. */
export function select(caller: Caller, selector: string): Node[] {
  const root = caller._$.getShadowRoot()
  if (root === null) return []
  const [first, ...deeper] = selector.split('>>>').map((part) => part.trim())
  let found = root.querySelectorAll(first!)
  for (const part of deeper) {
    found = found.flatMap((node) =>
      glassEasel.Component.isComponent(node)
        ? (node.getShadowRoot()?.querySelectorAll(part) ?? [])
        : node.childNodes.flatMap((child) => child.asElement()?.querySelectorAll?.(part) ?? []),
    )
  }
  return found
}

type Question = { caller: Caller; selector: string | null; single: boolean; fields: Fields; done?: Done }

export class SelectorQuery {
  private caller: Caller
  private readonly questions: Question[] = []

  constructor(caller: Caller) {
    this.caller = caller
  }

  in(caller: Caller): this {
    this.caller = caller
    return this
  }

  select = (selector: string): NodesRef => this.ask(selector, true)
  selectAll = (selector: string): NodesRef => this.ask(selector, false)
  selectViewport = (): NodesRef => this.ask(null, true)

  private ask(selector: string | null, single: boolean): NodesRef {
    const { caller } = this
    const add = (fields: Fields, done?: Done): SelectorQuery => {
      this.questions.push({ caller, selector, single, fields, done })
      return this
    }
    return {
      fields: add,
      boundingClientRect: (done) => add({ id: true, dataset: true, rect: true, size: true }, done),
      scrollOffset: (done) => add({ id: true, dataset: true, scrollOffset: true }, done),
      context: (done) => add({ context: true }, done),
      node: (done) => add({ node: true }, done),
    }
  }

  exec(done?: (results: unknown[]) => void): this {
    // Asynchronous, as on a phone, and after whatever setData has just asked for.
    setTimeout(() => {
      const results = this.questions.map((question) => answer(question))
      this.questions.forEach((question, index) => question.done?.(results[index]))
      done?.(results)
    }, 0)
    return this
  }
}

interface NodesRef {
  fields(fields: Fields, done?: Done): SelectorQuery
  boundingClientRect(done?: Done): SelectorQuery
  scrollOffset(done?: Done): SelectorQuery
  context(done?: Done): SelectorQuery
  node(done?: Done): SelectorQuery
}

function answer({ caller, selector, single, fields }: Question): unknown {
  if (selector === null) {
    const element = dom(rootOf(caller))
    const view = viewOf(element)
    const scroller = view.querySelector('.sl-scroll') ?? view
    const { clientWidth: width, clientHeight: height } = view
    return {
      ...(fields.id ? { id: '' } : {}),
      ...(fields.dataset ? { dataset: {} } : {}),
      ...(fields.rect ? { left: 0, top: 0, right: width, bottom: height } : {}),
      ...(fields.size ? { width, height } : {}),
      ...(fields.scrollOffset
        ? {
            scrollLeft: scroller.scrollLeft,
            scrollTop: scroller.scrollTop,
            scrollWidth: scroller.scrollWidth,
            scrollHeight: scroller.scrollHeight,
          }
        : {}),
    }
  }
  const nodes = select(caller, selector)
  if (!single) return nodes.map((node) => read(node, fields))
  return nodes[0] === undefined ? null : read(nodes[0], fields)
}

export function rootOf(caller: Caller): glassEasel.GeneralComponent {
  let component = caller._$ as glassEasel.GeneralComponent
  while (component.ownerShadowRoot !== null) component = component.ownerShadowRoot.getHostNode()
  return component
}

interface ObserverOptions {
  thresholds?: number[]
  initialRatio?: number
  observeAll?: boolean
  nativeMode?: boolean
}

interface Margins {
  left?: number
  top?: number
  right?: number
  bottom?: number
}

export class PhoneIntersectionObserver {
  private readonly caller: Caller
  private readonly options: ObserverOptions
  private relativeSelector: string | null = null
  private margins: Margins = {}
  private observer: IntersectionObserver | undefined

  constructor(caller: Caller, options: ObserverOptions = {}) {
    this.caller = caller
    this.options = options
  }

  relativeTo(selector: string, margins: Margins = {}): this {
    this.relativeSelector = selector
    this.margins = margins
    return this
  }

  relativeToViewport(margins: Margins = {}): this {
    this.relativeSelector = null
    this.margins = margins
    return this
  }

  observe(selector: string, listener: (result: unknown) => void): void {
    this.disconnect()
    const found = select(this.caller, selector).filter((node) => dom(node) !== null)
    const targets = this.options.observeAll ? found : found.slice(0, 1)
    if (targets.length === 0) return
    const byElement = new Map(targets.map((node) => [dom(node) as Element, node]))
    const reference = this.relativeSelector === null ? undefined : select(this.caller, this.relativeSelector)[0]
    const view = viewOf(dom(targets[0]!))
    const { top = 0, right = 0, bottom = 0, left = 0 } = this.margins
    const ratios = new Map<Element, number>()
    this.observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const node = byElement.get(entry.target)!
          const before = ratios.get(entry.target)
          ratios.set(entry.target, entry.intersectionRatio)
          if (before === undefined && entry.intersectionRatio === (this.options.initialRatio ?? 0)) continue
          listener({
            id: node.id,
            dataset: node.dataset,
            intersectionRatio: entry.intersectionRatio,
            intersectionRect: relative(entry.intersectionRect, view),
            boundingClientRect: relative(entry.boundingClientRect, view),
            relativeRect: relative(entry.rootBounds ?? entry.boundingClientRect, view),
            time: Date.now(),
          })
        }
      },
      {
        root: reference === undefined ? view : dom(reference),
        rootMargin: `${top}px ${right}px ${bottom}px ${left}px`,
        threshold: this.options.thresholds ?? [0],
      },
    )
    for (const element of byElement.keys()) this.observer.observe(element)
  }

  disconnect(): void {
    this.observer?.disconnect()
    this.observer = undefined
  }
}

interface MediaBounds {
  minWidth?: number
  maxWidth?: number
  width?: number
  minHeight?: number
  maxHeight?: number
  height?: number
  orientation?: string
}

export class MediaQueryObserver {
  private readonly caller: Caller
  private stop: (() => void) | undefined

  constructor(caller: Caller) {
    this.caller = caller
  }

  observe(bounds: MediaBounds, listener: (result: { matches: boolean }) => void): void {
    this.disconnect()
    const view = viewOf(dom(rootOf(this.caller)))
    let last: boolean | undefined
    const check = (): void => {
      const { clientWidth: width, clientHeight: height } = view
      const matches =
        width >= (bounds.minWidth ?? 0) &&
        width <= (bounds.maxWidth ?? Infinity) &&
        (bounds.width ?? width) === width &&
        height >= (bounds.minHeight ?? 0) &&
        height <= (bounds.maxHeight ?? Infinity) &&
        (bounds.height ?? height) === height &&
        (bounds.orientation ?? '') === (bounds.orientation === undefined ? '' : width > height ? 'landscape' : 'portrait')
      if (matches === last) return
      last = matches
      listener({ matches })
    }
    const observer = new ResizeObserver(check)
    observer.observe(view)
    this.stop = () => observer.disconnect()
    check()
  }

  disconnect(): void {
    this.stop?.()
    this.stop = undefined
  }
}
