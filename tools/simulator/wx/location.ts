import { api, cancelled, Failure, listeners } from './call'
import { toWgs84 } from './coordinates'
import type { PhoneHost, Position } from './host'
import type { Permissions, Scope } from './permission'

export function locationApi(host: PhoneHost, permissions: Permissions) {
  const declared = (name: string) => {
    const list = host.app().config()['requiredPrivateInfos'] as string[] | undefined
    if (!list?.includes(name)) throw new Failure('the api need to be declared in the requiredPrivateInfos field in app.json/ext.json')
  }
  // The simulator's positions are GCJ-02; WeChat answers WGS-84 unless asked otherwise.
  const inType = (position: Position, type = 'wgs84') => (type === 'gcj02' ? position : toWgs84(position))
  const fix = (position: Position, type?: string) => ({
    ...inType(position, type),
    accuracy: 15,
    horizontalAccuracy: 15,
    verticalAccuracy: 10,
    altitude: 8,
    speed: 0,
  })
  const locate = async (scope: Scope, name: string) => {
    declared(name)
    await permissions.need(scope)
    return host.position()
  }

  const moved = listeners<ReturnType<typeof fix>>()
  let watching: string | undefined
  host.onPositionChange((position) => {
    if (watching) moved.emit(fix(position, watching))
  })
  const watch = (name: string, scope: Scope) =>
    api(name, async ({ type = 'gcj02' }: { type?: string }) => {
      const position = await locate(scope, name)
      watching = type
      queueMicrotask(() => moved.emit(fix(position, type)))
    })

  return {
    getLocation: api('getLocation', async ({ type }: { type?: string }) => fix(await locate('scope.userLocation', 'getLocation'), type)),
    getFuzzyLocation: api('getFuzzyLocation', async ({ type }: { type?: string }) => {
      const { longitude, latitude } = inType(await locate('scope.userFuzzyLocation', 'getFuzzyLocation'), type)
      // About a kilometre, as WeChat blurs it.
      return { longitude: Math.round(longitude * 100) / 100, latitude: Math.round(latitude * 100) / 100 }
    }),
    chooseLocation: api('chooseLocation', async ({ longitude, latitude }: Partial<Position>) => {
      declared('chooseLocation')
      await permissions.agree()
      const here = host.position()
      const place = await host.native.chooseLocation({ longitude: longitude ?? here.longitude, latitude: latitude ?? here.latitude })
      if (!place) throw cancelled()
      return place
    }),
    openLocation: api(
      'openLocation',
      ({ longitude, latitude, scale = 18, name = '', address = '' }: Position & { scale?: number; name?: string; address?: string }) => {
        if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) throw new Failure('invalid coordinate')
        host.native.openLocation({ longitude, latitude, scale, name, address })
      },
    ),
    startLocationUpdate: watch('startLocationUpdate', 'scope.userLocation'),
    startLocationUpdateBackground: watch('startLocationUpdateBackground', 'scope.userLocationBackground'),
    stopLocationUpdate: api('stopLocationUpdate', () => void (watching = undefined)),
    onLocationChange: moved.on,
    offLocationChange: moved.off,
  }
}
