import { listeners } from './call'
import type { PhoneHost } from './host'

const events = {
  Canplay: 'canplay',
  Play: 'play',
  Pause: 'pause',
  Ended: 'ended',
  TimeUpdate: 'timeupdate',
  Waiting: 'waiting',
  Seeking: 'seeking',
  Seeked: 'seeked',
} as const

export function audioApi({ files }: PhoneHost) {
  function createInnerAudioContext() {
    const audio = new Audio()
    let given = ''
    const stopped = listeners<void>()
    const failed = listeners<{ errCode: number; errMsg: string }>()
    audio.addEventListener('error', () => failed.emit({ errCode: 10004, errMsg: audio.error?.message || 'format error' }))
    // WeChat's stop is a pause at the start, and says onStop, not onPause.
    let stopping = false

    // A file in the cloud has to be asked for its address first.
    let loading: Promise<void> = Promise.resolve()

    const context: Record<string, unknown> = {
      play: () => void loading.then(() => audio.play()).catch((error: Error) => failed.emit({ errCode: 10001, errMsg: error.message })),
      pause: () => audio.pause(),
      stop() {
        stopping = !audio.paused
        audio.pause()
        audio.currentTime = 0
        stopped.emit()
      },
      seek: (seconds: number) => void (audio.currentTime = seconds),
      destroy() {
        audio.pause()
        audio.removeAttribute('src')
      },
      onStop: stopped.on,
      offStop: stopped.off,
      onError: failed.on,
      offError: failed.off,
    }
    for (const [name, event] of Object.entries(events)) {
      const heard = listeners<void>()
      audio.addEventListener(event, () => {
        if (event === 'pause' && (stopping || audio.ended)) stopping = false
        else heard.emit()
      })
      context[`on${name}`] = heard.on
      context[`off${name}`] = heard.off
    }
    const property = (name: string, get: () => unknown, set?: (value: never) => void) =>
      Object.defineProperty(context, name, { get, set, enumerable: true })
    property(
      'src',
      () => given,
      (src: string) => {
        given = src
        loading = Promise.resolve(files.url(src)).then((url) => {
          if (given === src) audio.src = url
        })
      },
    )
    property(
      'autoplay',
      () => audio.autoplay,
      (value: boolean) => void (audio.autoplay = value),
    )
    property(
      'loop',
      () => audio.loop,
      (value: boolean) => void (audio.loop = value),
    )
    property(
      'volume',
      () => audio.volume,
      (value: number) => void (audio.volume = value),
    )
    property(
      'playbackRate',
      () => audio.playbackRate,
      (value: number) => void (audio.playbackRate = value),
    )
    property(
      'startTime',
      () => audio.currentTime,
      (value: number) => void (audio.currentTime = value),
    )
    property('duration', () => (Number.isFinite(audio.duration) ? audio.duration : 0))
    property('currentTime', () => audio.currentTime)
    property('paused', () => audio.paused)
    property('buffered', () => (audio.buffered.length ? audio.buffered.end(0) : 0))
    context['obeyMuteSwitch'] = true
    return context
  }
  return { createInnerAudioContext }
}
