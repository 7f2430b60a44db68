import type { Disk } from '../../wx/disk'
import type { MessageTemplate } from '../../wx/host'
import { element } from '../element'
import type { ServiceMessage, SharedCard } from '../messages'
import { page, type Layer } from './layer'

/** One entry of the phone's list: a service notification or a card that a friend sent. */
interface Notice {
  source: string
  title: string
  lines: [string, string][]
  path: string
  at: number
}

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})

export function createNotifications(
  layer: Layer,
  disk: Disk,
  shell: { templates(): MessageTemplate[]; open(path: string): void; changed(unread: number): void },
) {
  const kept = () => (disk.entries('settings').get('notices') ?? []) as Notice[]
  const unread = () => (disk.entries('settings').get('unread') ?? 0) as number
  let hideBanner: (() => void) | undefined

  function markRead(): void {
    disk.put('settings', 'unread', 0)
    shell.changed(0)
  }
  function open(path: string): void {
    hideBanner?.()
    hideBanner = undefined
    markRead()
    shell.open(path)
  }
  function arrive(notice: Notice): void {
    disk.put('settings', 'notices', [notice, ...kept()].slice(0, 50))
    disk.put('settings', 'unread', unread() + 1)
    shell.changed(unread())
    hideBanner?.()
    const banner = element(
      'div',
      { className: 'banner', aria: { role: 'status' } },
      element(
        'button',
        { type: 'button', className: 'banner-body', onclick: () => open(notice.path) },
        element('span', { className: 'app-badge' }, '邻'),
        element(
          'span',
          { className: 'banner-text' },
          element('b', {}, notice.source),
          element('span', {}, [notice.title, ...notice.lines.map(([, value]) => value)].join(' · ')),
        ),
      ),
      element('button', { type: 'button', className: 'banner-close', aria: { label: '收起通知' }, onclick: () => hideBanner?.() }, '×'),
    )
    hideBanner = layer.show(banner)
  }

  return {
    unread,
    service({ templateId, page: path, data, at }: ServiceMessage) {
      const template = shell.templates().find(({ id }) => id === templateId)
      const lines = Object.entries(data).map(([key, { value }]): [string, string] => [template?.fields?.[key] ?? '内容', String(value)])
      arrive({ source: '服务通知', title: template?.title ?? '善邻', lines, path, at })
    },
    card({ from, title, path }: SharedCard) {
      arrive({ source: from, title: `[小程序] ${title}`, lines: [], path, at: Date.now() })
    },
    list() {
      hideBanner?.()
      markRead()
      void layer.ask<void>((answer) =>
        page(
          '服务通知',
          { text: '返回', act: () => answer() },
          element(
            'div',
            { className: 'notices' },
            ...(kept().length
              ? kept().map(({ source, title, lines, path, at }) =>
                  element(
                    'article',
                    { className: 'notice' },
                    element(
                      'p',
                      { className: 'notice-head' },
                      element('span', { className: 'app-badge' }, '邻'),
                      source === '服务通知' ? '善邻' : source,
                      element('time', {}, clock.format(at)),
                    ),
                    element('h2', {}, title),
                    element(
                      'dl',
                      { className: 'facts' },
                      ...lines.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
                    ),
                    element(
                      'button',
                      {
                        type: 'button',
                        className: 'notice-open',
                        onclick: () => {
                          answer()
                          open(path)
                        },
                      },
                      '进入小程序查看',
                    ),
                  ),
                )
              : [element('p', { className: 'native-note' }, '还没有通知。在小程序里允许发送消息后，进展会到这里。')]),
          ),
        ),
      )
    },
  }
}
