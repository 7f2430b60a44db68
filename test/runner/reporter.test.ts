import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

const reporter = join(import.meta.dirname, '..', 'reporter.mjs')

function run(source: string): { status: number | null; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'reporter-'))
  const file = join(folder, 'one.test.mjs')
  writeFileSync(file, `import { after, describe, test } from 'node:test'\n${source}`)
  // Inside a test NODE_TEST_CONTEXT would make the child report to us instead of its own reporter.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { status, stdout } = spawnSync(process.execPath, ['--test', `--test-reporter=${reporter}`, file], { encoding: 'utf8', env })
  rmSync(folder, { recursive: true })
  return { status, output: stdout }
}

test('what passes is only counted', () => {
  const { status, output } = run(`describe('a suite', () => { test('one', () => {}); test('two', () => {}) })`)
  assert.equal(status, 0)
  assert.match(output, /^in [\d.]+ s\n2 passed, 0 failed\n$/)
})

test('a suite that fails with its tests is not counted beside them', () => {
  const { status, output } = run(`describe('a suite', () => { test('one', () => { throw new Error('broken') }) })`)
  assert.equal(status, 1)
  assert.match(output, /✖ one/)
  assert.match(output, /0 passed, 1 failed/)
})

test('a suite whose own hook fails is told: the run used to end with 1 and “0 failed”', () => {
  const { status, output } = run(`describe('a suite', () => { after(() => { throw new Error('left open') }); test('one', () => {}) })`)
  assert.equal(status, 1)
  assert.match(output, /✖ a suite/)
  assert.match(output, /left open/)
  assert.match(output, /1 passed, 1 failed/)
})

test('a file that breaks before its first test is told', () => {
  const { status, output } = run(`throw new Error('no file')`)
  assert.equal(status, 1)
  assert.match(output, /✖ [^\n]*one\.test\.mjs/)
})
