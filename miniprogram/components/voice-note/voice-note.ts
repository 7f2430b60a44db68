import { dropFile, keepFile, upload } from '../../cloud/upload'
import type { Reply } from '../../cloud/call'
import { tell } from '../../cloud/phone'

/** A recording on this phone, and its file id once it is in the cloud; or, to listen alone, just the file. */
export interface Voice {
  path?: string
  file?: string
  seconds: number
}

/** What a page calls on it. */
export interface VoiceNote {
  settle(): Promise<Reply<{ file: string; seconds: number } | undefined>>
}

const longest = 60

/** Records up to a minute (tap to start, tap to stop) and plays it. With `listen`, it plays alone. */
Component({
  properties: {
    value: { type: Object, value: null as Voice | null },
    listen: { type: Boolean, value: false },
  },
  data: { recording: false, playing: false, seconds: 0, voice: null as Voice | null },
  observers: {
    value(value: Voice | null) {
      if (!this.data.recording) this.setData({ voice: value })
    },
  },
  lifetimes: {
    detached() {
      if (this.data.recording) wx.getRecorderManager().stop()
      this.quiet()
    },
  },
  methods: {
    start() {
      const recorder = wx.getRecorderManager()
      recorder.onStart(() => {
        this.setData({ recording: true, seconds: 0 })
        ticks.set(
          this,
          setInterval(() => this.setData({ seconds: Math.min(longest, this.data.seconds + 1) }), 1000),
        )
      })
      recorder.onStop(({ tempFilePath, duration }) => {
        this.stopCounting()
        const seconds = Math.min(longest, Math.round(duration / 1000))
        if (seconds < 1) tell('录得太短了，请多说几句')
        else void this.recorded(tempFilePath, seconds)
      })
      recorder.onError(({ errMsg }) => {
        this.stopCounting()
        tell(/auth|deny|permission/.test(errMsg) ? '没有打开麦克风。可以在右上角「…」的设置里打开，或者打字说明' : '没录上，请再试一次')
      })
      recorder.start({ duration: longest * 1000, format: 'mp3', sampleRate: 16000, numberOfChannels: 1, encodeBitRate: 48000 })
    },
    stop() {
      wx.getRecorderManager().stop()
    },
    stopCounting() {
      const tick = ticks.get(this)
      if (tick !== undefined) clearInterval(tick)
      ticks.delete(this)
      this.setData({ recording: false })
    },
    async recorded(tempFilePath: string, seconds: number) {
      const voice: Voice = { path: await keepFile(tempFilePath), seconds }
      this.setData({ voice })
      this.triggerEvent('change', { voice })
      await this.settle()
    },
    remove() {
      this.quiet()
      const path = this.data.voice?.path
      if (path !== undefined) dropFile(path)
      this.setData({ voice: null })
      this.triggerEvent('change', { voice: null })
    },
    async play() {
      const { voice, playing } = this.data
      if (playing) return this.quiet()
      if (!voice) return
      const src = voice.path ?? (await addressOf(voice.file ?? ''))
      const sound = wx.createInnerAudioContext()
      sounds.set(this, sound)
      sound.onEnded(() => this.quiet())
      sound.onError(() => {
        this.quiet()
        tell('这段语音现在放不出来，请过一会儿再试')
      })
      sound.src = src
      sound.play()
      this.setData({ playing: true })
    },
    quiet() {
      const sound = sounds.get(this)
      if (!sound) return
      sounds.delete(this)
      sound.stop()
      sound.destroy()
      this.setData({ playing: false })
    },

    /** Sends the recording unless it is in the cloud already; answers undefined when there is none. */
    async settle(): Promise<Reply<{ file: string; seconds: number } | undefined>> {
      const { voice } = this.data
      if (!voice) return { ok: true, data: undefined }
      if (voice.file !== undefined) return { ok: true, data: { file: voice.file, seconds: voice.seconds } }
      const reply = await upload(voice.path ?? '')
      if (!reply.ok) return reply
      const done = { ...voice, file: reply.data }
      if (this.data.voice?.path === voice.path) {
        this.setData({ voice: done })
        this.triggerEvent('change', { voice: done })
      }
      return { ok: true, data: { file: reply.data, seconds: voice.seconds } }
    },
  },
})

const ticks = new WeakMap<object, ReturnType<typeof setInterval>>()
const sounds = new WeakMap<object, WechatMiniprogram.InnerAudioContext>()

/** Players take no cloud:// address. */
async function addressOf(file: string): Promise<string> {
  const { fileList } = await wx.cloud.getTempFileURL({ fileList: [file] })
  return fileList[0]?.tempFileURL ?? ''
}
