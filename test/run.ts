import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'

/** Runs the tests of the named folders of test/, each file in a process of its own, as many at once as the machine has cores. */
const folders = process.argv.slice(2)
const files = folders.flatMap((folder) =>
  readdirSync(join(import.meta.dirname, folder))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', folder, name)),
)
const reporter = join(import.meta.dirname, 'reporter.mjs')
const { status } = spawnSync(
  process.execPath,
  ['--import', 'tsx', '--test', `--test-reporter=${reporter}`, '--test-reporter-destination=stdout', ...files],
  {
    stdio: 'inherit',
  },
)
process.exit(status ?? 1)
