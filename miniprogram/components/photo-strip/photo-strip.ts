import type { CaseView } from '../../../typings/contract'

type Photo = CaseView['photos'][number]

/** Photos that were sent. Tapping one shows it large. */
Component({
  properties: {
    photos: { type: Array, value: [] as Photo[] },
    label: { type: String, value: '照片' },
  },
  data: { large: false, shown: [] as (Photo & { refused: boolean })[] },
  observers: {
    photos(photos: Photo[]) {
      this.setData({ shown: photos.map((photo) => ({ ...photo, refused: photo.check === 'refused' })), large: photos.length === 1 })
    },
  },
  methods: {
    preview(event: WechatMiniprogram.TouchEvent) {
      const urls = this.data.shown.filter((photo) => !photo.refused).map((photo) => photo.file)
      void wx.previewImage({ urls, current: event.currentTarget.dataset.file as string })
    },
  },
})
