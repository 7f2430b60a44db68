import { readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface Figure {
  name: string
  value: number
  unit: string
}

/** Every *.bench.ts beside this file answers figures; one table, or with --json one object a line. */
const json = process.argv.includes('--json')
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const files = readdirSync(import.meta.dirname).filter(
  (name) => name.endsWith('.bench.ts') && (only.length === 0 || only.some((word) => name.includes(word))),
)
for (const file of files.sort()) {
  const { bench } = (await import(join(import.meta.dirname, file))) as { bench: () => Promise<Figure[]> }
  for (const { name, value, unit } of await bench()) {
    const shown = Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1)
    console.log(json ? JSON.stringify({ name, value, unit }) : `${name.padEnd(72)} ${shown.padStart(12)} ${unit}`)
  }
}
