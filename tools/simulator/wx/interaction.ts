import { api, cancelled, Failure } from './call'
import type { PhoneHost } from './host'

interface ToastOptions {
  title: string
  icon?: 'success' | 'error' | 'loading' | 'none'
  image?: string
  duration?: number
  mask?: boolean
}

interface ModalOptions {
  title?: string
  content?: string
  showCancel?: boolean
  cancelText?: string
  cancelColor?: string
  confirmText?: string
  confirmColor?: string
  editable?: boolean
  placeholderText?: string
}

export function interactionApi({ native, files, shareMenu }: PhoneHost) {
  // A toast and a loading share one place on the screen, as in WeChat.
  let hiding: ReturnType<typeof setTimeout> | undefined
  const hide = () => {
    clearTimeout(hiding)
    native.toast(null)
  }

  return {
    showToast: api('showToast', async ({ title, icon = 'success', image, duration = 1500, mask = false }: ToastOptions) => {
      if (typeof title !== 'string') throw new Failure(`parameter error: parameter.title should be String instead of ${typeof title};`)
      clearTimeout(hiding)
      native.toast({ title, icon: image ? { image: await files.url(image) } : icon, mask })
      hiding = setTimeout(() => native.toast(null), duration)
    }),
    hideToast: api('hideToast', hide),
    showLoading: api('showLoading', ({ title, mask = false }: { title: string; mask?: boolean }) => {
      clearTimeout(hiding)
      native.toast({ title: title ?? '', icon: 'loading', mask })
    }),
    hideLoading: api('hideLoading', hide),
    showModal: api('showModal', async (options: ModalOptions) => {
      const { confirmText = '确定', cancelText = '取消' } = options
      if ([...confirmText].length > 4) throw new Failure('confirmText length should not larger than 4 Chinese characters')
      if ([...cancelText].length > 4) throw new Failure('cancelText length should not larger than 4 Chinese characters')
      const answer = await native.modal({
        title: options.title ?? '',
        content: options.content ?? '',
        confirm: { text: confirmText, color: options.confirmColor ?? '#576B95' },
        ...(options.showCancel === false ? {} : { cancel: { text: cancelText, color: options.cancelColor ?? '#000000' } }),
        ...(options.editable ? { input: { placeholder: options.placeholderText ?? '' } } : {}),
      })
      return { confirm: answer.confirm, cancel: !answer.confirm, content: options.editable && answer.confirm ? answer.content : null }
    }),
    showActionSheet: api(
      'showActionSheet',
      async ({ itemList, itemColor, alertText }: { itemList: string[]; itemColor?: string; alertText?: string }) => {
        if (!itemList?.length) throw new Failure('parameter error: itemList should have at least one item')
        if (itemList.length > 6) throw new Failure('itemList should not be larger than 6')
        const tapIndex = await native.actionSheet({ items: itemList, color: itemColor, title: alertText })
        if (tapIndex === null) throw cancelled()
        return { tapIndex }
      },
    ),
    showShareMenu: api('showShareMenu', () => void (shareMenu.shown = true)),
    hideShareMenu: api('hideShareMenu', () => void (shareMenu.shown = false)),
    hideKeyboard: api('hideKeyboard', () => native.hideKeyboard()),
    // The computer's keyboard covers nothing, so the height never changes.
    onKeyboardHeightChange: () => {},
    offKeyboardHeightChange: () => {},
  }
}
