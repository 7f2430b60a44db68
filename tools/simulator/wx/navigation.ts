import type { NavigationBarPatch, PageScrollOptions, RunningApp, TabBarItemPatch, TabBarPatch } from '../runtime/host'
import { api, Failure } from './call'
import type { PhoneHost } from './host'

type Events = Record<string, (...args: never[]) => void>

export function navigationApi(host: PhoneHost) {
  const app = (): RunningApp => host.app()
  // The runtime refuses with a plain Error in WeChat's words.
  const go = async <T>(moved: Promise<T>): Promise<T> => {
    try {
      return await moved
    } catch (error) {
      throw new Failure(error instanceof Error ? error.message : String(error))
    }
  }
  const badge = (name: string, text: (given?: string) => string | null) =>
    api(name, ({ index, text: given }: { index: number; text?: string }) => app().setTabBarBadge(index, text(given)))

  return {
    navigateTo: api('navigateTo', ({ url, events }: { url: string; events?: Events }) => go(app().navigateTo(url, events))),
    redirectTo: api('redirectTo', ({ url }: { url: string }) => go(app().redirectTo(url))),
    reLaunch: api('reLaunch', ({ url }: { url: string }) => go(app().reLaunch(url))),
    switchTab: api('switchTab', ({ url }: { url: string }) => go(app().switchTab(url))),
    navigateBack: api('navigateBack', ({ delta }: { delta?: number }) => go(app().navigateBack(delta ?? 1))),

    setNavigationBarTitle: api('setNavigationBarTitle', ({ title }: { title: string }) => app().setNavigationBar({ title })),
    setNavigationBarColor: api('setNavigationBarColor', ({ frontColor, backgroundColor }: NavigationBarPatch) =>
      app().setNavigationBar({ frontColor, backgroundColor }),
    ),
    showNavigationBarLoading: api('showNavigationBarLoading', () => app().setNavigationBar({ loading: true })),
    hideNavigationBarLoading: api('hideNavigationBarLoading', () => app().setNavigationBar({ loading: false })),
    hideHomeButton: api('hideHomeButton', () => app().setNavigationBar({ homeButton: false })),

    setTabBarBadge: badge('setTabBarBadge', (text) => text ?? null),
    removeTabBarBadge: badge('removeTabBarBadge', () => null),
    showTabBarRedDot: badge('showTabBarRedDot', () => ''),
    hideTabBarRedDot: badge('hideTabBarRedDot', () => null),
    showTabBar: api('showTabBar', () => app().setTabBarVisible(true)),
    hideTabBar: api('hideTabBar', () => app().setTabBarVisible(false)),
    setTabBarStyle: api('setTabBarStyle', (patch: TabBarPatch) => app().setTabBarStyle(patch)),
    setTabBarItem: api('setTabBarItem', ({ index, ...patch }: TabBarItemPatch & { index: number }) => app().setTabBarItem(index, patch)),

    setBackgroundColor: api('setBackgroundColor', ({ backgroundColor }: { backgroundColor?: string }) =>
      app().setBackground({ backgroundColor }),
    ),
    setBackgroundTextStyle: api('setBackgroundTextStyle', ({ textStyle }: { textStyle: 'dark' | 'light' }) =>
      app().setBackground({ textStyle }),
    ),
    startPullDownRefresh: api('startPullDownRefresh', () => app().startPullDownRefresh()),
    stopPullDownRefresh: api('stopPullDownRefresh', () => app().stopPullDownRefresh()),
    pageScrollTo: api('pageScrollTo', (options: PageScrollOptions) => go(app().pageScrollTo(options))),

    createSelectorQuery: () => app().createSelectorQuery(),
    createIntersectionObserver: (component: unknown, options?: Record<string, unknown>) =>
      app().createIntersectionObserver(component, options),
    createMapContext: (id: string, component?: unknown) => app().createMapContext(id, component),
    createAnimation: (options?: Record<string, unknown>) => app().createAnimation(options),
    nextTick: (callback: () => void) => app().nextTick(callback),
  }
}
