// One built app in one real browser: what every test of the simulator starts from.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { buildApp } from '../../tools/simulator/build/index'
import { launchBrowser } from '../browser'

const types: Record<string, string> = { '.js': 'text/javascript', '.svg': 'image/svg+xml', '.woff': 'font/woff', '.html': 'text/html' }

const html = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>phone</title><link rel="icon" href="data:,">
<style>html,body{margin:0;height:100%}#phone{position:absolute;inset:0}</style><div id="phone"></div><script src="/app.js"></script>
<script>
const wx = {
  canIUse: () => true,
  getLaunchOptionsSync: () => app().launchOptions(),
  getSystemInfoSync: () => ({ ...app().windowSize(), screenWidth: 375, screenHeight: 812, statusBarHeight: 20, pixelRatio: 2, platform: 'devtools', SDKVersion: '3.8.0', safeArea: { top: 20, bottom: 812, left: 0, right: 375, width: 375, height: 792 } }),
  getMenuButtonBoundingClientRect: () => app().capsuleRect(),
  nextTick: (run) => app().nextTick(run),
  createSelectorQuery: () => app().createSelectorQuery(),
  createIntersectionObserver: (...all) => app().createIntersectionObserver(...all),
  createMapContext: (...all) => app().createMapContext(...all),
  createAnimation: (options) => app().createAnimation(options),
  pageScrollTo: (options) => app().pageScrollTo(options),
  stopPullDownRefresh: () => app().stopPullDownRefresh(),
  onThemeChange() {}, offThemeChange() {}, onMenuButtonBoundingClientRectWeightChange() {}, offMenuButtonBoundingClientRectWeightChange() {},
  hideKeyboard() {}, vibrateShort() {}, showToast(options) { window.toasts = [...(window.toasts ?? []), options.title] },
}
wx.getWindowInfo = wx.getDeviceInfo = wx.getAppBaseInfo = wx.getSystemInfoSync
for (const name of ['navigateTo', 'redirectTo', 'reLaunch', 'switchTab', 'navigateBack'])
  wx[name] = (options = {}) => app()[name](options.url ?? options.delta).then((result) => (options.success?.(result), result), (error) => { options.fail?.({ errMsg: name + ':fail ' + error.message }); if (!options.fail) throw error })
let running
const app = () => running
const host = { root: document.querySelector('#phone'), wx, attach(app) { running = app; window.running = app } }
const options = new URLSearchParams(location.search)
if (options.has('start')) host.startPath = options.get('start')
host.baseMap = window.baseMap
host.location = () => ({ longitude: 113.19, latitude: 22.61 })
host.openType = (request) => { window.asked = request.openType; return { avatarUrl: '/images/home.svg' } }
try { window.shanlinBoot(host); window.booted = true } catch (error) { console.error(error.stack) }
</script></html>`

export interface Phone {
  browser: Browser
  /** Opens the app on a phone of its own; `errors` collects what the console says is wrong. */
  open(options?: { start?: string; touch?: boolean; errors?: string[] }): Promise<Page>
  build: Awaited<ReturnType<typeof buildApp>>
  close(): Promise<void>
}

export async function startPhone(appDir: string): Promise<Phone> {
  const outDir = mkdtempSync(join(tmpdir(), 'simulator-'))
  const build = await buildApp({
    appDir,
    outDir,
    npm: { 'tdesign-miniprogram': resolve('node_modules/tdesign-miniprogram/miniprogram_dist') },
  })
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const file = join(outDir, path)
    if (path === '/') response.setHeader('content-type', 'text/html').end(html)
    else if (file.startsWith(outDir) && existsSync(file))
      response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream').end(readFileSync(file))
    else response.writeHead(404).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const browser = await launchBrowser()
  return {
    browser,
    build,
    async open({ start, touch = false, errors = [] } = {}) {
      const context = await browser.newContext({ viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, hasTouch: touch })
      const page = await context.newPage()
      page.setDefaultTimeout(15000)
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      page.on('pageerror', (error) => errors.push(String(error)))
      await page.goto(`http://127.0.0.1:${port}/${start === undefined ? '' : `?start=${encodeURIComponent(start)}`}`)
      return page
    },
    async close() {
      await browser.close()
      await new Promise((done) => server.close(done))
      rmSync(outDir, { recursive: true })
    },
  }
}
