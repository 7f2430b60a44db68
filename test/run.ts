import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'

/**
 * Runs the tests of the named folders of test/, each file in a process of its own: as many at once as TEST_FILES_AT_ONCE says, else one
 * fewer than the machine has cores, which leaves one to the functions and browsers that the tests start.
 */
const atOnce = process.env.TEST_FILES_AT_ONCE
const folders = process.argv.slice(2)
const files = folders.flatMap((folder) =>
  readdirSync(join(import.meta.dirname, folder))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', folder, name)),
)
const reporter = join(import.meta.dirname, 'reporter.mjs')
const { status } = spawnSync(
  process.execPath,
  [
    ...['--import', 'tsx', '--test', ...(atOnce ? [`--test-concurrency=${atOnce}`] : [])],
    ...[`--test-reporter=${reporter}`, '--test-reporter-destination=stdout', ...files],
  ],
  { stdio: 'inherit' },
)
process.exit(status ?? 1)
