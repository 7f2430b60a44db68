/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-return --
   code that runs inside the phone or a function sees wx and the SDK as loosely as an app of JavaScript does */
// What WeChat asks the person: each panel answered by tapping its words.
import assert from 'node:assert/strict'
import type { Device } from '../../tools/simulator/shell/device'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { call, inApp, openHouse, type House } from './harness'

let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

const tap = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** Makes the call, does what a person would, and answers the call's result. */
async function answered(page: Page, name: string, options: object, act: () => Promise<void>): Promise<Record<string, unknown>> {
  const result = call(page, name, options)
  await act()
  return result
}

/** The same call, made by the app's own handler of a tap. */
async function answeredInTap(page: Page, name: string, options: object, act: () => Promise<void>): Promise<Record<string, unknown>> {
  await page.evaluate(
    ({ name, options }) => {
      const phone = window as unknown as {
        onTap(): void
        answer: Promise<unknown>
        wx: Record<string, (options: object) => Promise<unknown>>
      }
      phone.answer = new Promise((resolve) => {
        phone.onTap = () => void phone.wx[name]?.(options).then(resolve, resolve)
      })
    },
    { name, options },
  )
  await page.getByText('点我').click()
  await act()
  return page.evaluate(() => (window as unknown as { answer: Promise<Record<string, unknown>> }).answer)
}

test('modal, editable modal, action sheet, toast', async () => {
  const page = await house.phone()
  const yes = await answered(page, 'showModal', { title: '确认办结吗', content: '办结后会告诉居民' }, () => tap(page, '确定'))
  assert.deepEqual([yes['confirm'], yes['cancel'], yes['errMsg']], [true, false, 'showModal:ok'])
  const no = await answered(page, 'showModal', { content: '要退回吗', confirmText: '退回' }, () => tap(page, '取消'))
  assert.deepEqual([no['confirm'], no['cancel']], [false, true])
  const typed = await answered(page, 'showModal', { title: '为什么退回', editable: true, placeholderText: '写一句' }, async () => {
    await page.getByRole('textbox', { name: '写一句' }).fill('坑还在')
    await tap(page, '确定')
  })
  assert.equal(typed['content'], '坑还在')
  const long = await call(page, 'showModal', { confirmText: '五个字的钮' })
  assert.match(String(long['errMsg']), /^showModal:fail confirmText length should not larger than 4/)

  const picked = await answered(page, 'showActionSheet', { itemList: ['拨打电话', '发消息'] }, () => tap(page, '发消息'))
  assert.equal(picked['tapIndex'], 1)
  const left = await answered(page, 'showActionSheet', { itemList: ['拨打电话'] }, () => tap(page, '取消'))
  assert.equal(left['errMsg'], 'showActionSheet:fail cancel')

  await call(page, 'showToast', { title: '已提交', duration: 60000 })
  await page.getByRole('status').getByText('已提交').waitFor()
  await call(page, 'showLoading', { title: '请稍候' })
  assert.deepEqual(await page.getByRole('status').allInnerTexts(), ['请稍候'])
  await call(page, 'hideLoading')
  assert.equal(await page.getByRole('status').count(), 0)
})

test('location: declared, asked once, refused by name, given back in the settings', async () => {
  const page = await house.phone()
  const undeclared = await call(page, 'getFuzzyLocation')
  assert.match(String(undeclared['errMsg']), /^getFuzzyLocation:fail the api need to be declared in the requiredPrivateInfos field/)
  const refused = await answered(page, 'getLocation', { type: 'gcj02' }, async () => {
    await page.getByText('用来填写上报的地点').waitFor()
    await tap(page, '拒绝')
  })
  assert.equal(refused['errMsg'], 'getLocation:fail auth deny')
  assert.equal((await call(page, 'getLocation'))['errMsg'], 'getLocation:fail auth deny')
  const settings = await answered(page, 'openSetting', {}, async () => {
    await page.getByRole('checkbox', { name: '位置信息' }).check()
    await tap(page, '返回')
  })
  assert.deepEqual(settings['authSetting'], { 'scope.userLocation': true })
  const here = await call(page, 'getLocation', { type: 'gcj02' })
  assert.deepEqual([here['longitude'], here['latitude']], [113.19, 22.61])
  const wgs = await call(page, 'getLocation')
  const metres = Math.hypot((Number(wgs['longitude']) - 113.19) * 102_762, (Number(wgs['latitude']) - 22.61) * 111_320)
  assert.ok(metres > 300 && metres < 900, `GCJ-02 lies ${metres} m from WGS-84`)
})

