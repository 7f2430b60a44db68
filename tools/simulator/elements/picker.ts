// picker: a sheet from below with native selects as wheels; every mode comes down to columns of choices.
import type { ElementSetup } from './define'

interface Sheet {
  columns(value: unknown): string[][]
  /** Positions in the columns. */
  positions(value: unknown): number[]
  value(positions: number[]): unknown
}

const two = (value: number): string => String(value).padStart(2, '0')
const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)

export const picker: ElementSetup<'picker'> = (host) => {
  const { dom, props, emit, context } = host
  const label = (item: unknown): string =>
    props.rangeKey !== '' && item !== null && typeof item === 'object'
      ? String((item as Record<string, unknown>)[props.rangeKey])
      : String(item)
  const list = (): unknown[] => (props.range as unknown[] | null) ?? []

  const dateParts = (value: unknown): number[] => ((value as string) || new Date().toISOString()).slice(0, 10).split('-').map(Number)
  const years = (): number[] => {
    const from = Number(String(props.start || '1970').slice(0, 4))
    const to = Number(String(props.end || String(new Date().getFullYear() + 50)).slice(0, 4))
    return range(from, to)
  }
  const fields = (): number => ({ year: 1, month: 2, day: 3 })[props.fields] ?? 3
  const sheets: Record<string, Sheet> = {
    selector: {
      columns: () => [list().map(label)],
      positions: (value) => [Number(value) || 0],
      value: ([at]) => at ?? 0,
    },
    multiSelector: {
      columns: () => (list() as unknown[][]).map((column) => column.map(label)),
      positions: (value) => (list() as unknown[][]).map((_, index) => Number((value as number[] | null)?.[index]) || 0),
      value: (positions) => positions,
    },
    time: {
      columns: () => [range(0, 23).map(two), range(0, 59).map(two)],
      positions: (value) => ((value as string) || '00:00').split(':').map(Number),
      value: (positions) => positions.map(two).join(':'),
    },
    date: {
      columns(value) {
        const [year = 0, month = 1] = dateParts(value)
        const days = new Date(year, month, 0).getDate()
        return [years().map((one) => `${one}年`), range(1, 12).map((one) => `${one}月`), range(1, days).map((one) => `${one}日`)].slice(
          0,
          fields(),
        )
      },
      positions(value) {
        const [year = 0, month = 1, day = 1] = dateParts(value)
        return [Math.max(0, years().indexOf(year)), month - 1, day - 1].slice(0, fields())
      },
      value(positions) {
        const [year = 0, month = 0, day = 0] = positions
        const text = `${years()[year]}-${two(month + 1)}-${two(day + 1)}`
        return text.slice(0, [4, 7, 10][fields() - 1])
      },
    },
  }

  const inRange = (value: unknown): unknown => {
    if (props.mode !== 'date' && props.mode !== 'time') return value
    const text = String(value)
    if (props.start !== '' && text < props.start.slice(0, text.length)) return props.start.slice(0, text.length)
    if (props.end !== '' && text > props.end.slice(0, text.length)) return props.end.slice(0, text.length)
    return value
  }

  let open: HTMLElement | undefined
  const close = (): void => {
    open?.remove()
    open = undefined
  }
  const show = (sheet: Sheet): void => {
    let positions = sheet.positions(props.value)
    const layer = document.createElement('div')
    layer.className = 'sl-sheet'
    layer.setAttribute('role', 'dialog')
    layer.setAttribute('aria-label', props.headerText || '请选择')
    const panel = document.createElement('div')
    const head = document.createElement('header')
    const cancel = document.createElement('button')
    cancel.textContent = '取消'
    const title = document.createElement('span')
    title.textContent = props.headerText
    const done = document.createElement('button')
    done.textContent = '确定'
    head.append(cancel, title, done)
    const wheels = document.createElement('div')
    wheels.className = 'sl-wheels'
    const draw = (): void => {
      const columns = sheet.columns(sheet.value(positions))
      positions = columns.map((column, index) => Math.min(positions[index] ?? 0, Math.max(0, column.length - 1)))
      wheels.replaceChildren(
        ...columns.map((column, index) => {
          const wheel = document.createElement('select')
          wheel.size = 7
          wheel.setAttribute('aria-label', props.headerText || `第${index + 1}列`)
          wheel.append(...column.map((text, at) => new Option(text, String(at), false, at === positions[index])))
          wheel.addEventListener('change', () => {
            positions[index] = wheel.selectedIndex
            if (props.mode === 'multiSelector') emit('columnchange', { column: index, value: wheel.selectedIndex })
            if (props.mode === 'date') draw()
          })
          return wheel
        }),
      )
    }
    draw()
    redraw = draw
    cancel.addEventListener('click', () => {
      close()
      emit('cancel')
    })
    layer.addEventListener('click', (event) => {
      if (event.target !== layer) return
      close()
      emit('cancel')
    })
    done.addEventListener('click', () => {
      close()
      const value = inRange(sheet.value(positions))
      host.setModel('value', value)
      emit('change', { value })
    })
    panel.append(head, wheels)
    layer.append(panel)
    context.pageView(dom).append(layer)
    open = layer
  }
  let redraw: (() => void) | undefined
  host.onDetach(close)
  return {
    role: 'button',
    tap() {
      if (props.disabled || open !== undefined) return
      const sheet = sheets[props.mode]
      if (sheet === undefined) console.error(`<picker mode="${props.mode}"> is not supported`)
      else show(sheet)
    },
    update(changed) {
      dom.tabIndex = props.disabled ? -1 : 0
      if (open !== undefined && changed.has('range')) redraw?.()
    },
    field: { value: () => props.value, reset: () => host.setModel('value', null) },
  }
}
