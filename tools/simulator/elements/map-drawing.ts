// Paints what lies under the markers: the sketch of the place, then the app's own shapes.
import type { BaseMap } from '../runtime/host'
import type { Place, Spot } from './map-projection'

export interface Polygon {
  points: Place[]
  fillColor?: string
  strokeColor?: string
  strokeWidth?: number
  dashArray?: number[]
}

export interface Polyline {
  points: Place[]
  color?: string
  width?: number
  dottedLine?: boolean
  borderColor?: string
  borderWidth?: number
}

export interface Circle extends Place {
  radius: number
  color?: string
  fillColor?: string
  strokeWidth?: number
}

export interface Scene {
  width: number
  height: number
  scale: number
  locate: (place: Place) => Spot
  /** Of a px, at the centre. */
  metres: number
  baseMap: BaseMap | undefined
  polygons: Polygon[]
  polylines: Polyline[]
  circles: Circle[]
}

const ground = '#f4f2ec'
const tints = ['#e9ece1', '#efe9dd', '#e4ebe9', '#ece6e6']
const water = '#cfe2ea'
const green = '#dbe8d3'

/** #RRGGBBAA is WeChat's notation too; anything else the canvas knows. */
export function paint(canvas: CanvasRenderingContext2D, scene: Scene): void {
  canvas.fillStyle = ground
  canvas.fillRect(0, 0, scene.width, scene.height)
  grid(canvas, scene)
  sketch(canvas, scene)
  for (const polygon of scene.polygons) {
    trace(canvas, polygon.points.map(scene.locate), true)
    if (polygon.fillColor !== undefined) fill(canvas, polygon.fillColor)
    stroke(canvas, polygon.strokeColor ?? '#000000', polygon.strokeWidth ?? 1, polygon.dashArray ?? [])
  }
  for (const circle of scene.circles) {
    const { x, y } = scene.locate(circle)
    canvas.beginPath()
    canvas.arc(x, y, circle.radius / scene.metres, 0, Math.PI * 2)
    fill(canvas, circle.fillColor ?? '#00000000')
    stroke(canvas, circle.color ?? '#000000', circle.strokeWidth ?? 1, [])
  }
  for (const line of scene.polylines) {
    const width = line.width ?? 4
    const dash = line.dottedLine ? [width * 2, width * 2] : []
    trace(canvas, line.points.map(scene.locate), false)
    if ((line.borderWidth ?? 0) > 0) stroke(canvas, line.borderColor ?? '#ffffff', width + 2 * line.borderWidth!, dash)
    stroke(canvas, line.color ?? '#000000', width, dash)
  }
}

// Lines that move with the map, so that it is seen to move even where nothing is known.
function grid(canvas: CanvasRenderingContext2D, scene: Scene): void {
  const step = 360 / 2 ** (Math.round(scene.scale) + 1)
  const origin = scene.locate({ longitude: 0, latitude: 0 })
  const next = scene.locate({ longitude: step, latitude: 0 })
  const size = next.x - origin.x
  canvas.setLineDash([])
  canvas.strokeStyle = '#e8e5dc'
  canvas.lineWidth = 1
  canvas.beginPath()
  for (let x = ((origin.x % size) + size) % size; x < scene.width; x += size) {
    canvas.moveTo(x, 0)
    canvas.lineTo(x, scene.height)
  }
  for (let y = ((origin.y % size) + size) % size; y < scene.height; y += size) {
    canvas.moveTo(0, y)
    canvas.lineTo(scene.width, y)
  }
  canvas.stroke()
}

function sketch(canvas: CanvasRenderingContext2D, scene: Scene): void {
  const spots = (ring: number[][]): Spot[] => ring.map(([longitude = 0, latitude = 0]) => scene.locate({ longitude, latitude }))
  const names: { text: string; spot: Spot }[] = []
  scene.baseMap?.features.forEach(({ geometry, properties }, index) => {
    if (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon') {
      const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
      canvas.beginPath()
      for (const ring of polygons.flat()) spots(ring).forEach(({ x, y }, at) => (at === 0 ? canvas.moveTo(x, y) : canvas.lineTo(x, y)))
      const tint = properties.kind === 'water' ? water : properties.kind === 'park' ? green : tints[index % tints.length]!
      canvas.fillStyle = tint
      canvas.fill('evenodd')
      stroke(canvas, '#ffffff', 1.5, [])
      const outer = spots(polygons[0]?.[0] ?? [])
      if (properties.name !== undefined && outer.length > 0) names.push({ text: properties.name, spot: middle(outer) })
    } else if (geometry.type === 'LineString') {
      trace(canvas, spots(geometry.coordinates), false)
      const width = Math.max(1, Math.min(8, scene.scale - 11))
      stroke(canvas, properties.kind === 'water' ? water : '#ffffff', properties.kind === 'water' ? width * 2 : width, [])
    } else {
      const spot = spots([geometry.coordinates])[0]!
      canvas.beginPath()
      canvas.arc(spot.x, spot.y, 2, 0, Math.PI * 2)
      fill(canvas, '#a39f93')
      if (properties.name !== undefined) names.push({ text: properties.name, spot: { x: spot.x, y: spot.y + 10 } })
    }
  })
  canvas.font = '11px sans-serif'
  canvas.textAlign = 'center'
  canvas.textBaseline = 'middle'
  const taken: { left: number; right: number; top: number; bottom: number }[] = []
  for (const { text, spot } of names) {
    const half = canvas.measureText(text).width / 2 + 4
    const box = { left: spot.x - half, right: spot.x + half, top: spot.y - 8, bottom: spot.y + 8 }
    if (box.right < 0 || box.left > scene.width || box.bottom < 0 || box.top > scene.height) continue
    if (taken.some((one) => one.left < box.right && box.left < one.right && one.top < box.bottom && box.top < one.bottom)) continue
    taken.push(box)
    canvas.lineWidth = 3
    canvas.strokeStyle = '#ffffffcc'
    canvas.setLineDash([])
    canvas.strokeText(text, spot.x, spot.y)
    canvas.fillStyle = '#6b675c'
    canvas.fillText(text, spot.x, spot.y)
  }
}

function middle(spots: Spot[]): Spot {
  // The centroid of the ring; of a ring without area, its first corner.
  let area = 0
  let x = 0
  let y = 0
  spots.forEach((a, index) => {
    const b = spots[(index + 1) % spots.length]!
    const cross = a.x * b.y - b.x * a.y
    area += cross
    x += (a.x + b.x) * cross
    y += (a.y + b.y) * cross
  })
  return area === 0 ? spots[0]! : { x: x / (3 * area), y: y / (3 * area) }
}

function trace(canvas: CanvasRenderingContext2D, spots: Spot[], closed: boolean): void {
  canvas.beginPath()
  spots.forEach(({ x, y }, index) => (index === 0 ? canvas.moveTo(x, y) : canvas.lineTo(x, y)))
  if (closed) canvas.closePath()
}

function fill(canvas: CanvasRenderingContext2D, color: string): void {
  canvas.fillStyle = color
  canvas.fill()
}

function stroke(canvas: CanvasRenderingContext2D, color: string, width: number, dash: number[]): void {
  if (width <= 0) return
  canvas.lineJoin = 'round'
  canvas.lineCap = 'round'
  canvas.setLineDash(dash)
  canvas.strokeStyle = color
  canvas.lineWidth = width
  canvas.stroke()
}
