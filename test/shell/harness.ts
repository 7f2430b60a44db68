// The real shell, runtime and local cloud around a mini-program of three pages, in real Chromium.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Page } from 'playwright-core'
import type { SimulatedTown } from '../../tools/simulator/shell/town'
import { createSimulator } from '../../tools/simulator/server'
import { fixtureCloud, type FixtureCloud } from '../local-cloud/fixture-cloud'
import { launchBrowser } from '../browser'

const names = { resident: '陈桂英', member: '李燕', dispatcher: '黄志强', elder: '梁伯', organisation: '周敏', worker: '何晓彤' }
const people = Object.entries(names).map(([role, name]) => ({ openid: `${role}-1`, name, role, grid: 'cell-1' }))
people.push({ openid: 'resident-2', name: '第二位居民', role: 'resident', grid: 'cell-1' })

const ring = [
  [113.18, 22.6],
  [113.2, 22.6],
  [113.2, 22.62],
  [113.18, 22.62],
  [113.18, 22.6],
]
const town: SimulatedTown = {
  name: '示例镇',
  centre: { longitude: 113.19, latitude: 22.61 },
  places: [
    { name: '村委会', address: '示例镇一村', longitude: 113.191, latitude: 22.611 },
    { name: '文化广场', address: '示例镇一村', longitude: 113.196, latitude: 22.614 },
  ],
  templates: [
    { id: 'template-progress', title: '上报进度提醒', fields: { thing1: '事项', thing2: '说明' } },
    { id: 'template-visit', title: '上门安排提醒', fields: { thing1: '事项' } },
  ],
  map: {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: { name: '一村' }, geometry: { type: 'Polygon', coordinates: [ring] } }],
  },
  labels: { 'cell-1': '一村第一网格' },
}

export interface House {
  url: string
  cloud: FixtureCloud
  /** A new browser profile with one phone that fills the window. */
  phone(person?: string, path?: string): Promise<Page>
  /** A page of a window as wide as a computer's. */
  board(path?: string, size?: { width: number; height: number }): Promise<Page>
  close(): Promise<void>
}

export async function openHouse(): Promise<House> {
  const outDir = mkdtempSync(join(tmpdir(), 'shanlin-shell-'))
  const cloud = await fixtureCloud()
  const simulator = createSimulator({ appDir: join(import.meta.dirname, 'fixture'), outDir, people: () => people, town: () => town })
  const [browser] = await Promise.all([launchBrowser(), simulator.build()])
  const server = createServer((request, response) => {
    void (async () => {
      if (!(await simulator.handle(request, response)) && !(await cloud.handle(request, response))) response.writeHead(404).end()
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const pages = new Map<Page, string[]>()

  async function open(path: string, viewport: { width: number; height: number }): Promise<Page> {
    const context = await browser.newContext({ viewport, locale: 'zh-CN' })
    const page = await context.newPage()
    page.setDefaultTimeout(5000)
    const wrong: string[] = []
    pages.set(page, wrong)
    page.on('pageerror', (error) => wrong.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !/^(blob|data):/.test(request.url())) wrong.push(`a request leaves the house: ${request.url()}`)
    })
    await page.goto(`${url}${path}`)
    return page
  }

  return {
    url,
    cloud,
    async phone(person = 'resident', path = '') {
      const page = await open(`/phone/${person}${path}`, { width: 375, height: 812 })
      await page.getByText('第一页').or(page.getByText('详情')).first().waitFor()
      return page
    },
    board: (path = '/', size = { width: 1920, height: 1080 }) => open(path, size),
    async close() {
      await browser.close()
      simulator.close()
      server.close()
      server.closeAllConnections()
      await cloud.close()
      rmSync(outDir, { recursive: true, force: true })
      const wrong = [...pages.values()].flat()
      if (wrong.length) throw new Error(`the pages had errors:\n${wrong.join('\n')}`)
    },
  }
}

/** Calls one API by promise; a refusal is answered, not thrown. */
export function call(page: Page, name: string, options: object = {}): Promise<Record<string, unknown>> {
  return page.evaluate(
    async ({ name, options }) => {
      const api = name.split('.').reduce((at, key) => (at as Record<string, unknown>)[key], (window as unknown as { wx: unknown }).wx)
      try {
        return { ...(await (api as (options: object) => Promise<object>)(options)) }
      } catch (error) {
        return error instanceof Error ? { thrown: error.message } : { ...(error as object) }
      }
    },
    { name, options },
  )
}

/** Runs code of an app in the phone. `wx` is its own. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the app's wx, as any app of JavaScript sees it
export function inApp<T>(page: Page, run: (wx: any) => T | Promise<T>): Promise<T> {
  // tsx keeps the names of functions by a helper that the page has not.
  return page.evaluate<T>(`((__name) => (${run.toString()})(window.wx))((it) => it)`)
}
