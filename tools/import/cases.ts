import { emptyDiary } from '../../cloudfunctions/domain/diary'
import { assign } from '../../cloudfunctions/domain/assignment'
import { addDays } from '../../cloudfunctions/domain/calendar'
import { peopleOf } from '../../cloudfunctions/domain/case'
import type { Case } from '../../cloudfunctions/domain/case'
import { openCase } from '../../cloudfunctions/domain/caseOpening'
import { closeSilently, decide, silenceDays } from '../../cloudfunctions/domain/caseSteps'
import type { CaseCommand } from '../../cloudfunctions/domain/caseSteps'
import { tilesOf } from '../../cloudfunctions/domain/geometry'
import type { Point } from '../../cloudfunctions/domain/geometry'
import { everywhere } from '../../cloudfunctions/domain/grid'
import type { Cell, Grid, TownGrid } from '../../cloudfunctions/domain/grid'
import { documentId, personId } from '../../cloudfunctions/domain/identifiers'
import { refOf } from '../../cloudfunctions/domain/person'
import type { Person, Role } from '../../cloudfunctions/domain/person'
import type { Instant } from '../../cloudfunctions/domain/time'
import type { Item, TownData } from '../../cloudfunctions/domain/town'
import { applyStep } from '../../cloudfunctions/platform/documents'
import { locatorOf } from '../town/grids'
import { settled } from '../town/settled'
import type { Boundary } from './boundaries'
import type { Row } from './requests'

/** A city that is nothing but its boundaries and its requests: what the rules of a town need besides is made here, the same for any city. */

const townId = 'imported-town'
const always = [{ weekdays: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '24:00' }]

function personCalled(openid: string, name: string, roles: Role[], at: Instant): Person {
  const _id = personId(openid)
  const nothingYet = { groups: [], diary: emptyDiary, trusted: [], carers: [], careMode: false }
  return { _id, version: 1, requests: [], openid, name, roles, ...nothingYet, readUntil: at, createdAt: at, updatedAt: at }
}

/** Each boundary a cell with one leader, under a town with one desk. */
export function makeCity(boundaries: Boundary[], since: Instant): { grids: Grid[]; people: Person[] } {
  const desk = personCalled('imported-desk', '值班', [{ role: 'desk', grid: townId, gridName: '镇', town: true }], since)
  const people = [desk]
  const cells = boundaries.map(({ id, name, area }): Cell => {
    const leader = personCalled(`imported-${id}`, `网格员${id}`, [{ role: 'member', grid: id, gridName: name, part: 'leader' }], since)
    people.push(leader)
    return {
      ...{ _id: id, version: 1, requests: [], level: 'cell', name, boundary: area, tiles: tilesOf(area) },
      village: { grid: townId, name: '镇' },
      team: [{ ...refOf(leader), part: 'leader', phone: '', shifts: always, away: [] }],
    }
  })
  const town: TownGrid = {
    ...{ _id: townId, version: 1, requests: [], level: 'town', name: '镇', tiles: [everywhere], code: '0' },
    desk: { name: '镇服务台', phone: '', people: [refOf(desk)] },
  }
  return { grids: [...cells, town], people }
}

/** Every category of the rows is an item. */
export function itemsOf(rows: Row[]): Map<string, Item> {
  return new Map(
    [...new Set(rows.map(({ category }) => category))].sort().map((category, at): [string, Item] => [
      category,
      {
        ...{ id: `imported-${at + 1}`, class: 'imported', name: category, words: [category] },
        ...{ first: 'cell', departments: [], questions: [], urgency: 'normal', public: true, near: 50 },
        hours: { accept: 7, resolve: 35, promise: 42 },
      },
    ]),
  )
}

export interface Imported {
  cases: Case[]
  /** In a cell, on the border of several, in none although there are coordinates, and without coordinates. */
  placed: Record<'inside' | 'border' | 'outside' | 'nowhere', number>
}

/** Every row taken through the rules: placed, assigned, opened, and brought as far as it had come. */
export function importCases(rows: Row[], city: ReturnType<typeof makeCity>, centre: Point, now: Instant): Imported {
  const items = itemsOf(rows)
  const locateAt = locatorOf(city.grids)
  const desks = city.grids.filter((grid): grid is TownGrid => grid.level === 'town')
  const personOf = new Map(city.people.map((person) => [person._id, person]))
  const town: Pick<TownData, 'name' | 'grid' | 'desk' | 'departments'> = {
    ...{ name: '镇', grid: townId, departments: [] },
    desk: { name: '镇服务台', phone: '' },
  }
  const reporter = personCalled('imported-reporter', '导入', [], now)
  const placed: Imported['placed'] = { inside: 0, border: 0, outside: 0, nowhere: 0 }

  const cases = rows.map((row): Case => {
    const item = items.get(row.category) as Item
    const located = row.place ? locateAt(row.place) : { rule: 'outside' as const, shared: [] }
    placed[row.place ? located.rule : 'nowhere']++
    const assignment = assign({ item, located, now: row.created, loads: new Map(), desks, town })
    const place = { ...(row.place ?? centre), ...(row.address ? { name: row.address } : {}) }
    let found = openCase({
      request: documentId('import', 'requests', row.id),
      now: row.created,
      reporter,
      item,
      written: { text: row.text, photos: [], place, private: false },
      cell: located.cell,
      assignment,
      town,
    })
    const take = (command: CaseCommand, at: Instant) => {
      const actor = personOf.get(peopleOf(found.owner)[0]?.person ?? '') as Person
      const decision =
        command.step === 'closeSilently' ? closeSilently(found, at) : decide(found, command, { person: actor, version: found.version }, at)
      if (!decision.ok) throw new Error(`${row.id}: ${command.step} was refused: ${decision.code}`)
      found = applyStep(found, documentId('import', command.step, `${row.id}-${found.version}`), at, decision.data).next
    }
    if (row.state === 'accepted') take({ step: 'accept' }, row.created)
    if (row.closed !== undefined) {
      take({ step: 'accept' }, row.created)
      take({ step: 'resolve', note: '由原系统导入', photos: [], townGrid: townId }, row.closed)
      const silence = addDays(row.closed, silenceDays)
      if (silence <= now) take({ step: 'closeSilently' }, silence)
    }
    return settled(found)
  })
  return { cases, placed }
}
