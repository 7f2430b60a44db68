import { listeners } from './call'
import type { RunningAppEvent } from '../runtime/host'
import type { PhoneHost } from './host'

export function lifecycleApi(host: PhoneHost) {
  const pair = (event: RunningAppEvent) => ({
    on: (listener: (detail: never) => void) => host.app().on(event, listener),
    off: (listener?: (detail: never) => void) => host.app().off(event, listener),
  })
  const appShow = pair('appShow')
  const appHide = pair('appHide')
  const error = pair('error')
  const unhandled = pair('unhandledRejection')
  const notFound = pair('pageNotFound')
  const resize = pair('windowResize')
  const checked = listeners<{ hasUpdate: boolean }>()
  let marks: { name: string; entryType: string; startTime: number }[] = []

  return {
    onAppShow: appShow.on,
    offAppShow: appShow.off,
    onAppHide: appHide.on,
    offAppHide: appHide.off,
    onError: error.on,
    offError: error.off,
    onUnhandledRejection: unhandled.on,
    offUnhandledRejection: unhandled.off,
    onPageNotFound: notFound.on,
    offPageNotFound: notFound.off,
    onWindowResize: resize.on,
    offWindowResize: resize.off,
    getLaunchOptionsSync: () => host.app().launchOptions(),
    getEnterOptionsSync: () => host.app().launchOptions(),
    // The app on disk is always the newest.
    getUpdateManager: () => ({
      onCheckForUpdate(listener: (result: { hasUpdate: boolean }) => void) {
        checked.on(listener)
        queueMicrotask(() => listener({ hasUpdate: false }))
      },
      onUpdateReady() {},
      onUpdateFailed() {},
      applyUpdate() {
        throw new Error('applyUpdate:fail update is not ready')
      },
    }),
    getPerformance: () => ({
      getEntries: () => marks,
      getEntriesByName: (name: string) => marks.filter((mark) => mark.name === name),
      getEntriesByType: (type: string) => marks.filter((mark) => mark.entryType === type),
      mark: (name: string) => void marks.push({ name, entryType: 'mark', startTime: performance.now() }),
      clearMarks: () => void (marks = []),
      now: () => performance.now(),
      createObserver: () => ({ observe() {}, disconnect() {} }),
    }),
  }
}
