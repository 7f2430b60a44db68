import { relative } from 'node:path'
import { inspect } from 'node:util'

/** Quiet: a failure is shown with its file, line and reason; what passes is counted. */
export default async function* reporter(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const started = Date.now()
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue
    // A suite fails with its tests, which are told on their own; told here is one whose own hook failed or whose file broke.
    if (data.details?.type === 'suite' && (type === 'test:pass' || data.details.error?.failureType === 'subtestsFailed')) continue
    if (data.skip !== undefined || data.todo !== undefined) {
      counts.skipped++
      yield `skipped: ${data.name}${typeof data.skip === 'string' ? ` (${data.skip})` : ''}\n`
    } else if (type === 'test:pass') counts.passed++
    else {
      counts.failed++
      const error = data.details?.error
      const cause = error?.cause ?? error
      yield `\n✖ ${data.name}\n  ${relative(process.cwd(), data.file ?? '')}:${data.line ?? ''}\n`
      yield `${inspect(cause, { depth: 5, colors: process.stdout.isTTY }).replace(/^/gm, '    ')}\n`
    }
  }
  yield `in ${((Date.now() - started) / 1000).toFixed(1)} s\n`
  yield `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}\n`
}
