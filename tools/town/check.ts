import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { checkFolder, FolderFaults } from './folder'
import { readMadeUp } from './madeUp'

/** Everything that is wrong with a town's folder, each fault by file and line. */
export function faultsOfTown(folder: string): string[] {
  const { faults } = checkFolder(folder)
  if (!existsSync(join(folder, 'made-up'))) return faults
  try {
    readMadeUp(folder)
    return faults
  } catch (error) {
    if (error instanceof FolderFaults) return [...faults, ...error.faults]
    throw error
  }
}

/** What the folder holds, in a line. */
export function contentOf(folder: string): string {
  const { data } = checkFolder(folder)
  if (!data) return ''
  const { town, catalogue, departments, villages, grids, services, organisations, places } = data
  const cells = grids.features.filter(({ properties }) => properties.level === 'cell').length
  return (
    `${town.name}: ${villages.length} villages, ${cells} cells, ${catalogue.items.length} items in ${catalogue.classes.length} classes, ` +
    `${departments.length} departments, ${services.services.length} services, ${organisations.length} organisations, ${places.places.length} places`
  )
}
