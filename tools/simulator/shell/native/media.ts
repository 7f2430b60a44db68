import type { Disk } from '../../wx/disk'
import type { Native, Picked } from '../../wx/host'
import { element } from '../element'
import { button, page, type Layer } from './layer'
import { photograph, scenes } from './scenes'

type Media = Pick<Native, 'photograph' | 'album' | 'chooseFile' | 'saveToAlbum' | 'preview'>

interface AlbumPicture {
  bytes: Uint8Array<ArrayBuffer>
  mime: string
}

async function videoFacts(file: File): Promise<Picked['video']> {
  const video = element('video', { muted: true, preload: 'auto', src: URL.createObjectURL(file) })
  await new Promise((resolve, reject) => {
    video.onloadeddata = resolve
    video.onerror = () => reject(new Error('the video can not be decoded'))
  })
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight)
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  const thumbnail = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())
  URL.revokeObjectURL(video.src)
  return { width: video.videoWidth, height: video.videoHeight, duration: video.duration, thumbnail }
}

async function fromComputer(list: FileList, count: number): Promise<Picked[]> {
  return Promise.all(
    [...list].slice(0, count).map(async (file) => ({
      bytes: new Uint8Array(await file.arrayBuffer()),
      mime: file.type || 'application/octet-stream',
      name: file.name,
      ...(file.type.startsWith('video/') ? { video: await videoFacts(file) } : {}),
    })),
  )
}

