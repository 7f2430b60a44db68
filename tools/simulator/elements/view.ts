import type { ElementHost, ElementSetup } from './define'

interface HoverProps {
  hoverClass: string
  hoverStopPropagation: boolean
  hoverStartTime: number
  hoverStayTime: number
}

// glass-easel keeps an element's classes in segments, so that one owner's don't erase another's.
const hoverSegment = 1

const stopped = new WeakSet<Event>()

/** hover-class: put on while pressed, after a moment, and kept a moment longer. */
export function hover(
  host: Pick<ElementHost, 'dom' | 'node' | 'onDetach'> & { props: HoverProps },
  active: () => boolean = () => true,
): void {
  const props = (): HoverProps => host.props
  let timer: ReturnType<typeof setTimeout> | undefined
  const set = (on: boolean, after: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      host.node.setNodeClass(on ? props().hoverClass : '', hoverSegment)
    }, after)
  }
  host.dom.addEventListener('pointerdown', (event) => {
    if (stopped.has(event)) return
    const { hoverClass, hoverStartTime, hoverStopPropagation } = props()
    if (hoverStopPropagation) stopped.add(event)
    if (hoverClass === 'none' || hoverClass === '' || !active()) return
    set(true, hoverStartTime)
    const end = (): void => {
      removeEventListener('pointerup', end)
      removeEventListener('pointercancel', end)
      set(false, props().hoverStartTime + props().hoverStayTime)
    }
    addEventListener('pointerup', end)
    addEventListener('pointercancel', end)
  })
  host.onDetach(() => clearTimeout(timer))
}

export const view: ElementSetup<'view'> = (host) => {
  hover(host)
}
