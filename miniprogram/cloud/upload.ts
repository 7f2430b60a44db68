import { networkFailure, newRequestId, pause } from './call'
import type { Reply } from './call'
import { online } from './network'
import { askMe, me } from './session'

const longest = 1600

/** Copies a picked photo into the app's own folder, made smaller: temporary files are gone when WeChat closes, a draft is not. */
export async function keepPhoto(path: string): Promise<string> {
  const small = await smaller(path)
  return keepFile(small)
}

export async function keepFile(path: string): Promise<string> {
  try {
    const { savedFilePath } = await new Promise<{ savedFilePath: string }>((success, fail) =>
      wx.getFileSystemManager().saveFile({ tempFilePath: path, success, fail }),
    )
    return savedFilePath
  } catch (error) {
    // The folder may be full; the temporary file still works until WeChat closes.
    console.warn('file not kept', error)
    return path
  }
}

export function dropFile(path: string): void {
  wx.getFileSystemManager().removeSavedFile({ filePath: path, fail: () => undefined })
}

async function smaller(path: string): Promise<string> {
  try {
    const { width, height } = await wx.getImageInfo({ src: path })
    const shrink = Math.min(1, longest / Math.max(width, height))
    const { tempFilePath } = await wx.compressImage({ src: path, quality: 80, compressedWidth: Math.round(width * shrink) })
    return tempFilePath
  } catch (error) {
    console.warn('photo not made smaller', error)
    return path
  }
}

/** Sends a file into this person's own folder and answers its file id. The progress is in percent. */
export async function upload(path: string, onProgress?: (percent: number) => void): Promise<Reply<string>> {
  const known = me() ?? (await askMe().then((reply) => (reply.ok ? reply.data : undefined)))
  if (!known) return { ok: false, error: networkFailure }
  const ending = /\.(\w{1,5})$/.exec(path)?.[1] ?? 'jpg'
  const cloudPath = `${known.folder}/${newRequestId()}.${ending}`
  for (let attempt = 0; attempt < 3; attempt++) {
    if (!online()) break
    if (attempt > 0) await pause(attempt * 600)
    const file = await send(path, cloudPath, onProgress)
    if (file !== undefined) return { ok: true, data: file }
  }
  return { ok: false, error: networkFailure }
}

function send(filePath: string, cloudPath: string, onProgress?: (percent: number) => void): Promise<string | undefined> {
  return new Promise((resolve) => {
    const task = wx.cloud.uploadFile({
      filePath,
      cloudPath,
      success: ({ fileID }) => resolve(fileID),
      fail: (error) => {
        console.warn('upload failed', error)
        resolve(undefined)
      },
    })
    task.onProgressUpdate(({ progress }) => onProgress?.(progress))
  })
}
