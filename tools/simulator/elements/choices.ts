// checkbox, radio, switch, slider, their groups, and label.
import type { ElementHost, ElementParts, ElementSetup } from './define'
import { partsOf } from './define'

interface Choice extends ElementParts {
  choose(): void
  checked(): boolean
  set(checked: boolean): void
  choiceValue(): string
}

interface Group extends ElementParts {
  chosen(choice: Choice): void
}

function choice(host: ElementHost<'checkbox'> | ElementHost<'radio'>, kind: 'checkbox' | 'radio'): Choice {
  const { dom, props } = host
  const box = document.createElement('span')
  box.className = `sl-${kind}`
  dom.prepend(box)
  let checked = false
  const show = (): void => {
    dom.setAttribute('aria-checked', String(checked))
    box.style.color = props.color
    dom.tabIndex = props.disabled ? -1 : 0
    dom.toggleAttribute('disabled', props.disabled)
  }
  dom.addEventListener('keydown', (event) => {
    if (event.key === ' ') dom.click()
  })
  const self: Choice = {
    role: kind,
    checked: () => checked,
    set(value) {
      checked = value
      host.setModel('checked', value)
      show()
    },
    choiceValue: () => props.value,
    choose() {
      if (props.disabled || (kind === 'radio' && checked)) return
      self.set(!checked)
      ;(partsOf(dom.closest(`wx-${kind}-group`)) as Group | undefined)?.chosen(self)
    },
    tap: () => self.choose(),
    update(changed) {
      if (changed.has('checked')) checked = props.checked
      show()
    },
  }
  return self
}

export const checkbox: ElementSetup<'checkbox'> = (host) => choice(host, 'checkbox')
export const radio: ElementSetup<'radio'> = (host) => choice(host, 'radio')

export const choiceGroup: ElementSetup<'checkbox-group'> = (host): Group => {
  const kind = (host.name as string) === 'radio-group' ? 'radio' : 'checkbox'
  const choices = (): Choice[] => [...host.dom.querySelectorAll(`wx-${kind}`)].map((dom) => partsOf(dom) as unknown as Choice)
  const value = (): string | string[] => {
    const values = choices()
      .filter((one) => one.checked())
      .map((one) => one.choiceValue())
    return kind === 'radio' ? (values[0] ?? '') : values
  }
  return {
    role: kind === 'radio' ? 'radiogroup' : 'group',
    chosen(choice) {
      if (kind === 'radio')
        for (const other of choices()) if (other !== (choice as unknown) && other.choose !== choice.choose) other.set(false)
      host.emit('change', { value: value() })
    },
    field: {
      value,
      reset: () => {
        for (const one of choices()) one.set(false)
      },
    },
  }
}

export const switchElement: ElementSetup<'switch'> = (host) => {
  const { dom, props, emit } = host
  let checked = false
  const show = (): void => {
    dom.setAttribute('aria-checked', String(checked))
    dom.style.setProperty('--on', props.color)
    dom.tabIndex = props.disabled ? -1 : 0
    dom.toggleAttribute('disabled', props.disabled)
    dom.dataset.type = props.type
  }
  const set = (value: boolean): void => {
    checked = value
    host.setModel('checked', value)
    show()
  }
  return {
    role: 'switch',
    update(changed) {
      if (changed.has('checked')) checked = props.checked
      show()
    },
    tap() {
      if (props.disabled) return
      set(!checked)
      emit('change', { value: checked })
    },
    field: { value: () => checked, reset: () => set(false) },
  }
}

export const slider: ElementSetup<'slider'> = (host) => {
  const { dom, props, emit } = host
  const field = document.createElement('input')
  field.type = 'range'
  const shown = document.createElement('span')
  dom.append(field, shown)
  const value = (): number => Number(field.value)
  const show = (): void => {
    const part = ((value() - props.min) / (props.max - props.min || 1)) * 100
    const active = props.activeColor === '#1aad19' ? props.selectedColor : props.activeColor
    field.style.setProperty('--track', `linear-gradient(to right, ${active} ${part}%, ${props.backgroundColor} ${part}%)`)
    field.style.setProperty('--block', props.blockColor)
    field.style.setProperty('--block-size', `${Math.min(28, Math.max(12, props.blockSize))}px`)
    shown.textContent = props.showValue ? String(value()) : ''
  }
  field.addEventListener('input', (event) => {
    event.stopPropagation()
    show()
    emit('changing', { value: value() })
  })
  field.addEventListener('change', () => {
    host.setModel('value', value())
    emit('change', { value: value() })
  })
  return {
    update(changed) {
      field.min = String(props.min)
      field.max = String(props.max)
      field.step = String(props.step)
      field.disabled = props.disabled
      if (changed.has('value')) field.value = String(props.value)
      const name = (host.node.data as Record<string, unknown>).ariaLabel as string
      if (name !== '') field.setAttribute('aria-label', name)
      dom.removeAttribute('aria-label')
      show()
    },
    field: {
      value,
      reset: () => {
        field.value = String(props.min)
        show()
      },
    },
  }
}

const controls = 'wx-button, wx-checkbox, wx-radio, wx-switch, wx-input, wx-textarea, wx-picker'

export const label: ElementSetup<'label'> = ({ dom, props, context }) => ({
  tap(x, y) {
    const inner = document.elementFromPoint(x, y)?.closest(controls)
    // The control itself was hit: it has had its tap.
    if (inner && dom.contains(inner)) return
    const target = props.for === '' ? dom.querySelector(controls) : context.pageView(dom).querySelector(`#${CSS.escape(props.for)}`)
    if (target !== null) partsOf(target)?.tap?.(x, y, target)
  },
})
