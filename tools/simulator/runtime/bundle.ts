// What the build puts into app.js for the runtime.
import type { glassEasel } from 'glass-easel-miniprogram-adapter'

export interface TabItem {
  pagePath: string
  text: string
  iconPath?: string
  selectedIconPath?: string
}

export interface WindowConfig {
  navigationBarTitleText?: string
  navigationBarBackgroundColor?: string
  navigationBarTextStyle?: 'black' | 'white'
  navigationStyle?: 'default' | 'custom'
  homeButton?: boolean
  backgroundColor?: string
  backgroundTextStyle?: 'dark' | 'light'
  enablePullDownRefresh?: boolean
  onReachBottomDistance?: number
  disableScroll?: boolean
}

export interface AppConfig {
  window?: WindowConfig
  entryPagePath?: string
  tabBar?: {
    custom?: boolean
    color?: string
    selectedColor?: string
    backgroundColor?: string
    borderStyle?: 'black' | 'white'
    list: TabItem[]
  }
  [key: string]: unknown
}

export interface ComponentConfig extends WindowConfig {
  component?: boolean
  usingComponents: Record<string, string>
  componentPlaceholder?: Record<string, string>
  styleIsolation: 'isolated' | 'apply-shared' | 'shared'
}

export interface Bundle {
  config: AppConfig
  pages: string[]
  components: Record<string, { config: ComponentConfig; page: boolean; scope: string }>
  styles: Record<string, string>
  templates(): Record<string, glassEasel.template.ComponentTemplate['content']>
  scripts: Record<string, () => unknown>
  /** Where app.js was loaded from; assets lie beside it. */
  base: string
}
