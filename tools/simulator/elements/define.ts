// How a built-in element is written: given its DOM node and its properties, it answers what to do when they change.
import type { glassEasel } from 'glass-easel-miniprogram-adapter'
import type { Host } from '../runtime/host'
import type { ElementName } from './manifest'
import type { elements } from './manifest'

export type Props = Record<string, unknown>

/** What elements may ask of the running phone. */
export interface ElementContext {
  host: Host
  /** The part of the screen that belongs to the page the element is on. */
  pageView: (element: HTMLElement) => HTMLElement
  /** Where a src written on the page that the element is on leads. */
  resolveUrl: (src: string, element: HTMLElement) => Promise<string>
  navigate: (kind: string, url: string, delta: number) => Promise<void>
  share: (target: HTMLElement, dataset: Record<string, unknown>) => void
  setPageMeta: (element: HTMLElement, meta: { rootFontSize?: string; pageStyle?: string; backgroundColor?: string } | null) => void
  setNavigationBar: (
    element: HTMLElement,
    bar: { title?: string; frontColor?: string; backgroundColor?: string; loading?: boolean },
  ) => void
}

export interface ElementHost<Name extends ElementName = ElementName> {
  name: Name
  dom: HTMLElement
  node: glassEasel.GeneralComponent
  props: (typeof elements)[Name]['props'] & Props
  context: ElementContext
  /** An event of the element's own; it doesn't bubble. `extra` lies beside detail. Answers what the listener returned, for `input`. */
  emit: (event: (typeof elements)[Name]['events'][number], detail?: unknown, extra?: Record<string, unknown>) => unknown
  /** Two-way binding: tells `model:` what the person chose. */
  setModel: (property: string, value: unknown) => void
  onDetach: (run: () => void) => void
}

export interface FormField {
  value(): unknown
  reset(): void
}

export interface ElementParts {
  /** ARIA role where the app names none. */
  role?: string
  /** After the properties changed, and once at the start; `changed` names those that did. */
  update?(changed: Set<string>): void
  attached?(): void
  /** Makes the element part of a form's values. */
  field?: FormField
  /** What SelectorQuery's node() and context() answer. */
  queryNode?(): unknown
  queryContext?(): unknown
  /** A tap that reached the element, after the app's own listeners. */
  tap?(x: number, y: number, target: Element): void
}

export type ElementSetup<Name extends ElementName> = (host: ElementHost<Name>) => ElementParts | void

export const parts = new WeakMap<Node, ElementParts & { host: ElementHost }>()

/** The built-in element around a DOM node, if there is one. */
export function partsOf(node: Node | null): (ElementParts & { host: ElementHost }) | undefined {
  return node === null ? undefined : parts.get(node)
}

export function px(value: string | number): string {
  return typeof value === 'number' || /^\d+(\.\d+)?$/.test(value) ? `${value}px` : value
}
