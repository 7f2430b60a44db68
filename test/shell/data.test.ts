/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-return --
   code that runs inside the phone or a function sees wx and the SDK as loosely as an app of JavaScript does */
// Storage, files, system, network and cloud: what wx answers without asking the person.
import assert from 'node:assert/strict'
import type { Device } from '../../tools/simulator/shell/device'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { call, inApp, openHouse, type House } from './harness'

let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

test('storage keeps types, survives a reload and belongs to one person', async () => {
  const page = await house.phone()
  await inApp(page, (wx) => {
    wx.setStorageSync('draft', { text: '路灯', at: 3 })
    wx.setStorageSync('day', new Date('2026-01-02T03:04:05Z'))
  })
  await page.reload()
  await page.getByText('第一页').waitFor()
  const read = await inApp(page, (wx) => ({
    draft: wx.getStorageSync('draft') as unknown,
    day: (wx.getStorageSync('day') as Date).toISOString(),
    missing: wx.getStorageSync('nothing') as unknown,
    info: wx.getStorageInfoSync() as { keys: string[]; limitSize: number },
  }))
  assert.deepEqual(read.draft, { text: '路灯', at: 3 })
  assert.equal(read.day, '2026-01-02T03:04:05.000Z')
  assert.equal(read.missing, '')
  assert.deepEqual(read.info.keys.sort(), ['day', 'draft'])
  assert.equal(read.info.limitSize, 10240)
  assert.deepEqual(await call(page, 'getStorage', { key: 'nothing' }), { errMsg: 'getStorage:fail data not found' })
  await page.goto(`${house.url}/phone/resident-2`)
  await page.getByText('第一页').waitFor()
  assert.equal(await inApp(page, (wx) => wx.getStorageSync('draft') as unknown), '')
})

test('a reload right after a write keeps it', async () => {
  const page = await house.phone()
  for (let round = 0; round < 5; round++) {
    await page.evaluate(`wx.setStorageSync('round', ${round}); location.reload()`).catch(() => {})
    await page.waitForLoadState()
    await page.getByText('第一页').waitFor()
    assert.equal(await inApp(page, (wx) => wx.getStorageSync('round') as unknown), round)
  }
})

test('storage refuses what WeChat refuses: 1 MB an entry, 10 MB in all', async () => {
  const page = await house.phone()
  const big = await call(page, 'setStorage', { key: 'big', data: 'x'.repeat(1024 * 1024 + 1) })
  assert.equal(big['errMsg'], 'setStorage:fail exceed max size of a single entry')
  const full = await inApp(page, (wx) => {
    try {
      for (let index = 0; index < 12; index++) wx.setStorageSync(`part${index}`, 'x'.repeat(1000 * 1024))
      return 'never full'
    } catch (error) {
      return (error as Error).message
    }
  })
  assert.equal(full, 'setStorageSync:fail exceed storage max size 10Mb')
})

test('callbacks: success before complete, and no promise', async () => {
  const page = await house.phone()
  const heard = await inApp(
    page,
    (wx) =>
      new Promise<string[]>((resolve) => {
        const heard: string[] = []
        const answer = wx.getStorage({
          key: 'nothing',
          success: () => heard.push('success'),
          fail: (error: { errMsg: string }) => heard.push(error.errMsg),
          complete: () => resolve([...heard, 'complete', typeof answer]),
        }) as unknown
        heard.push('sync')
      }),
  )
  assert.deepEqual(heard, ['sync', 'getStorage:fail data not found', 'complete', 'undefined'])
})

