import type { CalendarEvent, Native } from '../../wx/host'
import { drawing, element } from '../element'
import { button, dialog, page, sheet, type Layer } from './layer'

const toastIcons = {
  success:
    '<svg viewBox="0 0 40 40"><path d="M8 21l8.5 8.5L33 12" fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round"/></svg>',
  error:
    '<svg viewBox="0 0 40 40"><path d="M20 9v14" stroke="#fff" stroke-width="3.6" stroke-linecap="round"/><circle cx="20" cy="30" r="2.4" fill="#fff"/></svg>',
  loading:
    '<svg viewBox="0 0 40 40" class="spin"><circle cx="20" cy="20" r="14" fill="none" stroke="#fff" stroke-opacity=".3" stroke-width="3.5"/><path d="M20 6a14 14 0 0 1 14 14" fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round"/></svg>',
}

type Dialogs = Pick<
  Native,
  | 'toast'
  | 'modal'
  | 'actionSheet'
  | 'permission'
  | 'settings'
  | 'subscribe'
  | 'privacy'
  | 'call'
  | 'scan'
  | 'calendar'
  | 'openDocument'
  | 'hideKeyboard'
>

function toggle(label: string, on: boolean, note = ''): { row: HTMLElement; read: () => boolean } {
  const box = element('input', { type: 'checkbox', checked: on, className: 'switch', aria: { label } })
  const row = element('label', { className: 'row' }, element('span', {}, label, note ? element('small', {}, note) : null), box)
  return { row, read: () => box.checked }
}

const day = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'long',
  day: 'numeric',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

function spell(event: CalendarEvent): [string, string][] {
  const lines: [string, string | undefined][] = [
    ['开始', day.format(event.start)],
    ['结束', event.end && day.format(event.end)],
    ['重复', event.repeat],
    ['地点', event.location],
    ['说明', event.description],
  ]
  return lines.filter((line): line is [string, string] => Boolean(line[1]))
}

