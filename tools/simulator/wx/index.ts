// The wx object as app code sees it. Whatever it has not, it refuses aloud.
import type { WxApi } from '../runtime/host'
import { audioApi } from './audio'
import { cloudApi } from './cloud'
import { deviceApi } from './device'
import { fileSystemApi } from './files'
import type { PhoneHost } from './host'
import { interactionApi } from './interaction'
import { lifecycleApi } from './lifecycle'
import { locationApi } from './location'
import { mediaApi } from './media'
import { navigationApi } from './navigation'
import { permissionApi } from './permission'
import { recorderApi } from './recorder'
import { storageApi } from './storage'
import { subscribeApi, watchTaps } from './subscribe'
import { systemApi } from './system'

/** Names that code may look at without calling: promises, inspectors, template engines. */
const inspected = new Set(['then', 'toJSON', 'constructor', '$$typeof', 'nodeType'])

function refuseUnknown(path: string, known: Record<string, unknown>): WxApi {
  return new Proxy(known, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target || inspected.has(name)) return Reflect.get(target, name) as unknown
      return () => {
        const message = `${path}.${name} is not supported by the simulator`
        console.error(message)
        throw new Error(message)
      }
    },
  })
}

export function createWx(host: PhoneHost): WxApi {
  const { permissions, wx: permissionCalls } = permissionApi(host)
  const { cloud, ...transfers } = cloudApi(host)
  const inTap = watchTaps()
  const has = (name: string): boolean => (name.startsWith('cloud.') ? name.slice(6) in cloud : name in known)
  const known: Record<string, unknown> = {
    ...navigationApi(host),
    ...interactionApi(host),
    ...storageApi(host),
    ...systemApi(host, has),
    ...lifecycleApi(host),
    ...permissionCalls,
    ...locationApi(host, permissions),
    ...mediaApi(host, permissions),
    ...fileSystemApi(host.files),
    ...recorderApi(host, permissions),
    ...audioApi(host),
    ...deviceApi(host, permissions, inTap),
    ...subscribeApi(host, inTap),
    ...transfers,
    cloud: refuseUnknown('wx.cloud', cloud),
  }
  return refuseUnknown('wx', known)
}
