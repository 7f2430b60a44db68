import { sideOf } from './geometry'
import type { Area, Point } from './geometry'
import type { Part, PersonRef } from './person'
import type { Day, Instant } from './time'

/** A wall-clock span ('08:30'–'17:30'); it may end after midnight ('22:00'–'06:00'). */
export interface Span {
  from: string
  to: string
}

/** A span of some weekdays, 0 (Sunday) to 6. */
export interface Shift extends Span {
  weekdays: number[]
}

/** Days off, inclusive. */
export interface Absence {
  from: Day
  to: Day
  reason: string
}

export interface TeamMember extends PersonRef {
  part: Part
  /** Work phone, shown to residents of the grid. */
  phone: string
  shifts: Shift[]
  away: Absence[]
  /** 错时: other hours than the weekly ones on a day; no spans, no work. */
  exceptions?: { day: Day; spans: Span[] }[]
}

export const everywhere = 'everywhere'

interface GridBase {
  _id: string
  version: number
  requests: string[]
  name: string
}

/**
 * Collection `grids`. A cell carries what assigning a case needs, so that one query by tile finds grid, team and desks. The outlines of
 * villages and of the town decide nothing and would be read with every report: they stay in the town's folder.
 */
export interface Cell extends GridBase {
  level: 'cell'
  boundary: Area
  village: { grid: string; name: string }
  /** Tiles that its bounding box touches (geometry.tilesOf); indexed. */
  tiles: string[]
  team: TeamMember[]
  /** The last day of all absences of the team: where the sweep looks for people who are away; indexed. */
  lastAway?: Day
  /** What was changed in the roster, latest last. */
  changes?: { at: Instant; sentence: string }[]
}
export interface Village extends GridBase {
  level: 'village'
  /** As a cell's, so that the query that finds the cell finds its desk. */
  tiles: string[]
  /** Code of the national statistics bureau. */
  code: string
  desk: { name: string; phone: string; people: PersonRef[] }
}
export interface TownGrid extends GridBase {
  level: 'town'
  /** The one tile that every query asks for: the town's desk is the last resort of every place. */
  tiles: [typeof everywhere]
  code: string
  desk: { name: string; phone: string; people: PersonRef[] }
}
export type Grid = Cell | Village | TownGrid

export interface Located<C = Cell> {
  cell?: C
  rule: 'inside' | 'border' | 'outside'
  /** Neighbours that share the border point, the chosen one first. */
  shared: C[]
}

/**
 * The one cell of a point. A point exactly on a border belongs to the touching cell with the lowest id, so that the same place always
 * has the same owner; a point in no cell is outside the town.
 */
export function locate<C extends Pick<Cell, '_id' | 'boundary'>>(candidates: C[], point: Point): Located<C> {
  const sorted = [...candidates].sort((a, b) => (a._id < b._id ? -1 : 1))
  const touching: C[] = []
  for (const cell of sorted) {
    const side = sideOf(cell.boundary, point)
    if (side === 'inside') return { cell, rule: 'inside', shared: [] }
    if (side === 'border') touching.push(cell)
  }
  const first = touching[0]
  return first ? { cell: first, rule: touching.length > 1 ? 'border' : 'inside', shared: touching } : { rule: 'outside', shared: [] }
}
