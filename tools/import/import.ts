import { readBoundaries } from './boundaries'
import type { Boundaries } from './boundaries'
import { importCases, makeCity } from './cases'
import type { Imported } from './cases'
import { mends, readRequests, refusals } from './requests'
import type { Requests } from './requests'

export interface Import extends Imported {
  boundaries: Boundaries
  requests: Requests
  city: ReturnType<typeof makeCity>
}

/** Boundaries and requests of a city as cases of a town. `now` is the end of the story: nothing later is believed. */
export function importFiles(geojson: string, ndjson: string, { zone, now }: { zone: string; now: string }): Import {
  const boundaries = readBoundaries(JSON.parse(geojson) as object)
  const bounds = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (const { area } of boundaries.boundaries) {
    for (const [x = 0, y = 0] of area.type === 'Polygon' ? area.coordinates.flat() : area.coordinates.flat(2)) {
      bounds.west = Math.min(bounds.west, x)
      bounds.east = Math.max(bounds.east, x)
      bounds.south = Math.min(bounds.south, y)
      bounds.north = Math.max(bounds.north, y)
    }
  }
  const requests = readRequests(ndjson, { zone, now, ...(boundaries.boundaries.length > 0 ? { bounds } : {}) })
  const city = makeCity(boundaries.boundaries, '2000-01-01T00:00:00.000Z')
  const centre = { longitude: (bounds.west + bounds.east) / 2, latitude: (bounds.south + bounds.north) / 2 }
  return { boundaries, requests, city, ...importCases(requests.rows, city, centre, now) }
}

function counted<K extends string>(reasons: K[]): [K, number][] {
  const counts = new Map<K, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
}

/** What became of everything, as a table to be read. */
export function tableOf({ boundaries, requests, placed, cases }: Import): string {
  const line = (count: number, words: string) => `${String(count).padStart(7)}  ${words}`
  return [
    line(boundaries.boundaries.length, 'boundaries became grids'),
    ...[...boundaries.mended].map(([mend, count]) => line(count, `of them mended: ${mend}`)),
    ...counted(boundaries.refused.map(({ reason }) => reason)).map(([reason, count]) => line(count, `boundaries refused: ${reason}`)),
    line(cases.length, 'requests became cases'),
    ...[...requests.mended].map(([mend, count]) => line(count, `of them mended: ${mend} (${mends[mend]})`)),
    ...counted(requests.refused.map(({ reason }) => reason)).map(([reason, count]) =>
      line(count, `requests refused: ${reason} (${refusals[reason]})`),
    ),
    line(placed.inside, 'lie in one grid'),
    line(placed.border, 'lie on a border and belong to the grid with the lowest id'),
    line(placed.outside, 'have coordinates in no grid'),
    line(placed.nowhere, 'have no coordinates'),
  ].join('\n')
}
