import { call } from '../../../cloud/call'
import type { Reply } from '../../../cloud/call'
import { networkFailure } from '../../../cloud/call'

export type Format = 'xlsx' | 'csv'

/** A table of a month on this phone, under a name that people recognise. */
export interface Sheet {
  path: string
  name: string
  format: Format
}

/** Has the table made, and fetches it. WeChat opens what lies under the app's own folder by the name that it has there. */
export async function fetchSheet(organisation: string | undefined, month: string, format: Format): Promise<Reply<Sheet>> {
  const reply = await call('booking.statement', { organisation, month, format })
  if (!reply.ok) return reply
  const { file, organisation: title } = reply.data
  if (file === undefined) return { ok: false, error: { code: 'INTERNAL', message: '表格没有做出来，请再试一次' } }
  const name = `${title}${month}月报.${format}`
  const path = `${wx.env.USER_DATA_PATH}/${name}`
  try {
    const { tempFilePath } = await wx.cloud.downloadFile({ fileID: file })
    await new Promise<void>((resolve, fail) =>
      wx.getFileSystemManager().copyFile({ srcPath: tempFilePath, destPath: path, success: () => resolve(), fail }),
    )
    return { ok: true, data: { path, name, format } }
  } catch (error) {
    console.warn('table not fetched', error)
    return { ok: false, error: networkFailure }
  }
}
