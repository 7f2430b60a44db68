// Web Mercator, in px of a world that is 256 px wide at scale 0.
export interface Place {
  longitude: number
  latitude: number
}

export interface Spot {
  x: number
  y: number
}

const tile = 256

export function project({ longitude, latitude }: Place, scale: number): Spot {
  const size = tile * 2 ** scale
  const sine = Math.sin((Math.max(-85, Math.min(85, latitude)) * Math.PI) / 180)
  return { x: (longitude / 360 + 0.5) * size, y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size }
}

export function unproject({ x, y }: Spot, scale: number): Place {
  const size = tile * 2 ** scale
  const angle = Math.PI * (1 - (2 * y) / size)
  return { longitude: (x / size - 0.5) * 360, latitude: (Math.atan(Math.sinh(angle)) * 180) / Math.PI }
}

export function metresPerPixel(latitude: number, scale: number): number {
  return (Math.cos((latitude * Math.PI) / 180) * 2 * Math.PI * 6378137) / (tile * 2 ** scale)
}

/** The centre and scale that show all places in a box of this size. */
export function fit(
  places: Place[],
  width: number,
  height: number,
  padding: number[],
  limits: [number, number],
): { center: Place; scale: number } {
  const [top = 0, right = top, bottom = top, left = right] = padding
  const spots = places.map((place) => project(place, 0))
  const xs = spots.map((spot) => spot.x)
  const ys = spots.map((spot) => spot.y)
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const wide = Math.max(width - left - right, 1) / Math.max(east - west, 1e-9)
  const high = Math.max(height - top - bottom, 1) / Math.max(south - north, 1e-9)
  const scale = Math.max(limits[0], Math.min(limits[1], Math.log2(Math.min(wide, high)), 18))
  const perPixel = 1 / 2 ** scale
  const middle = { x: (west + east) / 2 + ((right - left) / 2) * perPixel, y: (north + south) / 2 + ((bottom - top) / 2) * perPixel }
  return { center: unproject(middle, 0), scale }
}
