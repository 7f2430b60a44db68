type Child = Node | string | null | undefined | false

type Props<T extends HTMLElement> = Partial<Omit<T, 'style' | 'children' | 'dataset'>> & {
  style?: Partial<CSSStyleDeclaration> & Record<`--${string}`, string>
  aria?: Record<string, string>
  data?: Record<string, string>
}

/** Makes an element: properties, then children. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props<HTMLElementTagNameMap[K]> = {}, ...children: Child[]) {
  const made = document.createElement(tag)
  const { style, aria, data, ...rest } = props
  Object.assign(made, rest)
  for (const [name, value] of Object.entries(style ?? {})) {
    if (name.startsWith('--')) made.style.setProperty(name, value as string)
    else Object.assign(made.style, { [name]: value })
  }
  for (const [name, value] of Object.entries(aria ?? {})) made.setAttribute(name === 'role' ? 'role' : `aria-${name}`, value)
  Object.assign(made.dataset, data)
  made.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false))
  return made
}

const namespace = 'http://www.w3.org/2000/svg'

/** Drawings are our own constants, so parsing them is safe. */
export function drawing(markup: string, className = ''): SVGSVGElement {
  const holder = document.createElementNS(namespace, 'svg')
  holder.innerHTML = markup
  const svg = holder.firstElementChild as SVGSVGElement
  if (className) svg.setAttribute('class', className)
  svg.setAttribute('aria-hidden', 'true')
  return svg
}
