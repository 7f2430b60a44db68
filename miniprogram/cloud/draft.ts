// What a person has typed, kept on the phone until it has been sent, also when WeChat is closed.
import { newRequestId } from './call'

interface Kept<T> {
  requestId: string
  at: string
  value: T
}

export interface Draft<T> {
  read(): Kept<T> | undefined
  /** Keeps the same request id until the draft is cleared, so that what was sent once is never sent as something new. */
  keep(value: T, requestId?: string): Kept<T>
  clear(): void
}

export function draft<T>(form: string): Draft<T> {
  const key = `draft:${form}`
  const read = () => wx.getStorageSync<Kept<T> | ''>(key) || undefined
  return {
    read,
    keep(value, requestId = read()?.requestId ?? newRequestId()) {
      const kept = { requestId, at: new Date().toISOString(), value }
      wx.setStorageSync(key, kept)
      return kept
    },
    clear: () => wx.removeStorageSync(key),
  }
}
