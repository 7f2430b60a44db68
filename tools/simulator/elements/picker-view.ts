// picker-view: each column scrolls natively and snaps to its items.
import type { ElementHost, ElementParts, ElementSetup } from './define'
import { partsOf } from './define'
import { convertLengths } from '../runtime/lengths'

interface PickerViewParts extends ElementParts {
  settled(): void
  started(): void
  itemHeight(): number
  /** The class of the mask and indicator scope. */
}

interface ColumnParts extends ElementParts {
  index(): number
  show(index: number): void
}

export const pickerView: ElementSetup<'picker-view'> = (host): PickerViewParts => {
  const { dom, props, emit } = host
  const mask = document.createElement('div')
  mask.className = 'sl-picker-mask'
  const indicator = document.createElement('div')
  indicator.className = 'sl-picker-indicator'
  dom.append(mask, indicator)
  let value: number[] = []
  const columns = (): ColumnParts[] =>
    [...dom.querySelectorAll('wx-picker-view-column')].map((column) => partsOf(column) as unknown as ColumnParts).filter(Boolean)
  const show = (): void => columns().forEach((column, index) => column.show(value[index] ?? 0))
  return {
    itemHeight: () => indicator.offsetHeight || 34,
    started: () => void emit('pickstart'),
    settled() {
      const next = columns().map((column) => column.index())
      if (next.some((index, at) => index !== (value[at] ?? 0))) {
        value = next
        host.setModel('value', next)
        emit('change', { value: next })
      }
      emit('pickend')
    },
    update(changed) {
      if (changed.has('indicatorStyle')) indicator.setAttribute('style', convertLengths(props.indicatorStyle))
      if (changed.has('maskStyle')) mask.setAttribute('style', convertLengths(props.maskStyle))
      if (changed.has('value')) {
        value = [...((props.value as number[] | null) ?? [])]
        requestAnimationFrame(show)
      }
    },
    field: { value: () => value, reset: () => undefined },
  }
}

export const pickerViewColumn: ElementSetup<'picker-view-column'> = (host): ColumnParts => {
  const { dom } = host
  const parent = (): PickerViewParts => partsOf(dom.closest('wx-picker-view')) as unknown as PickerViewParts
  let timer: ReturnType<typeof setTimeout> | undefined
  let wanted = 0
  let byPerson = false
  const layout = (): void => {
    const height = parent().itemHeight()
    dom.style.setProperty('--item', `${height}px`)
    dom.style.setProperty('--pad', `${Math.max(0, (dom.clientHeight - height) / 2)}px`)
  }
  const self: ColumnParts = {
    index: () => Math.round(dom.scrollTop / parent().itemHeight()),
    show(index) {
      wanted = index
      layout()
      dom.scrollTo({ top: index * parent().itemHeight(), behavior: 'instant' })
    },
  }
  dom.tabIndex = 0
  dom.addEventListener('pointerdown', () => {
    byPerson = true
    parent().started()
  })
  dom.addEventListener('wheel', () => (byPerson = true), { passive: true })
  dom.addEventListener('scroll', () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (!byPerson) return
      byPerson = false
      parent().settled()
    }, 120)
  })
  const observer = new ResizeObserver(() => self.show(wanted))
  observer.observe(dom)
  host.onDetach(() => {
    observer.disconnect()
    clearTimeout(timer)
  })
  void (host as unknown as ElementHost)
  return self
}
