// npm run town -- check <folder>
import { existsSync } from 'node:fs'
import { contentOf, faultsOfTown } from './check'

const [command, folder] = process.argv.slice(2)
if (command !== 'check' || folder === undefined) {
  console.error('usage: npm run town -- check <folder>')
  process.exit(2)
}
if (!existsSync(folder)) {
  console.error(`there is no folder ${folder}`)
  process.exit(2)
}
const faults = faultsOfTown(folder)
for (const fault of faults) console.log(fault)
console.log(
  faults.length === 0
    ? `${contentOf(folder)}. No fault found.`
    : `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in ${folder}`,
)
process.exit(faults.length > 0 ? 1 : 0)
