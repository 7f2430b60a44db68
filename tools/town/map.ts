import { readFolder } from './folder'
import type { GridFeature } from './folder'

export interface BaseMap {
  type: 'FeatureCollection'
  features: GridFeature[]
}

/** What a map shows under everything else: the villages and cells of a town with their names. */
export function baseMap(folder?: string): BaseMap {
  const { grids } = readFolder(folder)
  return { type: 'FeatureCollection', features: grids.features.filter(({ properties }) => properties.level !== 'town') }
}
