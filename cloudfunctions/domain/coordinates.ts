import type { Point } from './geometry'

// GCJ-02, the coordinates of Chinese maps, is WGS-84 shifted by a published polynomial (Krasovsky 1940 ellipsoid); going back needs a few
// rounds.
const axis = 6378245
const eccentricity = 0.006693421622965943

function shift({ longitude, latitude }: Point): Point {
  const x = longitude - 105
  const y = latitude - 35
  const wave = (t: number, ...terms: [number, number][]) =>
    terms.reduce((sum, [size, rate]) => sum + size * Math.sin(t * rate * Math.PI), 0) * (2 / 3)
  const short = wave(x, [20, 6], [20, 2])
  const dLatitude =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    short +
    wave(y, [20, 1], [40, 1 / 3]) +
    wave(y, [160, 1 / 12], [320, 1 / 30])
  const dLongitude =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    short +
    wave(x, [20, 1], [40, 1 / 3]) +
    wave(x, [150, 1 / 12], [300, 1 / 30])
  const radians = (latitude / 180) * Math.PI
  const magic = 1 - eccentricity * Math.sin(radians) ** 2
  return {
    latitude: (dLatitude * 180) / (((axis * (1 - eccentricity)) / (magic * Math.sqrt(magic))) * Math.PI),
    longitude: (dLongitude * 180) / ((axis / Math.sqrt(magic)) * Math.cos(radians) * Math.PI),
  }
}

export function toGcj02(point: Point): Point {
  const { longitude, latitude } = shift(point)
  return { longitude: point.longitude + longitude, latitude: point.latitude + latitude }
}

export function toWgs84(point: Point): Point {
  let guess = point
  for (let round = 0; round < 5; round++) {
    const there = toGcj02(guess)
    guess = {
      longitude: guess.longitude + point.longitude - there.longitude,
      latitude: guess.latitude + point.latitude - there.latitude,
    }
  }
  return guess
}
