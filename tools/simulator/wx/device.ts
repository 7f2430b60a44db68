import { api, cancelled, Failure } from './call'
import type { PhoneHost } from './host'
import { mimeOf } from './files'
import type { Permissions } from './permission'

interface CalendarOptions {
  title: string
  startTime: number
  endTime?: number | string
  location?: string
  description?: string
  repeatInterval?: 'day' | 'week' | 'month' | 'year'
}

const repeats = { day: '每天', week: '每周', month: '每月', year: '每年' }

/** What WeChat opens; anything else it can only send on. */
const documentTypes = ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'pdf']

export function deviceApi(host: PhoneHost, permissions: Permissions, inTap: () => boolean) {
  const { native, disk, log } = host
  const calendar = (name: string, repeating: boolean) =>
    api(name, async ({ title, startTime, endTime, location, description, repeatInterval = 'month' }: CalendarOptions) => {
      if (!title || !Number.isFinite(startTime)) throw new Failure('parameter error: title and startTime are required')
      await permissions.need('scope.addPhoneCalendar')
      const added = await native.calendar({
        title,
        start: new Date(startTime * 1000),
        ...(endTime === undefined ? {} : { end: new Date(Number(endTime) * 1000) }),
        location,
        description,
        ...(repeating ? { repeat: repeats[repeatInterval] } : {}),
      })
      if (!added) throw cancelled()
      log(`日历里加了：${title}`)
    })
  const buzz = (name: string, line: string) => api(name, () => log(line))
  let keptOn = false

  return {
    makePhoneCall: api('makePhoneCall', async ({ phoneNumber }: { phoneNumber: string }) => {
      if (!phoneNumber) throw new Failure('parameter error: parameter.phoneNumber should be String')
      if (!(await native.call(phoneNumber))) throw cancelled()
      log(`拨打了 ${phoneNumber}`)
    }),
    scanCode: api('scanCode', async () => {
      await permissions.agree()
      const result = await native.scan()
      if (result === null) throw cancelled()
      const own = /^\/?((?:pages|packages)\/.*)$/.exec(result)?.[1]
      const bytes = new TextEncoder().encode(result)
      return {
        result,
        scanType: own ? 'WX_CODE' : 'QR_CODE',
        charSet: 'UTF-8',
        rawData: btoa(String.fromCharCode(...bytes)),
        ...(own ? { path: own } : {}),
      }
    }),
    setClipboardData: api('setClipboardData', ({ data }: { data: string }) => {
      disk.put('settings', 'clipboard', String(data))
      // WeChat says so itself.
      native.toast({ title: '内容已复制', icon: 'success', mask: false })
      setTimeout(() => native.toast(null), 1500)
    }),
    getClipboardData: api('getClipboardData', () => ({ data: (disk.entries('settings').get('clipboard') as string | undefined) ?? '' })),
    vibrateShort: buzz('vibrateShort', '轻轻震动了一下'),
    vibrateLong: buzz('vibrateLong', '震动了一下'),
    addPhoneCalendar: calendar('addPhoneCalendar', false),
    addPhoneRepeatCalendar: calendar('addPhoneRepeatCalendar', true),
    openDocument: api('openDocument', async ({ filePath, fileType }: { filePath: string; fileType?: string }) => {
      const file = host.files.find(filePath)
      if (!file) throw new Failure("file doesn't exist")
      const type = fileType ?? filePath.slice(filePath.lastIndexOf('.') + 1)
      if (!documentTypes.includes(type)) throw new Failure('filetype not supported')
      native.openDocument({
        name: filePath.slice(filePath.lastIndexOf('/') + 1),
        url: await host.files.url(filePath),
        mime: file.mime || mimeOf(filePath),
      })
    }),
    shareFileMessage: api('shareFileMessage', async ({ filePath, fileName }: { filePath: string; fileName?: string }) => {
      if (!inTap()) throw new Failure('can only be invoked by user TAP gesture.')
      if (!host.files.find(filePath)) throw new Failure("file doesn't exist")
      const name = fileName ?? filePath.slice(filePath.lastIndexOf('/') + 1)
      const picked = await native.actionSheet({ items: ['文件传输助手'], title: `把“${name}”发给` })
      if (picked === null) throw cancelled()
      log(`把文件 ${name} 发给了文件传输助手`)
    }),
    setKeepScreenOn: api('setKeepScreenOn', ({ keepScreenOn }: { keepScreenOn: boolean }) => {
      if (keepScreenOn !== keptOn) log(keepScreenOn ? '屏幕保持常亮' : '屏幕不再常亮')
      keptOn = keepScreenOn
    }),
  }
}
