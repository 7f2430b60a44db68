import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { after } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { DemonstrationPerson } from '../../tools/town/people'
import { launchBrowser } from '../browser'

/** `npm start` as anyone runs it, on a port of its own and without keeping state, with a real browser to look at it. */
export interface Demonstration {
  url: string
  browser: Browser
  /** One person's phone at 375 × 812, opened at home or at `path`; what its console says is wrong is collected in `complaints`. */
  phone(person: string, path?: string, prepare?: (page: Page) => Promise<void>): Promise<Page>
  complaints: string[]
  /** Everyone of the town with what they are. */
  people(): Promise<DemonstrationPerson[]>
  /** Moves the cloud's clock, as if it had stood still meanwhile. */
  sleep(milliseconds: number): Promise<void>
  /** Moves the cloud's clock, and each timer fires as often as it comes due. */
  advance(milliseconds: number): Promise<void>
  invoke(openid: string, action: string, input: object): Promise<unknown>
  close(): Promise<void>
}

/** One for all tests of a file, which ends with them. */
export async function demonstration(): Promise<Demonstration> {
  const town = await startDemonstration()
  after(() => town.close())
  return town
}

export async function startDemonstration(): Promise<Demonstration> {
  const root = join(import.meta.dirname, '..', '..')
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'tools', 'start.ts')], {
    cwd: root,
    env: { ...process.env, PORT: '0', DATA: ':memory:' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const [, found] = /^App: (.*)\/$/.exec(line) ?? []
      if (found !== undefined) resolve(found)
    })
    child.on('exit', (code) => reject(new Error(`npm start ended with ${code}`)))
  })
  const browser = await launchBrowser()
  const complaints: string[] = []
  async function moveClock(how: { sleep: number } | { advance: number }): Promise<void> {
    const response = await fetch(`${url}/clock`, { method: 'POST', body: JSON.stringify(how) })
    assert.ok(response.ok, await response.text())
  }
  return {
    url,
    browser,
    complaints,
    async phone(person, path, prepare) {
      const context = await browser.newContext({
        viewport: { width: 375, height: 812 },
        deviceScaleFactor: 2,
        hasTouch: true,
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
      })
      const page = await context.newPage()
      page.setDefaultTimeout(30_000)
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${person}: ${message.text()}`)
      })
      page.on('pageerror', (error) => complaints.push(`${person}: ${error.stack ?? error.message}`))
      await prepare?.(page)
      await page.goto(`${url}/phone/${person}${path === undefined ? '' : `?path=${encodeURIComponent(path)}`}`)
      return page
    },
    people: async () => (await (await fetch(`${url}/people`)).json()) as DemonstrationPerson[],
    sleep: (milliseconds) => moveClock({ sleep: milliseconds }),
    advance: (milliseconds) => moveClock({ advance: milliseconds }),
    async invoke(openid, action, input) {
      const [name, key] = action.split('.')
      const response = await fetch(`${url}/invoke`, {
        method: 'POST',
        headers: { 'x-wx-openid': openid, 'content-type': 'application/json' },
        body: JSON.stringify({ name, data: { action: key, requestId: `test-${Math.random().toString(36).slice(2)}`, input } }),
      })
      const { result } = (await response.json()) as { result: { ok: boolean; data: unknown } }
      assert.ok(result?.ok, JSON.stringify(result))
      return result.data
    },
    async close() {
      await browser.close()
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}
