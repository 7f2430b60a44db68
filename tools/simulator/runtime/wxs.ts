// WXS at run time: what its event handlers and `change:` listeners are given to act on the page with.
import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { guarded } from './errors'
import { convertLengths } from './lengths'

type Component = glassEasel.GeneralComponent
type Node = glassEasel.Element
type Handler = (...args: unknown[]) => unknown

// glass-easel keeps an element's style and classes in segments; this one is for what WXS sets.
const wxsSegment = 3

const state = new WeakMap<Node, Record<string, unknown>>()

export interface ComponentDescriptor {
  selectComponent(selector: string): ComponentDescriptor | undefined
  selectAllComponents(selector: string): ComponentDescriptor[]
  setStyle(style: string | Record<string, string>): void
  addClass(names: string): void
  removeClass(names: string): void
  hasClass(name: string): boolean
  getDataset(): Record<string, unknown>
  callMethod(name: string, args?: unknown): void
  requestAnimationFrame(callback: () => void): void
  getState(): Record<string, unknown>
  triggerEvent(name: string, detail?: unknown): void
  getComputedStyle(names: string[]): Record<string, string>
  setTimeout(callback: () => void, after: number): number
  clearTimeout(id: number): void
  getBoundingClientRect(): { left: number; top: number; width: number; height: number }
}

/** `owner` is the component whose template holds the node. */
export function describe(node: Node, owner: Component): ComponentDescriptor {
  const dom = (): HTMLElement => node.$$ as unknown as HTMLElement
  const scopeOf = (): glassEasel.ShadowRoot | null => (glassEasel.Component.isComponent(node) ? node.getShadowRoot() : null)
  const inside = (): Component => (glassEasel.Component.isComponent(node) ? node : owner)
  return {
    selectComponent(selector) {
      const found = scopeOf()?.querySelector(selector)
      return found ? describe(found, inside()) : undefined
    },
    selectAllComponents: (selector) => (scopeOf()?.querySelectorAll(selector) ?? []).map((found) => describe(found, inside())),
    setStyle(style) {
      const text =
        typeof style === 'string'
          ? style
          : Object.entries(style)
              .map(([name, value]) => `${name}:${value}`)
              .join(';')
      node.setNodeStyle(convertLengths(text), wxsSegment)
    },
    addClass: (names) => names.split(/\s+/).forEach((name) => node.toggleNodeClass(name, true, wxsSegment)),
    removeClass: (names) => names.split(/\s+/).forEach((name) => node.toggleNodeClass(name, false, wxsSegment)),
    hasClass: (name) => node.classList?.contains(name) ?? false,
    getDataset: () => node.dataset,
    callMethod(name, args) {
      const caller = inside().getMethodCaller() as Record<string, unknown>
      const method = caller[name]
      if (typeof method === 'function') guarded(`${inside().is} ${name}`, () => (method as Handler).call(caller, args))
      else console.error(`${inside().is} has no method ${name}, called from WXS`)
    },
    requestAnimationFrame: (callback) => void requestAnimationFrame(callback),
    getState() {
      const known = state.get(node) ?? {}
      state.set(node, known)
      return known
    },
    triggerEvent: (name, detail) => node.triggerEvent(name, detail),
    getComputedStyle(names) {
      const style = getComputedStyle(dom())
      return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]))
    },
    setTimeout: (callback, after) => window.setTimeout(callback, after),
    clearTimeout: (id) => window.clearTimeout(id),
    getBoundingClientRect() {
      const { left, top, width, height } = dom().getBoundingClientRect()
      return { left, top, width, height }
    },
  }
}

function innerNode(value: unknown): Node {
  const caller = value as { _$?: Node }
  return caller._$ ?? (value as Node)
}

const wxsFunctions = new WeakSet<object>()

/** Called by compiled templates (build/templates.ts). */
export const wxsBridge = {
  // glass-easel calls the listener while properties are being set; WXS expects the children to be there.
  changeFilter(listener: Handler): Handler {
    return (value, old, host, node) => {
      queueMicrotask(() => {
        const owner = host as Component
        guarded(`${owner.is} change: listener`, () => listener(value, old, describe(owner, owner), describe(node as Node, owner)))
      })
    }
  },
  mark(exported: unknown): void {
    if (typeof exported !== 'object' || exported === null) return
    for (const value of Object.values(exported as Record<string, unknown>)) if (typeof value === 'function') wxsFunctions.add(value)
  },
  listen(caller: unknown, event: glassEasel.ShadowedEvent<unknown>, handler: Handler): unknown {
    if (!wxsFunctions.has(handler)) return handler.call(caller, event)
    const owner = innerNode(caller) as Component
    const wrapped = Object.create(event) as Record<string, unknown>
    wrapped.instance = describe(innerNode(event.currentTarget), owner)
    return handler(wrapped, describe(owner, owner))
  },
}
