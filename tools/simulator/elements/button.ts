import type { ElementSetup } from './define'
import { partsOf } from './define'
import { hover } from './view'
import type { OpenTypeRequest } from '../runtime/host'
import { report } from '../runtime/errors'

// open-type → the event that carries the phone's answer.
const answers: Record<string, string> = {
  contact: 'contact',
  getPhoneNumber: 'getphonenumber',
  getRealtimePhoneNumber: 'getrealtimephonenumber',
  chooseAvatar: 'chooseavatar',
  openSetting: 'opensetting',
  launchApp: 'launchapp',
  getUserInfo: 'getuserinfo',
  agreePrivacyAuthorization: 'agreeprivacyauthorization',
}

export const button: ElementSetup<'button'> = (host) => {
  const { dom, props, emit, context, node } = host
  hover(host, () => !props.disabled && !props.loading)
  dom.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    dom.click()
  })
  return {
    role: 'button',
    update() {
      dom.tabIndex = props.disabled ? -1 : 0
      for (const name of ['type', 'size'] as const) dom.setAttribute(name, props[name])
      dom.toggleAttribute('disabled', props.disabled)
      dom.toggleAttribute('plain', props.plain)
      dom.toggleAttribute('loading', props.loading)
      if (props.disabled) dom.setAttribute('aria-disabled', 'true')
      else dom.removeAttribute('aria-disabled')
    },
    tap() {
      if (props.disabled) return
      const form = partsOf(dom.closest('wx-form'))
      if (props.formType === 'submit') (form as { submit?(dataset: unknown): void } | undefined)?.submit?.(node.dataset)
      if (props.formType === 'reset') (form as { clear?(): void } | undefined)?.clear?.()
      const kind = props.openType
      if (kind === '') return
      if (kind === 'share') {
        context.share(dom, node.dataset)
        return
      }
      const event = answers[kind]
      if (event === undefined) {
        console.error(`<button open-type="${kind}"> is not supported`)
        return
      }
      if (context.host.openType === undefined) {
        emit(event, { errMsg: `${kind}:fail no permission` })
        return
      }
      Promise.resolve(context.host.openType({ openType: kind } as OpenTypeRequest)).then(
        (detail) => emit(event as 'contact', detail),
        (error: unknown) => report(error, `<button open-type="${kind}">`),
      )
    },
  }
}