test('files: write, read, list, copy, remove; an image element shows one', async () => {
  const page = await house.phone()
  const result = await inApp(page, async (wx) => {
    const fs = wx.getFileSystemManager()
    const root = wx.env.USER_DATA_PATH as string
    const failures: string[] = []
    const attempt = (act: () => void) => {
      try {
        act()
      } catch (error) {
        failures.push((error as Error).message)
      }
    }
    fs.mkdirSync(`${root}/drafts/photos`, true)
    fs.writeFileSync(`${root}/drafts/a.txt`, '善邻', 'utf8')
    fs.appendFileSync(`${root}/drafts/a.txt`, '!')
    fs.copyFileSync(`${root}/drafts/a.txt`, `${root}/drafts/b.txt`)
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGNkYPjPwMDAAAAGCQEBnRwOHwAAAABJRU5ErkJggg=='
    fs.writeFileSync(`${root}/dot.png`, png, 'base64')
    attempt(() => fs.readFileSync(`${root}/none.txt`, 'utf8'))
    attempt(() => fs.writeFileSync(`${root}/none/a.txt`, ''))
    attempt(() => fs.writeFileSync('http://tmp/a.txt', ''))
    attempt(() => fs.mkdirSync(`${root}/drafts`))
    attempt(() => fs.rmdirSync(`${root}/drafts`))
    const read = await fs.readFile({ filePath: `${root}/drafts/b.txt`, encoding: 'utf8' })
    const raw = fs.readFileSync(`${root}/drafts/a.txt`) as ArrayBuffer
    const stat = fs.statSync(`${root}/drafts/a.txt`)
    const list = fs.readdirSync(`${root}/drafts`) as string[]
    fs.unlinkSync(`${root}/drafts/b.txt`)
    const gone = await fs.access({ path: `${root}/drafts/b.txt` }).catch((error: { errMsg: string }) => error.errMsg)
    const base64 = wx.arrayBufferToBase64(raw) as string
    const around = new TextDecoder().decode(wx.base64ToArrayBuffer(base64) as ArrayBuffer)
    return {
      root,
      failures,
      text: read.data as string,
      size: stat.size as number,
      file: stat.isFile() as boolean,
      list,
      gone: gone as string,
      around,
    }
  })
  assert.equal(result.text, '善邻!')
  assert.equal(result.around, '善邻!')
  assert.equal(result.size, 7)
  assert.equal(result.file, true)
  assert.deepEqual(result.list.sort(), ['a.txt', 'b.txt', 'photos'])
  assert.match(result.gone, /^access:fail no such file or directory, access wxfile:\/\/usr/)
  assert.match(result.failures[0] ?? '', /^readFileSync:fail no such file or directory, open/)
  assert.match(result.failures[1] ?? '', /^writeFileSync:fail no such file or directory/)
  assert.match(result.failures[2] ?? '', /^writeFileSync:fail permission denied/)
  assert.match(result.failures[3] ?? '', /^mkdirSync:fail file already exists/)
  assert.match(result.failures[4] ?? '', /^rmdirSync:fail directory not empty/)
  await page.evaluate(`getCurrentPages()[0].setData({ picture: '${result.root}/dot.png' })`)
  await page.waitForFunction(() => [...document.querySelectorAll('img')].some((image) => image.naturalWidth === 2) || undefined, null, {
    timeout: 3000,
  })
})

test('system: window, fonts, base info; what is unknown is refused aloud', async () => {
  const page = await house.phone()
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  const info = await inApp(page, (wx) => {
    let thrown = ''
    try {
      wx.startBluetoothDevicesDiscovery()
    } catch (error) {
      thrown = (error as Error).message
    }
    let inCloud = ''
    try {
      wx.cloud.database()
    } catch (error) {
      inCloud = (error as Error).message
    }
    return {
      window: wx.getWindowInfo(),
      base: wx.getAppBaseInfo(),
      capsule: wx.getMenuButtonBoundingClientRect(),
      launch: wx.getLaunchOptionsSync(),
      can: [
        wx.canIUse('chooseMedia'),
        wx.canIUse('cloud.callFunction'),
        wx.canIUse('startBluetoothDevicesDiscovery'),
        wx.canIUse('map'),
      ] as boolean[],
      thrown,
      inCloud,
    }
  })
  assert.equal(info.window.screenWidth, 375)
  assert.equal(info.window.screenHeight, 812)
  assert.equal(info.window.statusBarHeight, 44)
  assert.ok(info.window.windowHeight < 812 && info.window.windowHeight > 600, JSON.stringify(info.window))
  assert.equal(info.base.fontSizeScaleFactor, 1)
  assert.equal(info.base.host.env, 'WeChat')
  assert.ok(info.capsule.width > 80 && info.capsule.right <= 375, JSON.stringify(info.capsule))
  assert.equal(info.launch.scene, 1001)
  assert.deepEqual(info.can, [true, true, false, true])
  assert.equal(info.thrown, 'wx.startBluetoothDevicesDiscovery is not supported by the simulator')
  assert.equal(info.inCloud, 'wx.cloud.database is not supported by the simulator')
  assert.equal(errors.length, 2)
})

