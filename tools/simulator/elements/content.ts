// Elements that only show something: text, icon, progress, rich-text, and navigator, which leads elsewhere.
import type { ElementSetup } from './define'
import { px } from './define'
import { hover } from './view'
import { convertLengths } from '../runtime/lengths'

const spaces: Record<string, string> = { ensp: '\u2002', emsp: '\u2003', nbsp: '\u00a0' }

export const text: ElementSetup<'text'> = ({ dom, props, onDetach }) => {
  const entities: Record<string, string> = {
    '&lt;': '<',
    '&gt;': '>',
    '&amp;': '&',
    '&apos;': "'",
    '&quot;': '"',
    '&nbsp;': '\u00a0',
    '&ensp;': '\u2002',
    '&emsp;': '\u2003',
  }
  const convert = (): void => {
    for (const node of dom.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue
      let value = node.nodeValue ?? ''
      if (props.decode) value = value.replace(/&\w+;/g, (entity) => entities[entity] ?? entity)
      const space = spaces[props.space]
      if (space !== undefined) value = value.replace(/ /g, space)
      if (value !== node.nodeValue) node.nodeValue = value
    }
  }
  return {
    update() {
      dom.toggleAttribute('data-selectable', props.selectable || props.userSelect)
      if (props.maxLines > 0) dom.style.setProperty('-webkit-line-clamp', String(props.maxLines))
      if (props.decode || props.space !== '') {
        convert()
        const observer = new MutationObserver(convert)
        observer.observe(dom, { characterData: true, childList: true, subtree: true })
        onDetach(() => observer.disconnect())
      }
    },
  }
}

const shapes: Record<string, { glyph: string; color: string }> = {
  success: { glyph: '✓', color: '#07c160' },
  success_no_circle: { glyph: '✓', color: '#07c160' },
  info: { glyph: 'i', color: '#10aeff' },
  warn: { glyph: '!', color: '#f76260' },
  waiting: { glyph: '◷', color: '#10aeff' },
  cancel: { glyph: '×', color: '#f43530' },
  download: { glyph: '↓', color: '#07c160' },
  search: { glyph: '⌕', color: '#b2b2b2' },
  clear: { glyph: '×', color: '#b2b2b2' },
}

export const icon: ElementSetup<'icon'> = ({ dom, props }) => ({
  role: 'img',
  update() {
    const shape = shapes[props.type]
    dom.textContent = shape?.glyph ?? ''
    dom.dataset.type = props.type
    if (!dom.hasAttribute('aria-label')) dom.setAttribute('aria-label', props.type)
    dom.style.setProperty('--size', px((props.size as number | string | null) ?? 23))
    dom.style.setProperty('--color', props.color || (shape?.color ?? '#000'))
  },
})

export const progress: ElementSetup<'progress'> = ({ dom, props, emit }) => {
  const track = document.createElement('span')
  const bar = document.createElement('span')
  const info = document.createElement('span')
  track.append(bar)
  dom.append(track, info)
  return {
    role: 'progressbar',
    update(changed) {
      const percent = Math.min(100, Math.max(0, props.percent))
      dom.setAttribute('aria-valuenow', String(percent))
      dom.setAttribute('aria-valuemin', '0')
      dom.setAttribute('aria-valuemax', '100')
      const thickness = px((props.strokeWidth as number | string | null) ?? 6)
      const radius = px((props.borderRadius as number | string | null) ?? 0)
      track.style.cssText = `height:${thickness};background:${props.backgroundColor};border-radius:${radius}`
      bar.style.cssText = `width:${percent}%;background:${props.activeColor || props.color};transition:${props.active ? `width ${percent * props.duration}ms linear` : 'none'}`
      info.textContent = props.showInfo ? `${percent}%` : ''
      info.style.fontSize = px((props.fontSize as number | string | null) ?? 16)
      if (changed.has('percent') && props.active) setTimeout(() => emit('activeend', { curPercent: percent }), percent * props.duration)
    },
  }
}

interface RichNode {
  type?: 'node' | 'text'
  name?: string
  attrs?: Record<string, string>
  children?: RichNode[]
  text?: string
}

const allowed = new Set(
  (
    'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em fieldset font ' +
    'footer h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre q rt ruby s section small span strong sub sup table ' +
    'tbody td tfoot th thead tr tt u ul'
  ).split(' '),
)

export const richText: ElementSetup<'rich-text'> = ({ dom, props }) => {
  const fill = (parent: Node, nodes: RichNode[]): void => {
    for (const node of nodes) {
      if (node.type === 'text') {
        const box = document.createElement('textarea')
        box.innerHTML = (node.text ?? '').replace(/</g, '&lt;')
        parent.appendChild(document.createTextNode(box.value))
        continue
      }
      const name = (node.name ?? 'span').toLowerCase()
      if (!allowed.has(name)) continue
      const element = document.createElement(name)
      for (const [key, value] of Object.entries(node.attrs ?? {})) setSafe(element, key, value)
      fill(element, node.children ?? [])
      parent.appendChild(element)
    }
  }
  const setSafe = (element: Element, key: string, value: string): void => {
    if (key === 'style') element.setAttribute(key, convertLengths(value))
    else if (['class', 'alt', 'src', 'width', 'height', 'colspan', 'rowspan', 'start', 'type', 'size', 'color', 'face'].includes(key)) {
      if (!/^\s*javascript:/i.test(value)) element.setAttribute(key, value)
    }
  }
  const parse = (html: string): RichNode[] => {
    const read = (node: Node): RichNode[] => {
      if (node.nodeType === Node.TEXT_NODE) return [{ type: 'text', text: node.nodeValue ?? '' }]
      if (!(node instanceof Element)) return []
      const attrs = Object.fromEntries([...node.attributes].map((one) => [one.name, one.value]))
      return [{ name: node.tagName, attrs, children: [...node.childNodes].flatMap(read) }]
    }
    return [...new DOMParser().parseFromString(html, 'text/html').body.childNodes].flatMap(read)
  }
  return {
    update(changed) {
      if (!changed.has('nodes')) return
      dom.replaceChildren()
      const nodes = props.nodes as string | RichNode[] | null
      fill(dom, typeof nodes === 'string' ? parse(nodes) : (nodes ?? []))
    },
  }
}

export const navigator: ElementSetup<'navigator'> = (host) => {
  hover(host)
  const { dom, props, emit, context } = host
  dom.tabIndex = 0
  return {
    role: 'link',
    tap() {
      context
        .navigate(props.openType, props.url, props.delta)
        .then(
          () => emit('success', { errMsg: `${props.openType}:ok` }),
          (error: Error) => {
            console.error(error.message)
            emit('fail', { errMsg: error.message })
          },
        )
        .finally(() => emit('complete'))
    },
  }
}
