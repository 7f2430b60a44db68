import { dropFile, keepPhoto, upload } from '../../cloud/upload'
import type { Reply } from '../../cloud/call'

/** A photo on this phone, and its file id once it is in the cloud. This is what a draft keeps. */
export interface Picked {
  path: string
  file?: string
}

/** What a page calls on it. */
export interface PhotoPicker {
  settle(): Promise<Reply<string[]>>
}

interface Shown extends Picked {
  percent: number
  state: 'waiting' | 'sending' | 'sent' | 'failed'
}

/**
 * Takes photos, sends each at once and shows how far it is. `change` tells the photos for the draft; before sending a form, the page calls
 * settle() for the file ids: what could not be sent before is sent then.
 */
Component({
  properties: {
    value: { type: Array, value: [] as Picked[] },
    most: { type: Number, value: 9 },
    words: { type: String, value: '拍张照片' },
    detail: { type: String, value: '' },
    label: { type: String, value: '照片' },
    /** A row instead of a large field: for pictures that are welcome, not wanted. */
    small: { type: Boolean, value: false },
  },
  data: { photos: [] as Shown[] },
  observers: {
    value(value: Picked[]) {
      const same = value.length === this.data.photos.length && value.every((photo, at) => photo.path === this.data.photos[at]?.path)
      if (!same)
        this.setData({ photos: value.map((photo) => ({ ...photo, percent: 0, state: photo.file === undefined ? 'waiting' : 'sent' })) })
    },
  },
  methods: {
    async pick() {
      let paths: string[]
      try {
        const count = this.data.most - this.data.photos.length
        const { tempFiles } = await wx.chooseMedia({ count, mediaType: ['image'], sizeType: ['compressed'] })
        paths = tempFiles.map((one) => one.tempFilePath)
      } catch {
        // Closed without choosing.
        return
      }
      const kept = await Promise.all(paths.map((path) => keepPhoto(path)))
      this.setData({ photos: [...this.data.photos, ...kept.map((path): Shown => ({ path, percent: 0, state: 'waiting' }))] })
      this.tell()
      await this.settle()
    },

    remove(event: WechatMiniprogram.TouchEvent) {
      const { path } = event.currentTarget.dataset as { path: string }
      dropFile(path)
      this.setData({ photos: this.data.photos.filter((photo) => photo.path !== path) })
      this.tell()
    },

    preview(event: WechatMiniprogram.TouchEvent) {
      void wx.previewImage({
        urls: this.data.photos.map((photo) => photo.path),
        current: (event.currentTarget.dataset as { path: string }).path,
      })
    },

    retry() {
      void this.settle()
    },

    /** Sends what has not been sent and answers all file ids, or why not all could be sent. */
    async settle(): Promise<Reply<string[]>> {
      const replies = await Promise.all(this.data.photos.map((photo) => this.sent(photo.path)))
      const files: string[] = []
      for (const reply of replies) {
        if (!reply.ok) return { ok: false, error: reply.error }
        files.push(reply.data)
      }
      return { ok: true, data: files }
    },

    sent(path: string): Promise<Reply<string>> {
      const known = this.data.photos.find((photo) => photo.path === path)?.file
      if (known !== undefined) return Promise.resolve({ ok: true, data: known })
      const under = sending.get(path)
      if (under) return under
      this.patch(path, { state: 'sending', percent: 0 })
      const reply = upload(path, (percent) => this.patch(path, { percent })).then((answer) => {
        sending.delete(path)
        this.patch(path, answer.ok ? { state: 'sent', file: answer.data } : { state: 'failed' })
        if (answer.ok) this.tell()
        return answer
      })
      sending.set(path, reply)
      return reply
    },

    patch(path: string, change: Partial<Shown>) {
      const at = this.data.photos.findIndex((photo) => photo.path === path)
      if (at >= 0) this.setData({ [`photos[${at}]`]: { ...this.data.photos[at], ...change } })
    },

    tell() {
      const photos = this.data.photos.map(({ path, file }): Picked => (file === undefined ? { path } : { path, file }))
      this.triggerEvent('change', { photos })
    },
  },
})

/** Uploads under way, so that choosing more photos doesn't send one twice. */
const sending = new Map<string, Promise<Reply<string>>>()
