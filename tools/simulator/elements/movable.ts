import type { ElementSetup } from './define'

export const movableArea: ElementSetup<'movable-area'> = () => undefined

export const movableView: ElementSetup<'movable-view'> = (host) => {
  const { dom, props, emit } = host
  let x = 0
  let y = 0
  const place = (nextX: number, nextY: number, source: string): void => {
    const area = dom.closest<HTMLElement>('wx-movable-area')
    if (area !== null && !props.outOfBounds) {
      const clamp = (value: number, room: number): number => Math.min(Math.max(value, Math.min(0, room)), Math.max(0, room))
      nextX = clamp(nextX, area.clientWidth - dom.offsetWidth)
      nextY = clamp(nextY, area.clientHeight - dom.offsetHeight)
    }
    if (nextX === x && nextY === y) return
    x = nextX
    y = nextY
    dom.style.transform = `translate(${x}px, ${y}px)`
    emit('change', { x, y, source })
  }
  let start: { x: number; y: number; fromX: number; fromY: number } | undefined
  dom.addEventListener('pointerdown', (event) => {
    if (props.disabled || props.direction === 'none') return
    start = { x: event.clientX, y: event.clientY, fromX: x, fromY: y }
    dom.setPointerCapture(event.pointerId)
  })
  dom.addEventListener('pointermove', (event) => {
    if (start === undefined) return
    const across = props.direction !== 'vertical' ? event.clientX - start.x : 0
    const down = props.direction !== 'horizontal' ? event.clientY - start.y : 0
    place(start.fromX + across, start.fromY + down, 'touch')
  })
  const end = (): void => (start = undefined)
  dom.addEventListener('pointerup', end)
  dom.addEventListener('pointercancel', end)
  return {
    update(changed) {
      dom.style.touchAction = props.direction === 'none' ? '' : 'none'
      if (changed.has('x') || changed.has('y')) place(Number(props.x ?? x), Number(props.y ?? y), '')
    },
  }
}
