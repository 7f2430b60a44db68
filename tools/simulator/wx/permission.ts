import { api, Failure } from './call'
import type { PhoneHost } from './host'

export const scopes = {
  'scope.userLocation': { label: '位置信息', request: '获取你的位置信息' },
  'scope.userFuzzyLocation': { label: '模糊位置信息', request: '获取你的模糊位置信息' },
  'scope.userLocationBackground': { label: '后台位置信息', request: '在后台获取你的位置信息' },
  'scope.record': { label: '麦克风', request: '使用你的麦克风' },
  'scope.camera': { label: '摄像头', request: '使用你的摄像头' },
  'scope.writePhotosAlbum': { label: '添加到相册', request: '保存图片或视频到你的相册' },
  'scope.addPhoneCalendar': { label: '添加到日历', request: '添加日历事件' },
  'scope.bluetooth': { label: '蓝牙', request: '使用你的蓝牙' },
} as const

export type Scope = keyof typeof scopes

export interface Permissions {
  /** Asks at the first time, and fails with `auth deny` when refused now or before. */
  need(scope: Scope): Promise<void>
  granted(): Partial<Record<Scope, boolean>>
  /** Agreement to the app's privacy contract, asked once before the first private API. */
  agree(): Promise<void>
}

export function appName(host: PhoneHost): string {
  const window = host.app().config()['window'] as { navigationBarTitleText?: string } | undefined
  return window?.navigationBarTitleText || '善邻'
}

interface PrivacyAnswer {
  event: 'exposureAuthorization' | 'agree' | 'disagree'
  buttonId?: string
}

export function permissionApi(host: PhoneHost) {
  const { disk, native } = host
  const answers = () => (disk.entries('settings').get('scopes') ?? {}) as Partial<Record<Scope, boolean>>
  const remember = (patch: Partial<Record<Scope, boolean>>) => disk.put('settings', 'scopes', { ...answers(), ...patch })
  const contract = '《善邻小程序隐私保护指引》'
  const agreed = () => disk.entries('settings').get('privacy') === true
  // Off unless the app opts in, as WeChat did with this switch.
  const privacyChecked = () => host.app().config()['__usePrivacyCheck__'] === true
  let askPrivacy: ((resolve: (answer: PrivacyAnswer) => void, event: { referrer: string }) => void) | undefined
  const asking = new Map<Scope, Promise<boolean>>()

  async function agree(): Promise<void> {
    if (!privacyChecked() || agreed()) return
    const own = askPrivacy
    const yes = own
      ? await new Promise<boolean>((resolve) =>
          own(
            (answer) => {
              if (answer.event !== 'exposureAuthorization') resolve(answer.event === 'agree')
            },
            { referrer: host.app().pagePath() },
          ),
        )
      : await native.privacy({ appName: appName(host), contract })
    if (!yes) throw new Failure('privacy permission is not authorized', { errno: 104 })
    disk.put('settings', 'privacy', true)
  }

  /** Two calls at once share one question. */
  function ask(scope: Scope): Promise<boolean> {
    const known = answers()[scope]
    if (known !== undefined) return Promise.resolve(known)
    let question = asking.get(scope)
    if (!question) {
      const declared = host.app().config()['permission'] as Record<string, { desc?: string }> | undefined
      question = native
        .permission({ appName: appName(host), title: scopes[scope].request, reason: declared?.[scope]?.desc ?? '' })
        .then((granted) => {
          remember({ [scope]: granted })
          return granted
        })
        .finally(() => asking.delete(scope))
      asking.set(scope, question)
    }
    return question
  }

  const permissions: Permissions = {
    agree,
    granted: answers,
    async need(scope) {
      await agree()
      if (!(await ask(scope))) throw new Failure('auth deny')
    },
  }

  const subscriptions = () => ({
    mainSwitch: disk.entries('settings').get('subscribe') !== false,
    itemSettings: (disk.entries('settings').get('subscriptions') ?? {}) as Record<string, string>,
  })

  return {
    permissions,
    wx: {
      authorize: api('authorize', async ({ scope }: { scope: Scope }) => {
        if (!scopes[scope]) throw new Failure('scope unauthorized or invalid scope')
        await permissions.need(scope)
      }),
      getSetting: api('getSetting', ({ withSubscriptions }: { withSubscriptions?: boolean }) => ({
        authSetting: answers(),
        ...(withSubscriptions ? { subscriptionsSetting: subscriptions() } : {}),
      })),
      openSetting: api('openSetting', async ({ withSubscriptions }: { withSubscriptions?: boolean }) => {
        const now = answers()
        const left = await native.settings([
          ...(Object.keys(now) as Scope[]).map((key) => ({ key, label: scopes[key].label, on: now[key] === true })),
          { key: 'subscribe', label: '接收订阅消息', on: subscriptions().mainSwitch },
        ])
        const { subscribe, ...rest } = left
        remember(rest)
        disk.put('settings', 'subscribe', subscribe)
        return { authSetting: answers(), ...(withSubscriptions ? { subscriptionsSetting: subscriptions() } : {}) }
      }),
      getPrivacySetting: api('getPrivacySetting', () => ({
        needAuthorization: privacyChecked() && !agreed(),
        privacyContractName: contract,
      })),
      requirePrivacyAuthorize: api('requirePrivacyAuthorize', agree),
      onNeedPrivacyAuthorization: (listener: NonNullable<typeof askPrivacy>) => void (askPrivacy = listener),
      openPrivacyContract: api('openPrivacyContract', async () => {
        await native.modal({
          title: contract,
          content: '这是模拟器里的演示文本。正式上线时，这里由微信展示小程序在后台填写的隐私保护指引。',
          confirm: { text: '知道了', color: '#576B95' },
        })
      }),
    },
  }
}