test('a place is chosen on the map: listed, searched, dragged, cancelled', async () => {
  const page = await house.phone()
  const listed = await answered(page, 'chooseLocation', {}, async () => {
    await page.getByRole('button', { name: /文化广场/ }).click()
    await tap(page, '确定')
  })
  assert.deepEqual(listed, { name: '文化广场', address: '示例镇一村', longitude: 113.196, latitude: 22.614, errMsg: 'chooseLocation:ok' })
  const dragged = await answered(page, 'chooseLocation', { longitude: 113.19, latitude: 22.61 }, async () => {
    await page.mouse.move(187, 250)
    await page.mouse.down()
    await page.mouse.move(87, 250, { steps: 4 })
    await page.mouse.up()
    await tap(page, '确定')
  })
  assert.ok(Number(dragged['longitude']) > 113.1905, 'the map moved east under the pin')
  assert.ok(Math.abs(Number(dragged['latitude']) - 22.61) < 1e-6)
  const cancelled = await answered(page, 'chooseLocation', {}, () => tap(page, '取消'))
  assert.equal(cancelled['errMsg'], 'chooseLocation:fail cancel')
  await call(page, 'openLocation', { longitude: 113.191, latitude: 22.611, name: '村委会', address: '示例镇一村' })
  await page.getByRole('heading', { name: '村委会' }).waitFor()
  await tap(page, '返回')
})

test('photographs: camera, album, own file, none', async () => {
  const page = await house.phone()
  const taken = await answered(page, 'chooseMedia', { count: 3, mediaType: ['image'] }, async () => {
    await tap(page, '拍摄')
    await tap(page, '拍摄')
    await tap(page, '使用照片')
  })
  const [photo] = taken['tempFiles'] as { tempFilePath: string; size: number; fileType: string }[]
  assert.ok(photo && photo.fileType === 'image' && photo.size > 10_000)
  assert.match(photo.tempFilePath, /^http:\/\/tmp\/.+\.jpg$/)
  const info = await call(page, 'getImageInfo', { src: photo.tempFilePath })
  assert.deepEqual([info['width'], info['height'], info['type']], [1080, 1440, 'jpeg'])
  const small = await call(page, 'compressImage', { src: photo.tempFilePath, quality: 40, compressedWidth: 540 })
  const smallInfo = await call(page, 'getImageInfo', { src: small['tempFilePath'] })
  assert.deepEqual([smallInfo['width'], smallInfo['height']], [540, 720])

  const album = await answered(page, 'chooseMedia', { count: 2, mediaType: ['image'], sourceType: ['album'] }, async () => {
    for (const name of ['照片 1', '照片 2', '照片 3']) await tap(page, name)
    await tap(page, '完成（2/2）')
  })
  assert.equal((album['tempFiles'] as unknown[]).length, 2)
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGNkYPjPwMDAAAAGCQEBnRwOHwAAAABJRU5ErkJggg==', 'base64')
  const own = await answered(page, 'chooseImage', { sourceType: ['album'] }, () =>
    page.getByLabel('从电脑选择').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: png }),
  )
  assert.match((own['tempFilePaths'] as string[])[0] ?? '', /\.png$/)
  const none = await answered(page, 'chooseMedia', { sourceType: ['camera'] }, () => tap(page, '取消'))
  assert.equal(none['errMsg'], 'chooseMedia:fail cancel')

  await call(page, 'previewImage', { urls: [photo.tempFilePath, String(small['tempFilePath'])], current: String(small['tempFilePath']) })
  await page.getByText('2 / 2').waitFor()
  await tap(page, '关闭预览')
  const saved = await answered(page, 'saveImageToPhotosAlbum', { filePath: photo.tempFilePath }, () => tap(page, '允许'))
  assert.equal(saved['errMsg'], 'saveImageToPhotosAlbum:ok')
})