export function createDialogs(layer: Layer, codes: () => { label: string; code: string }[]): Dialogs {
  let hideToast: (() => void) | undefined

  return {
    toast(toast) {
      hideToast?.()
      hideToast = undefined
      if (!toast) return
      const { icon, title, mask } = toast
      const picture =
        icon === 'none' ? null : typeof icon === 'object' ? element('img', { src: icon.image, alt: '' }) : drawing(toastIcons[icon])
      const box = element(
        'div',
        { className: icon === 'none' ? 'toast toast-text' : 'toast', aria: { role: 'status' } },
        picture,
        element('p', {}, title),
      )
      hideToast = layer.show(element('div', { className: mask ? 'toast-place toast-mask' : 'toast-place' }, box))
    },

    modal: ({ title, content, cancel, confirm, input }) =>
      layer.ask((answer) => {
        const field = input
          ? element('textarea', {
              className: 'dialog-input',
              rows: 2,
              placeholder: input.placeholder,
              value: content,
              data: { focus: '' },
              aria: { label: input.placeholder || title || '输入' },
            })
          : null
        const give = (yes: boolean) => answer({ confirm: yes, content: field?.value ?? '' })
        const yes = element(
          'button',
          { type: 'button', onclick: () => give(true), style: { color: confirm.color }, data: field ? {} : { focus: '' } },
          confirm.text,
        )
        const no = cancel && element('button', { type: 'button', onclick: () => give(false), style: { color: cancel.color } }, cancel.text)
        return dialog(
          title,
          field ?? (content ? element('p', { className: 'dialog-content' }, content) : null),
          element('div', { className: 'dialog-buttons' }, no, yes),
        )
      }),

    actionSheet: ({ items, title, color }) =>
      layer.ask<number | null>(
        (answer) =>
          sheet(
            title || '请选择',
            () => answer(null),
            title ? element('p', { className: 'sheet-title' }, title) : null,
            ...items.map((item, index) =>
              element(
                'button',
                { type: 'button', className: 'sheet-item', style: color ? { color } : {}, onclick: () => answer(index) },
                item,
              ),
            ),
            button('取消', 'sheet-item sheet-cancel', () => answer(null)),
          ),
        null,
      ),

    permission: ({ appName, title, reason }) =>
      layer.ask<boolean>((answer) =>
        sheet(
          `${appName} 申请${title}`,
          undefined,
          element('p', { className: 'panel-app' }, element('span', { className: 'app-badge' }, '邻'), appName, ' 申请'),
          element('h2', { className: 'panel-title' }, title),
          reason ? element('p', { className: 'panel-reason' }, reason) : null,
          element(
            'div',
            { className: 'panel-buttons' },
            button('拒绝', 'plain', () => answer(false)),
            button('允许', 'primary', () => answer(true)),
          ),
        ),
      ),

    settings: (switches) =>
      layer.ask((answer) => {
        const rows = switches.map(({ key, label, on }) => ({ key, ...toggle(label, on) }))
        const leave = () => answer(Object.fromEntries(rows.map(({ key, read }) => [key, read()])))
        return page(
          '设置',
          { text: '返回', act: leave },
          element('p', { className: 'native-note' }, '允许“善邻”使用'),
          element('div', { className: 'rows' }, ...rows.map(({ row }) => row)),
        )
      }),

    subscribe: ({ appName, templates }) =>
      layer.ask<{ accepted: string[]; always: boolean } | null>((answer) => {
        const rows = templates.map(({ id, title, fields }) => {
          const box = element('input', { type: 'checkbox', checked: true, className: 'tick', aria: { label: title } })
          const about = Object.values(fields ?? {}).join('、')
          return {
            id,
            box,
            row: element('label', { className: 'row' }, box, element('span', {}, title, about ? element('small', {}, about) : null)),
          }
        })
        const always = element('input', { type: 'checkbox', className: 'tick', aria: { label: '总是保持以上选择，不再询问' } })
        const give = (accepted: string[]) => answer({ accepted, always: always.checked })
        return sheet(
          `${appName} 想给你发送消息`,
          undefined,
          element('p', { className: 'panel-app' }, element('span', { className: 'app-badge' }, '邻'), appName),
          element('h2', { className: 'panel-title' }, '发送一次以下消息'),
          element('div', { className: 'rows' }, ...rows.map(({ row }) => row)),
          element('label', { className: 'row row-always' }, always, element('span', {}, '总是保持以上选择，不再询问')),
          element(
            'div',
            { className: 'panel-buttons' },
            button('取消', 'plain', () => give([])),
            button('允许', 'primary', () => give(rows.filter(({ box }) => box.checked).map(({ id }) => id))),
          ),
        )
      }),

    privacy: ({ appName, contract }) =>
      layer.ask<boolean>((answer) =>
        sheet(
          '用户隐私保护提示',
          undefined,
          element('p', { className: 'panel-app' }, element('span', { className: 'app-badge' }, '邻'), appName),
          element('h2', { className: 'panel-title' }, '用户隐私保护提示'),
          element('p', { className: 'panel-reason' }, `在你使用服务之前，请阅读${contract}。同意后可以继续使用。`),
          element(
            'div',
            { className: 'panel-buttons' },
            button('拒绝', 'plain', () => answer(false)),
            button('同意', 'primary', () => answer(true)),
          ),
        ),
      ),

    call: (number) =>
      layer.ask<boolean>(
        (answer) =>
          sheet(
            `呼叫 ${number}`,
            () => answer(false),
            element('p', { className: 'sheet-title' }, '模拟器不会真的拨出电话'),
            button(`呼叫 ${number}`, 'sheet-item', () => answer(true)),
            button('取消', 'sheet-item sheet-cancel', () => answer(false)),
          ),
        false,
      ),

    scan: () =>
      layer.ask<string | null>((answer) => {
        const field = element('input', {
          className: 'native-field',
          placeholder: '码里的内容',
          aria: { label: '码里的内容' },
          data: { focus: '' },
        })
        return page(
          '扫一扫',
          { text: '取消', act: () => answer(null) },
          element('div', { className: 'scan-window', aria: { hidden: 'true' } }),
          element('p', { className: 'native-note' }, '模拟器没有镜头：选一个码，或者输入码里的内容'),
          element(
            'div',
            { className: 'rows' },
            ...codes().map(({ label, code }) =>
              element(
                'button',
                { type: 'button', className: 'row', onclick: () => answer(code) },
                element('span', {}, label, element('small', {}, code)),
              ),
            ),
          ),
          element(
            'form',
            {
              className: 'native-form',
              onsubmit: (event: SubmitEvent) => {
                event.preventDefault()
                if (field.value) answer(field.value)
              },
            },
            field,
            element('button', { type: 'submit', className: 'primary' }, '确定'),
          ),
        )
      }, null),

    calendar: (event) =>
      layer.ask<boolean>(
        (answer) =>
          page(
            '新建日程',
            { text: '取消', act: () => answer(false) },
            element('h2', { className: 'calendar-title' }, event.title),
            element(
              'dl',
              { className: 'facts' },
              ...spell(event).flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
            ),
            button('添加', 'primary native-wide', () => answer(true)),
          ),
        false,
      ),

    openDocument({ name, url, mime }) {
      void layer.ask<void>((answer) =>
        page(
          name,
          { text: '返回', act: () => answer() },
          /^(image|text|application\/pdf|application\/json)/.test(mime)
            ? element('iframe', { className: 'document', src: url, title: name })
            : element('p', { className: 'native-note' }, '这种文件在手机上由微信打开；这里可以下载它看。'),
          element('a', { className: 'primary native-wide', href: url, download: name }, '下载到电脑'),
        ),
      )
    },

    hideKeyboard() {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    },
  }
}
