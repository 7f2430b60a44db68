import { listeners } from './call'
import type { PhoneHost } from './host'
import type { Permissions } from './permission'

interface RecordOptions {
  duration?: number
  sampleRate?: number
}

interface Take {
  /** The samples so far: mono, -1 to 1. */
  stop(): Promise<Float32Array>
  pause(): void
  resume(): void
}

async function microphone(sampleRate: number): Promise<Take> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  const recorder = new MediaRecorder(stream)
  const parts: Blob[] = []
  recorder.ondataavailable = (event) => void parts.push(event.data)
  recorder.start()
  return {
    pause: () => recorder.pause(),
    resume: () => recorder.resume(),
    stop: () =>
      new Promise((resolve) => {
        recorder.onstop = async () => {
          for (const track of stream.getTracks()) track.stop()
          const context = new OfflineAudioContext(1, 1, sampleRate)
          const heard = await context.decodeAudioData(await new Blob(parts).arrayBuffer())
          resolve(heard.getChannelData(0))
        }
        recorder.stop()
      }),
  }
}

/** A soft, slow two-note tone: what a computer without a microphone records. */
function tone(milliseconds: number, sampleRate: number): Float32Array {
  return Float32Array.from({ length: Math.max(1, Math.round((milliseconds / 1000) * sampleRate)) }, (_, index) => {
    const seconds = index / sampleRate
    const pitch = Math.floor(seconds * 2) % 2 ? 330 : 262
    return 0.2 * Math.sin(2 * Math.PI * pitch * seconds) * Math.sin(Math.PI * ((seconds * 2) % 1))
  })
}

/** Browsers record neither mp3 nor aac, so every recording is a WAV, which the app and the cloud take as well. */
function wav(samples: Float32Array, sampleRate: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2))
  const text = (at: number, letters: string) => [...letters].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)))
  text(0, 'RIFF')
  view.setUint32(4, 36 + samples.length * 2, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, samples.length * 2, true)
  samples.forEach((sample, index) => view.setInt16(44 + index * 2, Math.max(-1, Math.min(1, sample)) * 32767, true))
  return new Uint8Array(view.buffer)
}

export function recorderApi(host: PhoneHost, permissions: Permissions) {
  const started = listeners<void>()
  const paused = listeners<void>()
  const resumed = listeners<void>()
  const stopped = listeners<{ tempFilePath: string; duration: number; fileSize: number }>()
  const failed = listeners<{ errMsg: string }>()

  let take: Take | undefined
  let ending: ReturnType<typeof setTimeout> | undefined
  let recorded = 0
  let since: number | undefined

  const elapsed = () => recorded + (since === undefined ? 0 : performance.now() - since)
  const halt = () => {
    recorded = elapsed()
    since = undefined
    clearTimeout(ending)
  }
  const run = (limit: number) => {
    since = performance.now()
    ending = setTimeout(() => void stop(), limit - recorded)
  }
  let limit = 60000
  let sampleRate = 16000

  async function start(options: RecordOptions = {}): Promise<void> {
    if (take) return failed.emit({ errMsg: "operateRecorder:fail:audio is recording, don't start record again" })
    try {
      await permissions.need('scope.record')
    } catch (error) {
      return failed.emit({ errMsg: `operateRecorder:fail ${(error as Error).message}` })
    }
    recorded = 0
    limit = Math.min(options.duration ?? 60000, 600000)
    sampleRate = options.sampleRate ?? 16000
    take = await microphone(sampleRate).catch(() => ({ pause() {}, resume() {}, stop: () => Promise.resolve(tone(recorded, sampleRate)) }))
    run(limit)
    started.emit()
  }
  async function stop(): Promise<void> {
    const ended = take
    if (!ended) return failed.emit({ errMsg: 'operateRecorder:fail:recorder not start' })
    take = undefined
    halt()
    const bytes = wav(await ended.stop(), sampleRate)
    stopped.emit({ tempFilePath: host.files.temporary(bytes, 'audio/wav'), duration: Math.round(recorded), fileSize: bytes.length })
  }

  const manager = {
    start: (options?: RecordOptions) => void start(options),
    stop: () => void stop(),
    pause() {
      if (!take || since === undefined) return
      halt()
      take.pause()
      paused.emit()
    },
    resume() {
      if (!take || since !== undefined) return
      take.resume()
      run(limit)
      resumed.emit()
    },
    onStart: started.on,
    onPause: paused.on,
    onResume: resumed.on,
    onStop: stopped.on,
    onError: failed.on,
    // The computer hands over no frames and nothing else takes the microphone.
    onFrameRecorded() {},
    onInterruptionBegin() {},
    onInterruptionEnd() {},
  }
  return { getRecorderManager: () => manager }
}
