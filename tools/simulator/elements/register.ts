// Declares every built-in element to glass-easel.
import { glassEasel } from 'glass-easel-miniprogram-adapter'
import type { ElementContext, ElementHost, ElementParts, ElementSetup, Props } from './define'
import { parts } from './define'
import type { ElementName } from './manifest'
import { commonProps, elements } from './manifest'
import { setups } from './setups'
import { play } from '../runtime/animation'

type Space = glassEasel.ComponentSpace

/** An element takes what it is given and reads it as the type of its default, as WeChat's native elements do. */
function readAs(value: unknown, like: unknown): unknown {
  if (value === null || value === undefined) return like
  if (typeof like === 'string') return typeof value === 'object' ? JSON.stringify(value) : `${value as string}`
  if (typeof like === 'number') return Number.isNaN(Number(value)) ? like : Number(value)
  if (typeof like === 'boolean') return value === '' || Boolean(value)
  return value
}

export function registerElements(space: Space, context: ElementContext): void {
  for (const name of Object.keys(elements) as ElementName[]) {
    const defaults = { ...commonProps, ...(elements[name].props as Props) }
    const properties = Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, { type: null, value }]))
    const setup = setups[name] as ElementSetup<ElementName> | undefined
    const live = new WeakMap<glassEasel.GeneralComponent, { parts: ElementParts; changed: Set<string> | null; leave: (() => void)[] }>()
    const mount = (component: glassEasel.GeneralComponent): void => {
      const dom = component.$$ as unknown as HTMLElement
      const leave: (() => void)[] = []
      const host: ElementHost = {
        name,
        dom,
        node: component,
        props: new Proxy({} as never, {
          get: (_, key: string) => readAs(component.data[key], defaults[key]),
        }),
        context,
        emit: (event, detail, extra) => emit(component, event, detail, extra),
        setModel: (property, value) => {
          glassEasel.Component.getDataProxy(component).replaceDataOnPath([property], value)
          component.applyDataUpdates()
        },
        onDetach: (run) => void leave.push(run),
      }
      const made = setup?.(host) ?? {}
      live.set(component, { parts: made, changed: null, leave })
      parts.set(dom, Object.assign(made, { host }))
      const all = new Set(Object.keys(defaults))
      updateCommon(component, all, made.role)
      made.update?.(all)
      made.attached?.()
    }
    const definition = space
      .define(`wx-${name}`)
      .options({
        writeFieldsToNode: false,
        virtualHost: false,
        dataDeepCopy: glassEasel.DeepCopyKind.None,
        propertyPassingDeepCopy: glassEasel.DeepCopyKind.Simple,
      })
      .definition({
        properties: properties as never,
        observers: Object.fromEntries(
          Object.keys(defaults).map((key) => [
            key,
            function (this: glassEasel.GeneralComponent) {
              const element = live.get(this)
              if (element === undefined) return
              // Several properties set at once are one update.
              if (element.changed === null) {
                element.changed = new Set()
                queueMicrotask(() => {
                  const changed = element.changed!
                  element.changed = null
                  updateCommon(this, changed, element.parts.role)
                  element.parts.update?.(changed)
                })
              }
              element.changed.add(key)
            },
          ]),
        ),
        lifetimes: {
          attached(this: glassEasel.GeneralComponent) {
            mount(this)
          },
          detached(this: glassEasel.GeneralComponent) {
            for (const run of live.get(this)?.leave ?? []) run()
            live.delete(this)
          },
        },
      })
      .registerComponent()
    space.setGlobalUsingComponent(name, definition.general())
  }
}

function emit(component: glassEasel.GeneralComponent, event: string, detail: unknown, extra?: Record<string, unknown>): unknown {
  let answer: unknown
  const fired = new glassEasel.Event(event, detail ?? {}, {
    bubbles: false,
    composed: false,
    extraFields: extra,
    handleListenerReturn: (value) => {
      if (value !== undefined) answer = value
      return undefined
    },
  })
  fired.dispatch(component)
  return answer
}

function updateCommon(component: glassEasel.GeneralComponent, changed: Set<string>, ownRole: string | undefined): void {
  const dom = component.$$ as unknown as HTMLElement | null
  if (dom === null) return
  const data = component.data
  if (changed.has('role') || changed.has('ariaRole')) {
    const role = (data.ariaRole as string) || (data.role as string) || ownRole
    if (role) dom.setAttribute('role', role)
    else dom.removeAttribute('role')
  }
  for (const key of changed) {
    if (!(key in commonProps) || key === 'role' || key === 'ariaRole') continue
    const value: unknown = data[key]
    if (key === 'animation') {
      if (value !== null) play(dom, value)
    } else if (key === 'hidden') dom.toggleAttribute('hidden', value === true)
    // What the app never set is the element's own affair.
    else if (value !== commonProps[key])
      dom.setAttribute(key.startsWith('aria') ? `aria-${key.slice(4).toLowerCase()}` : key, String(value))
  }
}