test('subscribe messages: in a tap alone, at most three, chosen, remembered, told to the cloud', async () => {
  const page = await house.phone('worker')
  const outside = await call(page, 'requestSubscribeMessage', { tmplIds: ['template-progress'] })
  assert.equal(outside['errMsg'], 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.')
  const many = await answeredInTap(page, 'requestSubscribeMessage', { tmplIds: ['a', 'b', 'c', 'd'] }, async () => {})
  assert.equal(many['errCode'], 20003)
  const unknown = await answeredInTap(page, 'requestSubscribeMessage', { tmplIds: ['nothing'] }, async () => {})
  assert.equal(unknown['errCode'], 20001)

  const chosen = await answeredInTap(page, 'requestSubscribeMessage', { tmplIds: ['template-progress', 'template-visit'] }, async () => {
    await page.getByRole('checkbox', { name: '上门安排提醒' }).uncheck()
    await tap(page, '允许')
  })
  assert.equal(chosen['template-progress'], 'accept')
  assert.equal(chosen['template-visit'], 'reject')
  const cancelled = await answeredInTap(page, 'requestSubscribeMessage', { tmplIds: ['template-visit'] }, () => tap(page, '取消'))
  assert.equal(cancelled['template-visit'], 'reject')

  const send = (template: string) =>
    house.cloud.script(async ({ cloud }, templateId) => {
      try {
        await cloud.openapi.subscribeMessage.send({
          touser: 'worker-1',
          templateId,
          page: 'pages/detail/detail?id=5',
          data: { thing1: { value: '路口的坑' } },
        })
        return 'sent'
      } catch (error) {
        return (error as { errCode: number }).errCode
      }
    }, template)
  assert.equal(await send('template-progress'), 'sent')
  assert.equal(await send('template-progress'), 43101, 'one message a consent')
  assert.equal(await send('template-visit'), 43101, 'not consented')
  await page.getByText('服务通知').waitFor()

  const always = await answeredInTap(page, 'requestSubscribeMessage', { tmplIds: ['template-visit'] }, async () => {
    await page.getByRole('checkbox', { name: '总是保持以上选择，不再询问' }).check()
    await tap(page, '允许')
  })
  assert.equal(always['template-visit'], 'accept')
  const again = await answeredInTap(page, 'requestSubscribeMessage', { tmplIds: ['template-visit'] }, async () => {})
  assert.equal(again['template-visit'], 'accept')
  const setting = await call(page, 'getSetting', { withSubscriptions: true })
  assert.deepEqual(setting['subscriptionsSetting'], { mainSwitch: true, itemSettings: { 'template-visit': 'accept' } })
})

test('calls, codes, calendar, clipboard', async () => {
  const page = await house.phone()
  const called = await answered(page, 'makePhoneCall', { phoneNumber: '0760-00000100' }, () => tap(page, '呼叫 0760-00000100'))
  assert.equal(called['errMsg'], 'makePhoneCall:ok')
  assert.deepEqual(await page.evaluate(() => (window as unknown as { shanlinDevice: Device }).shanlinDevice.state().log), [
    '拨打了 0760-00000100',
  ])
  const dropped = await answered(page, 'makePhoneCall', { phoneNumber: '1' }, () => tap(page, '取消'))
  assert.equal(dropped['errMsg'], 'makePhoneCall:fail cancel')
  const scanned = await answered(page, 'scanCode', {}, async () => {
    await page.getByRole('textbox', { name: '码里的内容' }).fill('井盖 0042')
    await tap(page, '确定')
  })
  assert.deepEqual([scanned['result'], scanned['scanType']], ['井盖 0042', 'QR_CODE'])
  const added = await answered(page, 'addPhoneCalendar', { title: '上门打扫', startTime: 1767600000 }, async () => {
    await tap(page, '允许')
    await page.getByRole('heading', { name: '上门打扫' }).waitFor()
    await tap(page, '添加')
  })
  assert.equal(added['errMsg'], 'addPhoneCalendar:ok')
  await call(page, 'setClipboardData', { data: '编号 12' })
  assert.equal((await call(page, 'getClipboardData'))['data'], '编号 12')
})

test('a recording without a microphone is a tone that plays', async () => {
  const page = await house.phone()
  const recording = inApp(page, (wx) => {
    const recorder = wx.getRecorderManager()
    return new Promise<{ tempFilePath: string; duration: number; fileSize: number; played: boolean }>((resolve, reject) => {
      recorder.onError((error: { errMsg: string }) => reject(new Error(error.errMsg)))
      recorder.onStart(() => setTimeout(() => recorder.stop(), 300))
      recorder.onStop((result: { tempFilePath: string; duration: number; fileSize: number }) => {
        const audio = wx.createInnerAudioContext()
        audio.onCanplay(() => resolve({ ...result, played: audio.duration > 0.2 }))
        audio.onError((error: { errMsg: string }) => reject(new Error(error.errMsg)))
        audio.src = result.tempFilePath
      })
      recorder.start({ duration: 10000 })
    })
  })
  await tap(page, '允许')
  const { tempFilePath, duration, fileSize, played } = await recording
  assert.match(tempFilePath, /\.wav$/)
  assert.ok(duration >= 290 && duration < 3000)
  assert.ok(fileSize > 0.29 * 32_000)
  assert.equal(played, true)
})

test('a table is opened under its name; what WeChat can’t open is sent on, in a tap alone', async () => {
  const page = await house.phone()
  const paths = await inApp(page, (wx) => {
    const disk = wx.getFileSystemManager()
    const written = ['xlsx', 'csv'].map((ending) => `${wx.env.USER_DATA_PATH}/月报.${ending}`)
    for (const path of written) disk.writeFileSync(path, '日期,小时', 'utf8')
    return written
  })
  const [sheet = '', csv = ''] = paths
  assert.equal((await call(page, 'openDocument', { filePath: sheet }))['errMsg'], 'openDocument:ok')
  await page.getByRole('dialog', { name: '月报.xlsx' }).getByRole('button', { name: '返回' }).click()
  assert.equal((await call(page, 'openDocument', { filePath: csv }))['errMsg'], 'openDocument:fail filetype not supported')

  assert.match(String((await call(page, 'shareFileMessage', { filePath: csv }))['errMsg']), /can only be invoked by user TAP gesture/)
  const sent = await answeredInTap(page, 'shareFileMessage', { filePath: csv, fileName: '十一月.csv' }, () => tap(page, '文件传输助手'))
  assert.equal(sent['errMsg'], 'shareFileMessage:ok')
  const left = await answeredInTap(page, 'shareFileMessage', { filePath: csv }, () => tap(page, '取消'))
  assert.equal(left['errMsg'], 'shareFileMessage:fail cancel')
})
