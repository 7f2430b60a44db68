import { element } from '../element'

/** Where WeChat's own surfaces appear: over the app, inside the phone. */
export interface Layer {
  /** Shows a surface until the returned function takes it away; focus goes in and comes back. */
  show(surface: HTMLElement): () => void
  /** A surface that the person answers. `answer` closes it. */
  ask<T>(draw: (answer: (value: T) => void) => HTMLElement, dismissed?: T): Promise<T>
}

/** `beneath` is out of reach, also for a keyboard and a screen reader, while a surface waits for an answer. */
export function createLayer(root: HTMLElement, beneath: HTMLElement): Layer {
  let waiting = 0
  const show = (surface: HTMLElement) => {
    const before = document.activeElement
    root.append(surface)
    surface.querySelector<HTMLElement>('[data-focus]')?.focus({ preventScroll: true })
    return () => {
      surface.remove()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }
  return {
    show,
    ask<T>(draw: (answer: (value: T) => void) => HTMLElement, dismissed?: T) {
      return new Promise<T>((resolve) => {
        let close = () => {}
        const answer = (value: T) => {
          close()
          beneath.inert = --waiting > 0
          resolve(value)
        }
        const surface = draw(answer)
        if (dismissed !== undefined) {
          surface.addEventListener('keydown', (event) => {
            if (event.key === 'Escape') answer(dismissed)
          })
        }
        waiting++
        beneath.inert = true
        close = show(surface)
      })
    },
  }
}

let made = 0
const nextId = () => `native-${++made}`

/** A dialog in the middle, over a shade. */
export function dialog(title: string, ...content: (Node | string | null | false | undefined)[]): HTMLElement {
  const id = nextId()
  return element(
    'div',
    { className: 'shade shade-middle' },
    element(
      'div',
      { className: 'dialog', aria: { role: 'dialog', modal: 'true', ...(title ? { labelledby: id } : { label: '提示' }) } },
      title ? element('h2', { className: 'dialog-title', id }, title) : null,
      ...content,
    ),
  )
}

/** A sheet from below, over a shade; a tap on the shade dismisses it. */
export function sheet(
  label: string,
  dismiss: (() => void) | undefined,
  ...content: (Node | string | null | false | undefined)[]
): HTMLElement {
  const body = element('div', { className: 'sheet', aria: { role: 'dialog', modal: 'true', label } }, ...content)
  const shade = element('div', { className: 'shade shade-bottom' }, body)
  shade.addEventListener('click', (event) => {
    if (event.target === shade) dismiss?.()
  })
  return shade
}

/** WeChat's own full-screen page with its bar. */
export function page(
  title: string,
  back: { text: string; act: () => void },
  ...content: (Node | string | null | false | undefined)[]
): HTMLElement {
  return element(
    'section',
    { className: 'native-page', aria: { role: 'dialog', modal: 'true', label: title } },
    element(
      'header',
      { className: 'native-bar' },
      element('button', { className: 'native-back', type: 'button', onclick: back.act, data: { focus: '' } }, back.text),
      element('h1', {}, title),
    ),
    ...content,
  )
}

export function button(text: string, className: string, act: () => void): HTMLButtonElement {
  return element('button', { type: 'button', className, onclick: act }, text)
}
