import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { BuildError, buildApp } from '../../tools/simulator/build/index'
import { tagsIn } from '../../tools/simulator/build/tags'
import { wxsToJs } from '../../tools/simulator/build/templates'
import { convertLengths } from '../../tools/simulator/runtime/lengths'

async function built(files: Record<string, string>): Promise<{ code: string } | { complaints: string[] }> {
  const root = mkdtempSync(join(tmpdir(), 'build-'))
  const app = { 'app/app.json': '{"pages":["p/p"]}', 'app/app.ts': 'App({})', 'app/p/p.wxml': '<view />', 'app/p/p.ts': 'Page({})' }
  for (const [name, text] of Object.entries({
    ...app,
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`app/${name}`, text])),
  })) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  try {
    await buildApp({ appDir: join(root, 'app'), outDir: join(root, 'out') })
    return { code: readFileSync(join(root, 'out/app.js'), 'utf8') }
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    return { complaints: error.diagnostics.map(({ file, line, message }) => `${file}:${line ?? ''} ${message}`) }
  } finally {
    rmSync(root, { recursive: true })
  }
}

const complaints = async (files: Record<string, string>): Promise<string[]> => {
  const result = await built(files)
  return 'complaints' in result ? result.complaints : []
}

test('an element that the simulator lacks is refused by file and line', async () => {
  assert.deepEqual(await complaints({ 'p/p.wxml': '<view>\n  <video src="x" />\n</view>' }), [
    'p/p.wxml:2 <video> is neither an element nor in usingComponents',
  ])
})

test('an attribute or event that an element lacks is refused', async () => {
  assert.deepEqual(await complaints({ 'p/p.wxml': '<map polyline="{{x}}" bind:poitap="y" glow="1" />' }), [
    'p/p.wxml:1 <map> has no event "poitap"',
    'p/p.wxml:1 <map> has no attribute "glow"',
  ])
})

test('a bad expression and a tag left open are refused', async () => {
  const found = await complaints({ 'p/p.wxml': '<view>{{ a + }}</view>\n<view>' })
  assert.ok(
    found.some((one) => one.startsWith('p/p.wxml:1 ')),
    String(found),
  )
  assert.ok(
    found.some((one) => one.startsWith('p/p.wxml:2 ')),
    String(found),
  )
})

test('missing pages, components, templates, styles and scripts are refused', async () => {
  const found = await complaints({
    'app.json': '{"pages":["p/p","gone/gone"]}',
    'p/p.json': '{"usingComponents":{"x":"./x"}}',
    'p/p.wxml': '<import src="./t.wxml" /><x />',
    'p/p.wxss': '@import "./s.wxss";',
    'p/p.ts': 'import { a } from "./nothing"\nPage({ a })',
  })
  for (const part of ['gone/gone', 'component x not found', 'template not found', 'style not found', 'module not found']) {
    assert.ok(
      found.some((one) => one.includes(part)),
      `${part} in ${found.join(' | ')}`,
    )
  }
})

test('app code sees none of the names that only a browser has', async () => {
  const result = await built({ 'p/p.ts': 'Page({ a: typeof window, b: typeof document, c: typeof localStorage })' })
  assert.ok('code' in result && result.code.includes('Page({ a: "undefined", b: "undefined", c: "undefined" })'))
})

test('tags are found with their lines, and not inside comments, WXS or expressions', () => {
  const tags = tagsIn('<!-- <a/> -->\n<wxs module="m">var x = 1 <b</wxs>\n<view x="{{a <c}}" wx:if="{{d}}">{{ e <f }}</view>\n<slot/>', 'x')
  assert.deepEqual(
    tags.map(({ name, line }) => [name, line]),
    [
      ['view', 3],
      ['slot', 4],
    ],
  )
})

test("rpx, vw and vh become the phone's, and not inside strings and addresses", () => {
  assert.equal(convertLengths('10rpx -.5rpx 2vh'), 'calc(10 * var(--rpx)) calc(-.5 * var(--rpx)) calc(2 * var(--vh))')
  assert.equal(convertLengths('url(a10rpx.png) "5rpx" var(--a5rpx)'), 'url(a10rpx.png) "5rpx" var(--a5rpx)')
})

test('WXS keeps the backslashes of a regular expression and names types by their constructor', () => {
  const js = wxsToJs("var r = getRegExp('^\\d+$'); x.constructor === 'Array'; require('./a.wxs')")
  assert.ok(js.includes('getRegExp("^\\\\d+$"'), js)
  assert.ok(js.includes("x.__wxsType === 'Array'"))
  assert.ok(js.includes("require('./a')"))
})
