import { spawn } from 'node:child_process'

/** Types, lint, layers and format, side by side. Prints what is wrong and nothing else. */
const checks: Record<string, string[]> = {
  types: ['tsc', '-p', '.'],
  'types of the app': ['tsc', '-p', 'miniprogram'],
  'types of the simulator': ['tsc', '-p', 'tools/simulator'],
  lint: ['eslint', '.', '--max-warnings', '0'],
  layers: ['depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'cloudfunctions', 'miniprogram', 'tools', 'test'],
  format: ['prettier', '--check', '--log-level', 'warn', '.'],
}

function run(name: string, [command = '', ...args]: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(`node_modules/.bin/${command}`, args)
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('close', (code) => {
      if (code !== 0) console.log(`✖ ${name}\n${output}`)
      resolve(code === 0)
    })
  })
}

const queue = Object.entries(checks)
const results: boolean[] = []
// Two at a time: the checks are hungry, and small machines have two cores.
await Promise.all(
  [1, 2].map(async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results.push(await run(next[0], next[1]))
  }),
)
const failed = results.filter((passed) => !passed).length
console.log(`${results.length - failed} of ${results.length} checks passed`)
process.exit(failed > 0 ? 1 : 0)