test("navigation speaks to the runtime and fails in WeChat's words", async () => {
  const page = await house.phone()
  const opened = await inApp(
    page,
    (wx) => new Promise<{ id: string }>((resolve) => wx.navigateTo({ url: '/pages/detail/detail?id=7', events: { opened: resolve } })),
  )
  assert.deepEqual(opened, { id: '7' })
  await page.getByText('详情 7').waitFor()
  await call(page, 'setNavigationBarTitle', { title: '新标题' })
  await page.getByText('新标题').waitFor()
  await call(page, 'navigateBack')
  await page.getByText('第一页').waitFor()
  const missing = await call(page, 'navigateTo', { url: '/pages/none/none' })
  assert.match(String(missing['errMsg']), /^navigateTo:fail page "?\/?pages\/none\/none"? is not found/)
  const tab = await call(page, 'navigateTo', { url: '/pages/list/list' })
  assert.match(String(tab['errMsg']), /^navigateTo:fail can not navigateTo a tabbar page/)
  await call(page, 'setTabBarBadge', { index: 1, text: '8' })
  await page.getByText('8', { exact: true }).waitFor()
  await call(page, 'switchTab', { url: '/pages/list/list' })
  await page.getByText('列表页').waitFor()
})

test('the cloud: functions, files with progress, addresses, and errors as WeChat gives them', async () => {
  const page = await house.phone()
  const called = await call(page, 'cloud.callFunction', { name: 'script', data: { code: '({ cloud }) => cloud.getWXContext().OPENID' } })
  assert.equal(called['errMsg'], 'cloud.callFunction:ok')
  assert.equal(called['result'], 'resident-1')
  const unknown = await call(page, 'cloud.callFunction', { name: 'nothing' })
  assert.equal(unknown['errCode'], -501000)
  assert.match(String(unknown['errMsg']), /^cloud\.callFunction:fail Error: errCode: -501000 /)

  const files = await inApp(page, async (wx) => {
    const filePath = `${wx.env.USER_DATA_PATH}/note.txt`
    wx.getFileSystemManager().writeFileSync(filePath, '一张纸条')
    const progress: number[] = []
    const uploaded = await new Promise<{ fileID: string }>((success, fail) => {
      wx.cloud
        .uploadFile({ cloudPath: 'notes/note.txt', filePath, success, fail })
        .onProgressUpdate((now: { progress: number }) => progress.push(now.progress))
    })
    const { fileList } = await wx.cloud.getTempFileURL({ fileList: [uploaded.fileID, uploaded.fileID.replace('note.txt', 'none.txt')] })
    const { tempFilePath } = await wx.cloud.downloadFile({ fileID: uploaded.fileID })
    const text = wx.getFileSystemManager().readFileSync(tempFilePath, 'utf8') as string
    const deleted = await wx.cloud.deleteFile({ fileList: [uploaded.fileID] })
    return { uploaded, progress, fileList: fileList as { status: number }[], text, deleted: deleted.fileList as { status: number }[] }
  })
  assert.match(files.uploaded.fileID, /^cloud:\/\/.+\/notes\/note\.txt$/)
  assert.equal(files.progress.at(-1), 100)
  assert.equal(files.text, '一张纸条')
  assert.equal(files.fileList[0]?.status, 0)
  assert.notEqual(files.fileList[1]?.status, 0)
  assert.equal(files.deleted[0]?.status, 0)
})

test('without a network calls fail, listeners hear it, and it comes back', async () => {
  const page = await house.phone()
  await page.evaluate(() => {
    const phone = window as unknown as {
      heard: unknown[]
      shanlinDevice: Device
      wx: { onNetworkStatusChange(listener: (status: unknown) => void): void }
    }
    phone.heard = []
    phone.wx.onNetworkStatusChange((status) => phone.heard.push(status))
    phone.shanlinDevice.setNetwork('none')
  })
  const offline = await call(page, 'cloud.callFunction', { name: 'script' })
  assert.equal(offline['errCode'], -1)
  assert.match(String(offline['errMsg']), /^cloud\.callFunction:fail /)
  assert.equal((await call(page, 'getNetworkType'))['networkType'], 'none')
  await page.evaluate(() => (window as unknown as { shanlinDevice: Device }).shanlinDevice.setNetwork('wifi'))
  assert.deepEqual(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard), [
    { isConnected: false, networkType: 'none' },
    { isConnected: true, networkType: 'wifi' },
  ])
})

test("every name that wx has is WeChat's", async () => {
  const typings = readFileSync(new URL('../../node_modules/miniprogram-api-typings/types/wx/lib.wx.api.d.ts', import.meta.url), 'utf8')
  const page = await house.phone()
  const names = await inApp(page, (wx) => Object.keys(wx as object))
  assert.ok(names.length > 120)
  const unknown = names.filter((name) => !new RegExp(`^ {8}${name}[(<:]`, 'm').test(typings))
  assert.deepEqual(unknown, [])
})
