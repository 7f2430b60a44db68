import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { build } from 'esbuild'
import { collections } from '../../cloudfunctions/platform/collections'
import { createLocalCloud } from '../../tools/local-cloud'
import type { Fault, LocalCloud } from '../../tools/local-cloud'

/** The write primitive on the real SDK: one test for each trap that the SDK or the database sets. */
describe('the write primitive', () => {
  let folder: string
  let cloud: LocalCloud

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'probe-'))
    mkdirSync(join(folder, 'probe'))
    writeFileSync(join(folder, 'probe', 'config.json'), '{"permissions":{"openapi":[]}}')
    await build({
      entryPoints: [join(import.meta.dirname, 'fixtures', 'probe', 'index.ts')],
      outfile: join(folder, 'probe', 'index.js'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    })
    cloud = await createLocalCloud({ functionsDir: folder, security: { '*': { invoke: true } }, collections, data: ':memory:', env: {} })
  })
  after(async () => {
    await cloud.close()
    rmSync(folder, { recursive: true, force: true })
  })

  let counter = 0
  let id: string
  const base = () => ({
    _id: id,
    version: 1,
    requests: ['made'],
    state: 'reported',
    text: '原文',
    nested: { a: 1, b: 2 },
    count: 0,
    timeline: [],
    notices: [],
    owed: false,
  })
  beforeEach(() => {
    id = `case-${++counter}`
    cloud.load('cases', [base(), { ...base(), _id: `${id}-other` }])
  })

  async function run(operation: string, args: unknown[] = [], fault?: Fault): Promise<{ answer?: unknown; thrown?: string }> {
    const { result, errMsg } = await cloud.invoke('probe', { run: operation, with: args }, { openid: 'someone', fault })
    assert.ok(result, errMsg)
    return result
  }
  const stored = (which = id) =>
    cloud.dump('cases').find((document) => (document as { _id: string })._id === which) as ReturnType<typeof base>
  const outcome = ({ answer, thrown }: { answer?: unknown; thrown?: string }) =>
    (answer as { outcome: string } | undefined)?.outcome ?? thrown

  test('an undefined id is refused: the SDK would drop it and update the whole collection', async () => {
    assert.match((await run('changeUndefinedId')).thrown ?? '', /needs an id/)
    assert.equal(stored().state, 'reported')
  })

  test('undefined in a guard or in what is set is refused: the SDK would drop it silently', async () => {
    assert.match((await run('changeUndefinedGuard')).thrown ?? '', /condition on "state"/)
    assert.match((await run('setUndefined')).thrown ?? '', /text is undefined/)
  })

  test('an operator made by a client is refused, in a guard, in a query and in what is set', async () => {
    assert.match((await run('find', [{ holder: { $gt: '' } }])).thrown ?? '', /condition on "holder"/)
    assert.match((await run('change', [id, 'r1', { state: { $ne: 1 } }, {}])).thrown ?? '', /condition on "state"/)
    assert.match((await run('change', [id, 'r1', {}, { set: { text: { $inc: 1 } } }])).thrown ?? '', /no field name/)
    assert.match((await run('find', [{ $where: '1' }])).thrown ?? '', /is no field/)
  })

  test('one document is changed, although others match the same guard', async () => {
    assert.equal(outcome(await run('change', [id, 'r1', { state: 'reported' }, { set: { state: 'accepted' } }])), 'written')
    assert.equal(stored().state, 'accepted')
    assert.equal(stored(`${id}-other`).state, 'reported')
  })

  test('a nested object replaces the old one and an empty one stays empty: the SDK would merge', async () => {
    await run('change', [id, 'r1', {}, { set: { nested: { b: 3 } } }])
    assert.deepEqual(stored().nested, { b: 3 })
    await run('change', [id, 'r2', {}, { set: { nested: {} } }])
    assert.deepEqual(stored().nested, {})
  })

  test('a change that sets what is already there still counts as written', async () => {
    assert.equal(outcome(await run('change', [id, 'r1', {}, { set: { text: '原文' } }])), 'written')
    assert.equal(stored().version, 2)
  })

  test('a reply lost after the write: the change is found by its request and made once', async () => {
    const lost: Fault = { at: 1, when: 'after', how: 'lost' }
    assert.equal(outcome(await run('change', [id, 'r1', { version: 1 }, { inc: { count: 1 } }], lost)), 'already')
    assert.equal(stored().count, 1)
    assert.equal(stored().version, 2)
  })

  test('an error before the write: tried again, made once', async () => {
    for (const how of ['error', 'lost'] as const) {
      assert.equal(outcome(await run('change', [id, `r-${how}`, {}, { inc: { count: 1 } }], { at: 1, when: 'before', how })), 'written')
    }
    assert.equal(stored().count, 2)
  })

  test('the same request again changes nothing, whatever the guard says now', async () => {
    await run('change', [id, 'r1', { version: 1 }, { inc: { count: 1 } }])
    assert.equal(outcome(await run('change', [id, 'r1', { version: 1 }, { inc: { count: 1 } }])), 'already')
    assert.equal(outcome(await run('change', [id, 'r1', {}, { inc: { count: 1 } }])), 'already')
    assert.equal(stored().count, 1)
  })

  test('a guard that does not hold, and a document that is not there', async () => {
    assert.equal(outcome(await run('change', [id, 'r1', { version: 9 }, {}])), 'refused')
    assert.equal(outcome(await run('change', ['nobody', 'r1', {}, {}])), 'missing')
  })

  test('seats and followers do not bump the version', async () => {
    await run('change', [id, 'r1', {}, { inc: { count: 1 }, bump: false }])
    assert.equal(stored().version, 1)
  })

  test('an id that exists: the same request is answered with its document, another request with nothing', async () => {
    const document = { ...base(), _id: `${id}-new`, requests: ['r1'] }
    assert.deepEqual(await run('create', [document]), { answer: { written: true, document } })
    assert.deepEqual(await run('create', [{ ...document, text: '第二次' }]), { answer: { written: false, document } })
    assert.deepEqual(await run('create', [{ ...document, requests: ['r2'] }]), { answer: null })
  })

  test('a reply lost after a document was made: found, made once', async () => {
    const document = { ...base(), _id: `${id}-lost`, requests: ['r1'] }
    const { answer } = await run('create', [document], { at: 1, when: 'after', how: 'lost' })
    assert.deepEqual(answer, { written: false, document })
  })

  test('a step that loses the race decides again on what is there now, and none is lost', async () => {
    const answers = await Promise.all(Array.from({ length: 3 }, (_, at) => run('increment', [id, `r${at}`, 9])))
    assert.deepEqual(
      answers.map(({ answer }) => (answer as { ok: boolean }).ok),
      [true, true, true],
    )
    assert.equal(stored().count, 3)
    assert.equal((stored().timeline as unknown[]).length, 3)
  })

  test('a rule is asked again after a lost race: the last place goes to one', async () => {
    const answers = await Promise.all(Array.from({ length: 3 }, (_, at) => run('increment', [id, `r${at}`, 1])))
    assert.equal(answers.filter(({ answer }) => (answer as { ok: boolean }).ok).length, 1)
    assert.equal(stored().count, 1)
  })

  test('of a list of conditions any one is enough, in one operation; nothing slips in', async () => {
    const any = await run('find', [[{ _id: id }, { _id: `${id}-other`, state: 'reported' }, { _id: 'none' }]])
    assert.deepEqual((any.answer as { _id: string }[]).map(({ _id }) => _id).sort(), [id, `${id}-other`])
    assert.match((await run('find', [[{ _id: id }, { holder: { $gt: '' } }]])).thrown ?? '', /condition on "holder"/)
    assert.match((await run('find', [[]])).thrown ?? '', /names a condition/)
  })

  test('an openid that looks like a number is still the same person', async () => {
    const { result } = await cloud.invoke('probe', { run: 'whoAmI' }, { openid: '42' })
    const { answer } = result as { answer: { openid: string; source: string } }
    assert.equal(answer.openid, '42')
    assert.equal(answer.source, 'wx_client')
  })

  test('the id of what a command makes is its caller’s alone', async () => {
    const ids = await Promise.all(
      ['a', 'b'].map(async (openid) => {
        const { result } = await cloud.invoke('probe', { run: 'whoAmI' }, { openid })
        return (result as { answer: { document: string } }).answer.document
      }),
    )
    assert.notEqual(ids[0], ids[1])
  })
})