export function createMedia(layer: Layer, disk: Disk): Media {
  const saved = () => (disk.entries('settings').get('album') ?? []) as AlbumPicture[]
  const urls: string[] = []
  const show = (bytes: Uint8Array<ArrayBuffer>, mime: string) => {
    const url = URL.createObjectURL(new Blob([bytes], { type: mime }))
    urls.push(url)
    return url
  }
  const release = () => {
    for (const url of urls.splice(0)) URL.revokeObjectURL(url)
  }
  let shots = 0
  let samples: Promise<AlbumPicture[]> | undefined
  const samplePictures = () =>
    (samples ??= Promise.all(scenes.map(async (scene) => ({ bytes: await photograph(scene), mime: 'image/jpeg' }))))

  return {
    async photograph() {
      let index = shots++ % scenes.length
      let bytes = await photograph(scenes[index] ?? scenes[0]!)
      const view = element('img', { className: 'camera-view', src: show(bytes, 'image/jpeg'), alt: `镜头里的景物：${scenes[index]?.name}` })
      const taken = await layer.ask<boolean>((answer) => {
        const look = async () => {
          index = (index + 1) % scenes.length
          bytes = await photograph(scenes[index] ?? scenes[0]!)
          view.src = show(bytes, 'image/jpeg')
          view.alt = `镜头里的景物：${scenes[index]?.name}`
        }
        const controls = element('div', { className: 'camera-controls' })
        const aim = () =>
          controls.replaceChildren(
            button('取消', 'camera-word', () => answer(false)),
            element('button', {
              type: 'button',
              className: 'shutter',
              title: '拍摄',
              aria: { label: '拍摄' },
              data: { focus: '' },
              onclick: review,
            }),
            button('换个景物', 'camera-word', () => void look()),
          )
        const review = () =>
          controls.replaceChildren(
            button('重拍', 'camera-word', aim),
            button('使用照片', 'camera-use', () => answer(true)),
          )
        aim()
        return element(
          'section',
          { className: 'native-page camera', aria: { role: 'dialog', modal: 'true', label: '相机' } },
          view,
          controls,
        )
      }, false)
      release()
      return taken ? { bytes, mime: 'image/jpeg', name: 'photo.jpg' } : null
    },

    async album({ count, kinds }) {
      const pictures = kinds.includes('image') ? [...saved(), ...(await samplePictures())] : []
      const picked = await layer.ask<Picked[] | null>((answer) => {
        const chosen: number[] = []
        const done = button('完成', 'primary album-done', () =>
          answer(chosen.map((index) => ({ ...pictures[index]!, name: `album-${index + 1}.jpg` }))),
        )
        const tiles = pictures.map(({ bytes, mime }, index) => {
          const badge = element('span', { className: 'album-badge' })
          const tile = element(
            'button',
            { type: 'button', className: 'album-tile', aria: { label: `照片 ${index + 1}`, pressed: 'false' } },
            element('img', { src: show(bytes, mime), alt: '' }),
            badge,
          )
          tile.onclick = () => {
            const at = chosen.indexOf(index)
            if (at >= 0) chosen.splice(at, 1)
            else if (chosen.length < count) chosen.push(index)
            else if (count === 1) chosen.splice(0, 1, index)
            update()
          }
          return { tile, badge }
        })
        const update = () => {
          tiles.forEach(({ tile, badge }, index) => {
            const at = chosen.indexOf(index)
            tile.setAttribute('aria-pressed', String(at >= 0))
            badge.textContent = at >= 0 ? String(at + 1) : ''
          })
          done.disabled = chosen.length === 0
          done.textContent = chosen.length ? `完成（${chosen.length}/${count}）` : '完成'
        }
        update()
        const file = element('input', {
          type: 'file',
          className: 'file-input',
          multiple: count > 1,
          accept: kinds.map((kind) => `${kind}/*`).join(','),
          aria: { label: '从电脑选择' },
        })
        file.onchange = async () => {
          if (file.files?.length) answer(await fromComputer(file.files, count))
        }
        return page(
          '最近项目',
          { text: '取消', act: () => answer(null) },
          element('div', { className: 'album-grid' }, ...tiles.map(({ tile }) => tile)),
          element('footer', { className: 'album-bar' }, element('label', { className: 'album-computer' }, '从电脑选择', file), done),
        )
      }, null)
      release()
      return picked
    },

    chooseFile: ({ count, extensions }) =>
      layer.ask<Picked[] | null>((answer) => {
        const file = element('input', {
          type: 'file',
          className: 'file-input',
          multiple: count > 1,
          accept: extensions?.map((extension) => `.${extension}`).join(',') ?? '',
          aria: { label: '从电脑选择文件' },
        })
        file.onchange = async () => {
          if (file.files?.length) answer(await fromComputer(file.files, count))
        }
        return page(
          '选择聊天文件',
          { text: '取消', act: () => answer(null) },
          element('p', { className: 'native-note' }, '模拟器没有聊天记录，请从电脑里选一个文件。'),
          element('label', { className: 'primary native-wide' }, '从电脑选择文件', file),
        )
      }, null),

    saveToAlbum({ bytes, mime }) {
      disk.put('settings', 'album', [{ bytes, mime }, ...saved()].slice(0, 12))
    },

    preview(media, current) {
      void layer.ask<void>((answer) => {
        let index = current
        const holder = element('div', { className: 'preview-holder' })
        const count = element('p', { className: 'preview-count', aria: { live: 'polite' } })
        const draw = () => {
          const item = media[index]
          if (!item) return
          holder.replaceChildren(
            item.kind === 'video'
              ? element('video', { src: item.url, controls: true })
              : element('img', { src: item.url, alt: `第 ${index + 1} 张图片` }),
          )
          count.textContent = `${index + 1} / ${media.length}`
        }
        const step = (by: number) => {
          index = (index + by + media.length) % media.length
          draw()
        }
        draw()
        const turn = media.length > 1
        const surface = element(
          'section',
          { className: 'native-page preview', aria: { role: 'dialog', modal: 'true', label: '预览' } },
          count,
          holder,
          element(
            'div',
            { className: 'camera-controls' },
            turn && button('上一张', 'camera-word', () => step(-1)),
            element(
              'button',
              { type: 'button', className: 'camera-word', data: { focus: '' }, aria: { label: '关闭预览' }, onclick: () => answer() },
              '关闭',
            ),
            turn && button('下一张', 'camera-word', () => step(1)),
          ),
        )
        holder.onclick = (event) => {
          if (!(event.target instanceof HTMLVideoElement)) answer()
        }
        return surface
      }, undefined)
    },
  }
}
