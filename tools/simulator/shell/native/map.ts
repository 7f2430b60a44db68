// A map of the town's sketch, dragged by pointer or arrow keys and zoomed by wheel or buttons.
import { paint } from '../../elements/map-drawing'
import { metresPerPixel, project, unproject, type Spot } from '../../elements/map-projection'
import type { BaseMap } from '../../runtime/host'
import type { Place, Position } from '../../wx/host'
import { element } from '../element'

interface MapOptions {
  center: Position
  map?: BaseMap
  places: Place[]
  here: Position
  /** WeChat's scale, 3 to 20. */
  scale?: number
  marked?: Place
  onMove?: () => void
}

/** The places as points of the sketch, so that they are drawn and named with it. */
function withPlaces(map: BaseMap | undefined, places: Place[]): BaseMap {
  const points = places.map(({ name, longitude, latitude }) => ({
    type: 'Feature' as const,
    properties: { name },
    geometry: { type: 'Point' as const, coordinates: [longitude, latitude] },
  }))
  return { type: 'FeatureCollection', features: [...(map?.features ?? []), ...points] }
}

export function createMapView({ center: start, map, places, here, scale: firstScale = 15, marked, onMove }: MapOptions) {
  const canvas = element('canvas', { className: 'map-canvas', tabIndex: 0, aria: { role: 'img', label: '地图，可以拖动' } })
  const baseMap = withPlaces(map, places)
  let center: Position = { longitude: start.longitude, latitude: start.latitude }
  let scale = firstScale

  function dot(brush: CanvasRenderingContext2D, { x, y }: Spot, radius: number, colour: string): void {
    brush.fillStyle = colour
    brush.beginPath()
    brush.arc(x, y, radius, 0, 2 * Math.PI)
    brush.fill()
  }

  function draw(): void {
    const { clientWidth: width, clientHeight: height } = canvas
    const brush = canvas.getContext('2d')
    if (!width || !height || !brush) return
    canvas.width = width * devicePixelRatio
    canvas.height = height * devicePixelRatio
    brush.scale(devicePixelRatio, devicePixelRatio)
    const middle = project(center, scale)
    const locate = (place: Position): Spot => {
      const { x, y } = project(place, scale)
      return { x: x - middle.x + width / 2, y: y - middle.y + height / 2 }
    }
    const metres = metresPerPixel(center.latitude, scale)
    paint(brush, { width, height, scale, locate, metres, baseMap, polygons: [], polylines: [], circles: [] })
    dot(brush, locate(here), 18, '#2f7de133')
    dot(brush, locate(here), 9, '#ffffff')
    dot(brush, locate(here), 6.5, '#2f7de1')
    if (!marked) return
    const { x, y } = locate(marked)
    brush.fillStyle = '#d84a3a'
    brush.beginPath()
    brush.arc(x, y - 24, 12, Math.PI * 0.85, Math.PI * 0.15)
    brush.lineTo(x, y)
    brush.fill()
    dot(brush, { x, y: y - 24 }, 4.5, '#ffffff')
  }

  /** Moves what is drawn by so many px. */
  function shift(x: number, y: number): void {
    const middle = project(center, scale)
    center = unproject({ x: middle.x - x, y: middle.y - y }, scale)
    draw()
  }
  function zoomBy(steps: number): void {
    scale = Math.min(19, Math.max(11, scale + steps))
    draw()
  }

  let held: Spot | undefined
  canvas.onpointerdown = (event) => {
    held = { x: event.clientX, y: event.clientY }
    canvas.setPointerCapture(event.pointerId)
  }
  canvas.onpointermove = (event) => {
    if (!held) return
    shift(event.clientX - held.x, event.clientY - held.y)
    held = { x: event.clientX, y: event.clientY }
  }
  canvas.onpointerup = canvas.onpointercancel = () => {
    if (held) onMove?.()
    held = undefined
  }
  const zoomByWheel = (event: WheelEvent) => {
    event.preventDefault()
    zoomBy(-Math.sign(event.deltaY) / 2)
  }
  canvas.addEventListener('wheel', zoomByWheel, { passive: false })
  const arrows: Record<string, [number, number]> = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }
  canvas.onkeydown = (event) => {
    const step = arrows[event.key]
    if (!step) return
    event.preventDefault()
    shift(...step)
    onMove?.()
  }
  new ResizeObserver(draw).observe(canvas)
  const closer = element('button', { type: 'button', aria: { label: '放大' }, onclick: () => zoomBy(1) }, '+')
  const farther = element('button', { type: 'button', aria: { label: '缩小' }, onclick: () => zoomBy(-1) }, '−')

  return {
    element: element('div', { className: 'map-holder' }, canvas, element('div', { className: 'map-zoom' }, closer, farther)),
    center: () => center,
    moveTo(position: Position) {
      center = { longitude: position.longitude, latitude: position.latitude }
      draw()
    },
  }
}
