// glass-easel's DOM backend, changed where a phone differs from a window: elements are named wx-*, lengths are
// the phone's, each style sheet is added once and only those of the page in sight count. Events come from gestures.ts.
import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { elements } from '../elements/manifest'
import { convertLengths } from './lengths'

const names: Record<string, unknown> = elements

export type StyleKind = 'app' | 'component' | 'page'

export class PhoneBackend extends glassEasel.CurrentWindowBackendContext {
  private readonly texts = new Map<string, { text: string; kind: StyleKind }>()
  private readonly sheets = new Map<string, HTMLStyleElement>()
  // Sheets keep the order app, components, pages, whatever order the pages are opened in.
  private readonly ends: Record<StyleKind, Comment>
  size: () => { width: number; height: number } = () => ({ width: 375, height: 667 })

  constructor() {
    super()
    const end = (name: string): Comment => document.head.appendChild(document.createComment(name))
    this.ends = { app: end('app styles'), component: end('component styles'), page: end('page styles') }
    type DomLike = typeof this.document
    this.document = {
      createElement: (tag: string) => createElement(tag),
      createTextNode: (text: string) => document.createTextNode(text),
      createDocumentFragment: () => document.createDocumentFragment(),
    } as unknown as DomLike
  }

  addStyle(path: string, text: string, kind: StyleKind): void {
    this.texts.set(path, { text, kind })
  }

  override appendStyleSheetPath(path: string): number {
    const style = this.texts.get(path)
    if (style !== undefined && !this.sheets.has(path)) {
      const sheet = document.createElement('style')
      sheet.textContent = style.text
      sheet.dataset.path = path
      const end = this.ends[style.kind]
      end.parentNode!.insertBefore(sheet, end)
      this.sheets.set(path, sheet)
    }
    return 0
  }

  override disableStyleSheet(): void {
    // Sheets stay; pages are switched by showPage.
  }

  /** Only this page's own sheet applies. */
  showPage(path: string): void {
    for (const [name, sheet] of this.sheets) {
      if (this.texts.get(name)!.kind === 'page') sheet.disabled = name !== path
    }
  }

  override getWindowWidth(): number {
    return this.size().width
  }

  override getWindowHeight(): number {
    return this.size().height
  }

  override render(done: (error: Error | null) => void): void {
    setTimeout(() => done(null), 0)
  }

  override setListenerStats(): void {
    // gestures.ts listens once for all.
  }

  override setModelBindingStat(): void {
    // Every element is a component here; none is bound natively.
  }

  dispose(): void {
    for (const sheet of this.sheets.values()) sheet.remove()
    for (const end of Object.values(this.ends)) end.remove()
  }
}

function createElement(tag: string): HTMLElement {
  const element = document.createElement(tag in names || !tag.includes('-') ? `wx-${tag}` : tag)
  const setAttribute = element.setAttribute.bind(element)
  element.setAttribute = (name, value) => setAttribute(name, name === 'style' ? convertLengths(value) : value)
  // A scoped class reads _scope--name; data-class keeps the names as they were written, for tests.
  const list = element.classList
  const mirror = (change: (name: string) => void) => (name: string) => {
    change(name)
    if (!name.startsWith('_')) return
    const plain = [...list].map((one) => one.replace(/^_\w+?--/, ''))
    setAttribute('data-class', [...new Set(plain)].join(' '))
  }
  Object.defineProperty(element, 'classList', {
    value: {
      add: mirror((name) => list.add(name)),
      remove: mirror((name) => list.remove(name)),
      contains: (name: string) => list.contains(name),
    },
  })
  return element
}
