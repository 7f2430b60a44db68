// A map of drawn shapes, dragged by pointer or arrow keys and zoomed by wheel or buttons.
import type { BaseMap } from '../../runtime/host'
import type { Place, Position } from '../../wx/host'
import { element } from '../element'
import { button } from './layer'

interface MapOptions {
  center: Position
  map?: BaseMap
  places: Place[]
  here: Position
  /** WeChat's scale, 3 to 20. */
  scale?: number
  marked?: Place
  onMove?(): void
}

const colours = {
  ground: '#eef0ea',
  water: '#bcd9e8',
  green: '#d3e5c8',
  road: '#ffffff',
  border: '#b9b3a3',
  text: '#4a4f4c',
  place: '#0b7a5e',
}

export function createMapView({ center: start, map, places, here, scale = 16, marked, onMove }: MapOptions) {
  const canvas = element('canvas', { className: 'map-canvas', tabIndex: 0, aria: { role: 'img', label: '地图,可以拖动' } })
  const holder = element('div', { className: 'map-holder' }, canvas)
  let center: Position = { longitude: start.longitude, latitude: start.latitude }
  let zoom = scale

  const perDegree = () => (256 * 2 ** zoom) / 360
  const squeeze = () => 1 / Math.cos((center.latitude * Math.PI) / 180)
  const toScreen = ([longitude = 0, latitude = 0]: number[]): [number, number] => [
    canvas.clientWidth / 2 + (longitude - center.longitude) * perDegree(),
    canvas.clientHeight / 2 - (latitude - center.latitude) * perDegree() * squeeze(),
  ]

  function draw(): void {
    const { clientWidth: width, clientHeight: height } = canvas
    const brush = canvas.getContext('2d')
    if (!width || !height || !brush) return
    const ratio = devicePixelRatio
    canvas.width = width * ratio
    canvas.height = height * ratio
    brush.scale(ratio, ratio)
    brush.fillStyle = colours.ground
    brush.fillRect(0, 0, width, height)
    const trace = (ring: number[][]) =>
      ring.forEach((point, index) => (index ? brush.lineTo(...toScreen(point)) : brush.moveTo(...toScreen(point))))
    const label = (text: string, point: number[], colour: string, size: number) => {
      const [x, y] = toScreen(point)
      brush.font = `${size}px system-ui, sans-serif`
      brush.textAlign = 'center'
      brush.lineWidth = 3
      brush.strokeStyle = '#fffc'
      brush.strokeText(text, x, y)
      brush.fillStyle = colour
      brush.fillText(text, x, y)
    }
    for (const { geometry, properties } of map?.features ?? []) {
      if (geometry.type === 'Point') continue
      brush.beginPath()
      if (geometry.type === 'LineString') {
        trace(geometry.coordinates)
        brush.lineWidth = properties.kind === 'water' ? 14 : 6
        brush.strokeStyle = properties.kind === 'water' ? colours.water : colours.road
        brush.stroke()
        continue
      }
      for (const polygon of geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) polygon.forEach(trace)
      const fill = properties.kind === 'water' ? colours.water : properties.kind === 'green' ? colours.green : undefined
      if (fill) {
        brush.fillStyle = fill
        brush.fill('evenodd')
      }
      brush.lineWidth = 1.5
      brush.strokeStyle = colours.border
      brush.stroke()
    }
    for (const place of places) {
      const point = [place.longitude, place.latitude]
      const [x, y] = toScreen(point)
      if (x < -80 || y < -20 || x > width + 80 || y > height + 20) continue
      brush.fillStyle = colours.place
      brush.beginPath()
      brush.arc(x, y, 3.5, 0, 7)
      brush.fill()
      if (zoom >= 14) label(place.name, [place.longitude, place.latitude - 14 / perDegree() / squeeze()], colours.text, 12)
    }
    const [x, y] = toScreen([here.longitude, here.latitude])
    brush.fillStyle = '#2f7de133'
    brush.beginPath()
    brush.arc(x, y, 18, 0, 7)
    brush.fill()
    brush.fillStyle = '#2f7de1'
    brush.strokeStyle = '#fff'
    brush.lineWidth = 2.5
    brush.beginPath()
    brush.arc(x, y, 7, 0, 7)
    brush.fill()
    brush.stroke()
    if (marked) {
      const [left, top] = toScreen([marked.longitude, marked.latitude])
      brush.fillStyle = '#d84a3a'
      brush.beginPath()
      brush.arc(left, top - 22, 11, 0, 7)
      brush.moveTo(left - 9, top - 17)
      brush.lineTo(left, top)
      brush.lineTo(left + 9, top - 17)
      brush.fill()
      brush.fillStyle = '#fff'
      brush.beginPath()
      brush.arc(left, top - 22, 4, 0, 7)
      brush.fill()
    }
  }

  function shift(x: number, y: number): void {
    center = { longitude: center.longitude - x / perDegree(), latitude: center.latitude + y / perDegree() / squeeze() }
    draw()
  }
  function zoomBy(steps: number): void {
    zoom = Math.min(19, Math.max(10, zoom + steps))
    draw()
  }

  let held: { x: number; y: number } | undefined
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
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      zoomBy(-Math.sign(event.deltaY) / 2)
    },
    { passive: false },
  )
  canvas.onkeydown = (event) => {
    const step = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }[event.key]
    if (!step) return
    event.preventDefault()
    shift(step[0] ?? 0, step[1] ?? 0)
    onMove?.()
  }
  new ResizeObserver(draw).observe(canvas)
  holder.append(
    element(
      'div',
      { className: 'map-zoom' },
      button('+', '', () => zoomBy(1)),
      button('−', '', () => zoomBy(-1)),
    ),
  )

  return {
    element: holder,
    center: () => center,
    moveTo(position: Position) {
      center = { longitude: position.longitude, latitude: position.latitude }
      draw()
    },
  }
}
