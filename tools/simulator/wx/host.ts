/// <reference lib="dom" />
// What createWx needs from the phone. The shell implements it; tests may implement a part.
import type { RunningApp } from '../runtime/host'
import type { Disk } from './disk'
import type { Files } from './files'

export interface Person {
  openid: string
  name: string
  role: string
  grid?: string
  organisation?: string
}

export interface Position {
  longitude: number
  latitude: number
}

export interface Place extends Position {
  name: string
  address: string
}

export type NetworkType = 'wifi' | '4g' | '5g' | 'none'

export interface FontSize {
  /** WeChat's setting in px, as in getAppBaseInfo().fontSizeSetting; 17 is 标准. */
  setting: number
  scale: number
}

/** One template of a subscribe message as the panel names it. */
export interface MessageTemplate {
  id: string
  title: string
  /** keyword name → what it is called, e.g. thing1 → 事项 */
  fields?: Record<string, string>
}

export interface CalendarEvent {
  title: string
  start: Date
  end?: Date
  location?: string
  description?: string
  repeat?: string
}

export interface Picked {
  bytes: Uint8Array<ArrayBuffer>
  mime: string
  name: string
  video?: { width: number; height: number; duration: number; thumbnail: Uint8Array<ArrayBuffer> }
}

export type MediaKind = 'image' | 'video'

/** What WeChat itself draws over the app. Everything that asks the person answers by a promise; null means cancelled. */
export interface Native {
  toast(toast: { title: string; icon: 'success' | 'error' | 'none' | 'loading' | { image: string }; mask: boolean } | null): void
  modal(modal: {
    title: string
    content: string
    cancel?: { text: string; color: string }
    confirm: { text: string; color: string }
    input?: { placeholder: string }
  }): Promise<{ confirm: boolean; content: string }>
  actionSheet(sheet: { items: string[]; title?: string; color?: string }): Promise<number | null>
  permission(request: { appName: string; title: string; reason: string }): Promise<boolean>
  /** The settings page; answers with the switches as the person left them. */
  settings(switches: { key: string; label: string; on: boolean }[]): Promise<Record<string, boolean>>
  subscribe(request: { appName: string; templates: MessageTemplate[] }): Promise<{ accepted: string[]; always: boolean } | null>
  privacy(request: { appName: string; contract: string }): Promise<boolean>
  photograph(): Promise<Picked | null>
  album(request: { count: number; kinds: MediaKind[] }): Promise<Picked[] | null>
  chooseFile(request: { count: number; extensions?: string[] }): Promise<Picked[] | null>
  saveToAlbum(picture: { bytes: Uint8Array<ArrayBuffer>; mime: string }): void
  preview(media: { url: string; kind: MediaKind }[], current: number): void
  chooseLocation(center: Position): Promise<Place | null>
  openLocation(place: Place & { scale: number }): void
  call(number: string): Promise<boolean>
  scan(): Promise<string | null>
  calendar(event: CalendarEvent): Promise<boolean>
  openDocument(document: { name: string; url: string; mime: string }): void
  hideKeyboard(): void
}

export interface PhoneHost {
  person: Person
  /** The running app; throws before it has booted. */
  app(): RunningApp
  native: Native
  disk: Disk
  files: Files
  /** Where /invoke, /upload and /file live: '' for the same origin. */
  cloudUrl: string
  screen: { width: number; height: number; statusBarHeight: number; pixelRatio: number }
  position(): Position
  onPositionChange(listener: (position: Position) => void): void
  fontSize(): FontSize
  network(): NetworkType
  onNetworkChange(listener: (type: NetworkType) => void): void
  templates(): MessageTemplate[]
  /** 转发 in the capsule's menu. */
  shareMenu: { shown: boolean }
  /** What the phone did that nothing on the screen shows: a call, a vibration, a calendar entry. */
  log: (line: string) => void
}
