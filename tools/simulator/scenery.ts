// The town as the phones' own map and messages show it: made from a town's folder. Named spots are invented, as its boundaries are.
import type { TownFolder } from '../town/folder'
import type { BaseMap } from './runtime/host'
import type { SimulatedTown } from './shell/town'
import type { MessageTemplate, Person, Place, Position } from './wx/host'

const metresPerDegree = 111320

/** Spots around a village's middle: what, metres east, metres north. */
const spots: [string, number, number][] = [
  ['文化广场', 160, 90],
  ['菜市场', -210, 130],
  ['卫生站', 120, -170],
  ['小公园', -140, -220],
]

/** In WeChat's console a template has a title and names for its fields. */
const templateTitles: Record<keyof TownFolder['town']['templates'], string> = {
  caseAssigned: '新任务提醒',
  caseProgress: '上报进度提醒',
  bookingProgress: '预约进度提醒',
  workerAssigned: '上门安排提醒',
}

type Feature = TownFolder['grids']['features'][number]

function rings({ geometry }: Feature): number[][][] {
  return geometry.type === 'Polygon' ? [geometry.coordinates[0] ?? []] : geometry.coordinates.map((polygon) => polygon[0] ?? [])
}

/** Middle of the largest ring, by area. */
function middle(feature: Feature): Position {
  let best = { area: 0, longitude: 0, latitude: 0 }
  for (const ring of rings(feature)) {
    let area = 0
    let x = 0
    let y = 0
    ring.forEach(([x1 = 0, y1 = 0], index) => {
      const [x2 = 0, y2 = 0] = ring[(index + 1) % ring.length] ?? []
      const cross = x1 * y2 - x2 * y1
      area += cross
      x += (x1 + x2) * cross
      y += (y1 + y2) * cross
    })
    if (Math.abs(area) > Math.abs(best.area)) best = { area, longitude: x / (3 * area), latitude: y / (3 * area) }
  }
  return { longitude: best.longitude, latitude: best.latitude }
}

function beside({ longitude, latitude }: Position, east: number, north: number): Position {
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6
  return {
    longitude: round(longitude + east / (metresPerDegree * Math.cos((latitude * Math.PI) / 180))),
    latitude: round(latitude + north / metresPerDegree),
  }
}

/**
 * `homes` are by openid. Social workers start at the elder's door, so that the demonstration's visit can be checked in; everyone else at
 * home, or in the middle of their grid.
 */
export function scenery(
  { town, villages, grids, organisations }: TownFolder,
  people: Person[],
  homes: Map<string, Position> = new Map(),
): SimulatedTown {
  const features = new Map(grids.features.map((feature) => [feature.id, feature]))
  const places = villages.flatMap(({ code, name, office }): Place[] => {
    const feature = features.get(code)
    if (!feature) return []
    const centre = middle(feature)
    const address = `${town.name}${name}`
    return [
      { name: office, address, ...beside(centre, 0, 0) },
      ...spots.map(([what, east, north]) => ({ name: `${name}${what}`, address, ...beside(centre, east, north) })),
    ]
  })
  const elder = people.find(({ role }) => role === 'elder')
  const door = elder && homes.get(elder.openid)
  const positions = Object.fromEntries(
    people.flatMap(({ openid, grid, role }, index) => {
      const home = role === 'worker' ? door : homes.get(openid)
      if (home) return [[openid, home]]
      const feature = grid === undefined ? undefined : features.get(grid)
      // Neighbours don't stand on one spot.
      return feature ? [[openid, beside(middle(feature), (index % 5) * 23 - 46, (index % 3) * 31 - 31)]] : []
    }),
  )
  const templates = Object.entries(town.templates).map(([key, { id, fields }]): MessageTemplate => ({
    id,
    title: templateTitles[key as keyof typeof templateTitles],
    fields: { [fields.title]: '事项', [fields.text]: '说明', [fields.time]: '时间' },
  }))
  const map: BaseMap = {
    type: 'FeatureCollection',
    features: grids.features
      .filter(({ properties }) => properties.level !== 'town')
      .map(({ properties: { level, name }, geometry }) => ({ type: 'Feature', properties: { name, kind: level }, geometry })),
  }
  const labels = Object.fromEntries([
    ...grids.features.map(({ id, properties }) => [id, properties.name] as const),
    ...organisations.map(({ id, name }) => [id, name] as const),
  ])
  return { name: town.name, centre: town.centre, places, templates, map, positions, labels }
}
