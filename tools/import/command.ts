// npx tsx tools/import/command.ts <boundaries.geojson> <requests.ndjson> [zone of its times] [file for the cases]
import { readFileSync, writeFileSync } from 'node:fs'
import { importFiles, tableOf } from './import'

const [boundaries, requests, zone = 'Asia/Shanghai', out] = process.argv.slice(2)
if (boundaries === undefined || requests === undefined) {
  console.error(
    'usage: npx tsx tools/import/command.ts <boundaries.geojson> <requests.ndjson> [zone, e.g. America/New_York] [cases.ndjson]',
  )
  process.exit(2)
}
const imported = importFiles(readFileSync(boundaries, 'utf8'), readFileSync(requests, 'utf8'), { zone, now: new Date().toISOString() })
console.log(tableOf(imported))
if (out !== undefined) writeFileSync(out, imported.cases.map((one) => `${JSON.stringify(one)}\n`).join(''))
