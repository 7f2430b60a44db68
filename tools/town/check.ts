import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { checkFolder } from './folder'
import { faultsOfMadeUp } from './madeUp'

/** Everything that is wrong with a town's folder, each fault by file and line. */
export function faultsOfTown(folder: string): string[] {
  const { data, faults } = checkFolder(folder)
  return existsSync(join(folder, 'made-up')) ? [...faults, ...faultsOfMadeUp(folder, data)] : faults
}

/** What the folder holds, in a line. */
export function contentOf(folder: string): string {
  const { data } = checkFolder(folder)
  if (!data) return ''
  const { town, catalogue, departments, villages, grids, services, programmes, contracts, organisations, places } = data
  const cells = grids.features.filter(({ properties }) => properties.level === 'cell').length
  return (
    `${town.name}: ${villages.length} villages, ${cells} cells, ${catalogue.items.length} items in ${catalogue.classes.length} classes, ` +
    `${departments.length} departments, ${services.services.length} services, ${organisations.length} organisations, ` +
    `${programmes.length} programmes, ${contracts.contracts.length} contracts, ${places.places.length} places`
  )
}
