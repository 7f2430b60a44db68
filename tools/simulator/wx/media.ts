import { api, cancelled, Failure } from './call'
import type { MediaKind, Picked, PhoneHost } from './host'
import type { Permissions } from './permission'

type Source = 'album' | 'camera'

async function decodeImage(bytes: Uint8Array<ArrayBuffer>, mime: string): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(new Blob([bytes], { type: mime }))
  } catch {
    throw new Failure('image decode failed')
  }
}

export async function encodeCanvas(canvas: OffscreenCanvas, type: string, quality?: number): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await canvas.convertToBlob({ type, quality })
  return new Uint8Array(await blob.arrayBuffer())
}

export function mediaApi(host: PhoneHost, permissions: Permissions) {
  const { native, files } = host

  /** The camera or the album, after the sheet that asks which when both would do. */
  async function pick(count: number, sources: Source[], kinds: MediaKind[]): Promise<Picked[]> {
    await permissions.agree()
    let source = sources.length === 1 ? sources[0] : undefined
    if (!source) {
      const chosen = await native.actionSheet({ items: ['拍摄', '从手机相册选择'] })
      if (chosen === null) throw cancelled()
      source = chosen === 0 ? 'camera' : 'album'
    }
    if (source === 'camera') {
      const photograph = await native.photograph()
      if (!photograph) throw cancelled()
      return [photograph]
    }
    const picked = await native.album({ count, kinds })
    if (!picked) throw cancelled()
    return picked
  }

  const preview = (name: string) =>
    api(
      name,
      async ({
        urls,
        sources,
        current = 0,
      }: {
        urls?: string[]
        sources?: { url: string; type?: MediaKind }[]
        current?: number | string
      }) => {
        const media = sources ?? (urls ?? []).map((url) => ({ url, type: 'image' as const }))
        if (!media.length) throw new Failure('parameter error: parameter.urls should have at least one item')
        const index =
          typeof current === 'number'
            ? current
            : Math.max(
                0,
                media.findIndex(({ url }) => url === current),
              )
        native.preview(await Promise.all(media.map(async ({ url, type = 'image' }) => ({ url: await files.url(url), kind: type }))), index)
      },
    )

  return {
    chooseMedia: api(
      'chooseMedia',
      async (options: { count?: number; mediaType?: (MediaKind | 'mix')[]; sourceType?: Source[]; sizeType?: string[] }) => {
        const { count = 9, mediaType = ['image', 'video'], sourceType = ['album', 'camera'] } = options
        const kinds: MediaKind[] = mediaType.includes('mix') ? ['image', 'video'] : (mediaType as MediaKind[])
        const picked = await pick(Math.min(count, 20), sourceType, kinds)
        const tempFiles = picked.map(({ bytes, mime, video }) => ({
          tempFilePath: files.temporary(bytes, mime),
          size: bytes.length,
          fileType: video ? ('video' as const) : ('image' as const),
          ...(video
            ? {
                duration: video.duration,
                width: video.width,
                height: video.height,
                thumbTempFilePath: files.temporary(video.thumbnail, 'image/jpeg'),
              }
            : {}),
        }))
        const found = new Set(tempFiles.map((file) => file.fileType))
        return { tempFiles, type: found.size === 2 ? 'mix' : [...found][0] }
      },
    ),
    chooseImage: api('chooseImage', async ({ count = 9, sourceType = ['album', 'camera'] }: { count?: number; sourceType?: Source[] }) => {
      const picked = await pick(Math.min(count, 20), sourceType, ['image'])
      const tempFiles = picked.map(({ bytes, mime }) => ({ path: files.temporary(bytes, mime), size: bytes.length }))
      return { tempFiles, tempFilePaths: tempFiles.map(({ path }) => path) }
    }),
    chooseMessageFile: api('chooseMessageFile', async ({ count, extension }: { count: number; type?: string; extension?: string[] }) => {
      const picked = await native.chooseFile({ count, extensions: extension })
      if (!picked) throw cancelled()
      return {
        tempFiles: picked.map(({ bytes, mime, name }) => ({
          path: files.temporary(bytes, mime),
          name,
          size: bytes.length,
          time: Math.floor(Date.now() / 1000),
          type: mime.startsWith('image/') ? 'image' : mime.startsWith('video/') ? 'video' : 'file',
        })),
      }
    }),
    previewImage: preview('previewImage'),
    previewMedia: preview('previewMedia'),
    getImageInfo: api('getImageInfo', async ({ src }: { src: string }) => {
      const file = await files.read(src)
      const image = await decodeImage(file.bytes, file.mime)
      const path = files.find(src) ? src : files.temporary(file.bytes, file.mime)
      const { width, height } = image
      image.close()
      return { width, height, path, orientation: 'up', type: file.mime.replace('image/', '') }
    }),
    compressImage: api(
      'compressImage',
      async ({
        src,
        quality = 80,
        compressedWidth,
        compressedHeight,
      }: {
        src: string
        quality?: number
        compressedWidth?: number
        compressedHeight?: number
      }) => {
        const file = await files.read(src)
        const image = await decodeImage(file.bytes, file.mime)
        const ratio = compressedWidth ? compressedWidth / image.width : compressedHeight ? compressedHeight / image.height : 1
        const canvas = new OffscreenCanvas(
          Math.round(compressedWidth ?? image.width * ratio),
          Math.round(compressedHeight ?? image.height * ratio),
        )
        canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
        image.close()
        return { tempFilePath: files.temporary(await encodeCanvas(canvas, 'image/jpeg', quality / 100), 'image/jpeg') }
      },
    ),
    saveImageToPhotosAlbum: api('saveImageToPhotosAlbum', async ({ filePath }: { filePath: string }) => {
      await permissions.need('scope.writePhotosAlbum')
      const file = files.find(filePath)
      if (!file) throw new Failure("file doesn't exist")
      native.saveToAlbum(file)
      host.log('保存了一张图片到相册')
    }),
    canvasToTempFilePath: api(
      'canvasToTempFilePath',
      async (options: {
        canvas?: HTMLCanvasElement | OffscreenCanvas
        fileType?: 'jpg' | 'png'
        quality?: number
        destWidth?: number
        destHeight?: number
      }) => {
        const { canvas, fileType = 'png', quality } = options
        if (!canvas) throw new Failure('canvas is empty')
        const target = new OffscreenCanvas(options.destWidth ?? canvas.width, options.destHeight ?? canvas.height)
        target.getContext('2d')?.drawImage(canvas, 0, 0, target.width, target.height)
        const mime = fileType === 'jpg' ? 'image/jpeg' : 'image/png'
        return { tempFilePath: files.temporary(await encodeCanvas(target, mime, quality), mime) }
      },
    ),
    createOffscreenCanvas: ({ width = 300, height = 150 }: { width?: number; height?: number; type?: string } = {}) =>
      new OffscreenCanvas(width, height),
  }
}
