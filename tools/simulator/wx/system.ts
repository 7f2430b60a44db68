import { api, listeners } from './call'
import type { PhoneHost } from './host'

export const SDKVersion = '3.8.9'
const wechatVersion = '8.0.58'

export function systemApi(host: PhoneHost, has: (name: string) => boolean) {
  const windowInfo = () => {
    const { width, height, statusBarHeight, pixelRatio } = host.screen
    const bottom = height >= 780 ? height - 34 : height
    return {
      pixelRatio,
      screenWidth: width,
      screenHeight: height,
      statusBarHeight,
      safeArea: { left: 0, right: width, top: statusBarHeight, bottom, width, height: bottom - statusBarHeight },
      ...host.app().windowSize(),
    }
  }
  const deviceInfo = () => ({
    abi: 'arm64-v8a',
    deviceAbi: 'arm64-v8a',
    benchmarkLevel: 30,
    brand: 'Shanlin',
    model: 'Shanlin Simulator',
    system: 'Android 14',
    platform: 'android' as const,
    cpuType: 'Simulator',
    memorySize: '8192',
  })
  const appBaseInfo = () => ({
    SDKVersion,
    enableDebug: false,
    fontSizeSetting: host.fontSize().setting,
    fontSizeScaleFactor: host.fontSize().scale,
    host: { env: 'WeChat', appId: 'wx0000000000000000' },
    language: 'zh_CN',
    version: wechatVersion,
    theme: host.app().config()['darkmode'] === true ? ('light' as const) : undefined,
  })
  const systemSetting = () => ({
    bluetoothEnabled: true,
    deviceOrientation: 'portrait' as const,
    locationEnabled: true,
    wifiEnabled: host.network() === 'wifi',
  })
  const authorizeSetting = () => ({
    albumAuthorized: 'authorized' as const,
    bluetoothAuthorized: 'authorized' as const,
    cameraAuthorized: 'authorized' as const,
    locationAuthorized: 'authorized' as const,
    locationReducedAccuracy: false,
    microphoneAuthorized: 'authorized' as const,
    notificationAlertAuthorized: 'authorized' as const,
    notificationAuthorized: 'authorized' as const,
    notificationBadgeAuthorized: 'authorized' as const,
    notificationSoundAuthorized: 'authorized' as const,
    phoneCalendarAuthorized: 'authorized' as const,
  })
  const systemInfo = () => ({
    ...windowInfo(),
    ...deviceInfo(),
    ...appBaseInfo(),
    ...systemSetting(),
    albumAuthorized: true,
    cameraAuthorized: true,
    locationAuthorized: true,
    microphoneAuthorized: true,
    notificationAuthorized: true,
  })

  const networkType = () => ({ networkType: host.network(), weakNet: false, signalStrength: host.network() === 'none' ? 0 : -50 })
  const network = listeners<{ isConnected: boolean; networkType: string }>()
  host.onNetworkChange((type) => network.emit({ isConnected: type !== 'none', networkType: type }))

  // Nothing below changes in the simulator, so these never fire: the capsule's weight, the theme, memory pressure.
  const never = () => {}

  return {
    env: { USER_DATA_PATH: host.files.userDataPath },
    getSystemInfoSync: systemInfo,
    getSystemInfo: api('getSystemInfo', systemInfo),
    getSystemInfoAsync: api('getSystemInfoAsync', systemInfo),
    getWindowInfo: windowInfo,
    getDeviceInfo: deviceInfo,
    getAppBaseInfo: appBaseInfo,
    getSystemSetting: systemSetting,
    getAppAuthorizeSetting: authorizeSetting,
    getMenuButtonBoundingClientRect: () => host.app().capsuleRect(),
    onMenuButtonBoundingClientRectWeightChange: never,
    offMenuButtonBoundingClientRectWeightChange: never,
    onThemeChange: never,
    offThemeChange: never,
    onMemoryWarning: never,
    offMemoryWarning: never,
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx0000000000000000', envVersion: 'develop', version: '' }, plugin: {} }),
    canIUse: (schema: string) => {
      const [first = '', second] = schema.split('.')
      if (first === 'cloud' && second) return has(`cloud.${second}`)
      return has(first) || builtInComponents.has(first)
    },

    getNetworkType: api('getNetworkType', networkType),
    onNetworkStatusChange: network.on,
    offNetworkStatusChange: network.off,
    onNetworkWeakChange: never,
    offNetworkWeakChange: never,

    login: api('login', () => ({ code: `code-${host.person.openid}-${crypto.randomUUID()}` })),
    checkSession: api('checkSession', () => {}),
  }
}

const builtInComponents = new Set(
  (
    'view text image button input textarea scroll-view swiper swiper-item picker picker-view picker-view-column map canvas video form ' +
    'label checkbox checkbox-group radio radio-group switch slider progress rich-text navigator movable-area movable-view cover-view ' +
    'cover-image icon page-meta navigation-bar root-portal'
  ).split(' '),
)
