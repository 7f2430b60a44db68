// input and textarea: a native field inside the element, speaking WeChat's events.
import type { ElementHost, ElementParts, ElementSetup } from './define'
import { convertLengths } from '../runtime/lengths'

type Field = HTMLInputElement | HTMLTextAreaElement
type TypingHost = ElementHost<'input'> | ElementHost<'textarea'>

const inputModes: Record<string, string> = {
  number: 'numeric',
  digit: 'decimal',
  idcard: 'text',
  'safe-password': 'text',
  nickname: 'text',
  text: 'text',
}
const enterKeys: Record<string, string> = { send: 'send', search: 'search', next: 'next', go: 'go', done: 'done', return: 'enter' }

function typing(host: TypingHost, field: Field): ElementParts & { focusField(): void } {
  const { dom, context, node } = host
  const props = host.props as ElementHost<'input'>['props']
  const emit = host.emit
  dom.append(field)
  let composing = false
  let first: string | undefined
  let limit = 140

  const typed = (key: number | undefined): void => {
    if (limit >= 0 && field.value.length > limit) field.value = field.value.slice(0, limit)
    const cursor = field.selectionStart ?? field.value.length
    const value = field.value
    host.setModel('value', value)
    const answer = emit('input', { value, cursor, keyCode: key })
    // A handler may return what should stand there instead.
    const replacement = typeof answer === 'string' ? { value: answer } : (answer as { value?: string; cursor?: number } | undefined)
    if (typeof replacement?.value === 'string') {
      field.value = replacement.value
      host.setModel('value', replacement.value)
      if (replacement.cursor !== undefined) field.setSelectionRange(replacement.cursor, replacement.cursor)
    }
  }
  let key: number | undefined
  field.addEventListener('keydown', (event) => {
    key = (event as KeyboardEvent).key.length === 1 ? (event as KeyboardEvent).key.charCodeAt(0) : (event as KeyboardEvent).keyCode
    const enter = (event as KeyboardEvent).key === 'Enter' && !composing
    if (!enter || (field instanceof HTMLTextAreaElement && props.confirmType === 'return')) return
    event.preventDefault()
    emit('confirm', { value: field.value })
    if (!props.confirmHold) field.blur()
  })
  field.addEventListener('compositionstart', () => (composing = true))
  field.addEventListener('compositionend', () => {
    composing = false
    typed(key)
  })
  field.addEventListener('input', (event) => {
    event.stopPropagation()
    if (!composing) typed(key)
  })
  field.addEventListener('focus', () => {
    emit('focus', { value: field.value, height: 0 })
  })
  field.addEventListener('blur', () => {
    host.setModel('focus', false)
    emit('blur', { value: field.value, cursor: field.selectionEnd ?? 0 })
  })
  const focusField = (): void => {
    if (props.disabled) return
    field.focus({ preventScroll: false })
    if (props.cursor >= 0) field.setSelectionRange(props.cursor, props.cursor)
    else if (props.selectionStart >= 0) field.setSelectionRange(props.selectionStart, props.selectionEnd)
  }
  return {
    focusField,
    tap() {
      if (document.activeElement !== field) focusField()
    },
    field: {
      value: () => field.value,
      reset: () => {
        field.value = first ?? ''
        host.setModel('value', field.value)
      },
    },
    update(changed) {
      if (changed.has('maxlength')) limit = props.maxlength
      if (changed.has('value')) {
        const value = props.value ?? ''
        first ??= value
        if (field.value !== value) field.value = value
      }
      if (changed.has('disabled')) field.disabled = props.disabled
      if (changed.has('placeholder')) field.placeholder = props.placeholder ?? ''
      if (changed.has('placeholderStyle') || changed.has('placeholderClass')) stylePlaceholder(field, host)
      if (changed.has('confirmType')) field.setAttribute('enterkeyhint', enterKeys[props.confirmType] ?? 'done')
      if (changed.has('ariaLabel') || changed.has('placeholder')) {
        const name = ((node.data as Record<string, unknown>).ariaLabel as string) || props.placeholder
        if (name !== '') field.setAttribute('aria-label', name)
        dom.removeAttribute('aria-label')
      }
      if (changed.has('cursorColor') && props.cursorColor !== '') field.style.caretColor = props.cursorColor
      if ((changed.has('focus') && props.focus) || (changed.has('autoFocus') && props.autoFocus)) {
        if (dom.isConnected && context.pageView(dom).isConnected) setTimeout(focusField, 0)
      } else if (changed.has('focus') && !props.focus && document.activeElement === field) field.blur()
    },
  }
}

// placeholder-class names a class of the page; its rules can't reach ::placeholder, so what they amount to is copied there.
function stylePlaceholder(field: Field, host: TypingHost): void {
  const probe = document.createElement('wx-view')
  const owner = host.node.ownerShadowRoot?.getHostNode()
  const scope =
    owner === undefined
      ? ''
      : (owner.getComponentDefinition().behavior.ownerSpace.styleScopeManager.queryName(owner.getComponentOptions().styleScope ?? 0) ?? '')
  for (const name of String(host.props.placeholderClass).split(/\s+/).filter(Boolean)) {
    probe.classList.add(name)
    if (scope !== '') probe.classList.add(`${scope}--${name}`)
  }
  probe.setAttribute('style', convertLengths(host.props.placeholderStyle))
  probe.style.display = 'none'
  host.dom.append(probe)
  const look = getComputedStyle(probe)
  const own = getComputedStyle(host.dom)
  const set = (name: string, value: string, inherited: string): void => {
    if (value !== inherited) field.style.setProperty(name, value)
    else field.style.removeProperty(name)
  }
  set('--placeholder-color', look.color, own.color)
  set('--placeholder-size', look.fontSize, own.fontSize)
  set('--placeholder-weight', look.fontWeight, own.fontWeight)
  probe.remove()
}

export const input: ElementSetup<'input'> = (host) => {
  const field = document.createElement('input')
  field.autocomplete = 'off'
  const shared = typing(host, field)
  return {
    ...shared,
    update(changed) {
      if (changed.has('type') || changed.has('password')) {
        field.type = host.props.password || host.props.type === 'safe-password' ? 'password' : 'text'
        field.setAttribute('inputmode', inputModes[host.props.type] ?? 'text')
        if (!(host.props.type in inputModes)) console.error(`<input type="${host.props.type}"> is not supported`)
      }
      shared.update!(changed)
    },
  }
}

export const textarea: ElementSetup<'textarea'> = (host) => {
  const field = document.createElement('textarea')
  field.rows = 1
  const shared = typing(host, field)
  let lines = 0
  const fit = (): void => {
    const before = field.style.height
    field.style.height = 'auto'
    const height = field.scrollHeight
    field.style.height = host.props.autoHeight ? `${height}px` : before
    const lineHeight = parseFloat(getComputedStyle(field).lineHeight) || 20
    const count = Math.max(1, Math.round(height / lineHeight))
    if (count === lines) return
    lines = count
    host.emit('linechange', { height, heightRpx: height * 2, lineCount: count })
  }
  field.addEventListener('input', fit)
  return {
    ...shared,
    update(changed) {
      shared.update!(changed)
      host.dom.toggleAttribute('data-auto-height', host.props.autoHeight)
      fit()
    },
  }
}
