import { api, Failure } from './call'
import type { PhoneHost } from './host'
import { appName } from './permission'

/** True inside the handler of a tap and what it awaits without leaving the turn, as WeChat allows it. */
export function watchTaps(): () => boolean {
  let tapping = false
  const tapped = () => {
    tapping = true
    setTimeout(() => void (tapping = false))
  }
  for (const event of ['pointerup', 'touchend', 'mouseup', 'click'])
    window.addEventListener(event, tapped, { capture: true, passive: true })
  return () => tapping
}

export function subscribeApi(host: PhoneHost, inTap: () => boolean) {
  const { disk, native } = host
  const always = () => (disk.entries('settings').get('subscriptions') ?? {}) as Record<string, 'accept' | 'reject'>

  return {
    requestSubscribeMessage: api('requestSubscribeMessage', async ({ tmplIds }: { tmplIds: string[] }) => {
      if (!Array.isArray(tmplIds) || !tmplIds.length) throw new Failure("TmplIds can't be empty", { errCode: 10001 })
      if (!inTap()) throw new Failure('can only be invoked by user TAP gesture.')
      if (tmplIds.length > 3) throw new Failure('TmplIds count is over the limit of 3', { errCode: 20003 })
      if (disk.entries('settings').get('subscribe') === false) throw new Failure('The main switch is switched off', { errCode: 20004 })
      if (host.network() === 'none') throw new Failure('network error', { errCode: 10002 })
      const known = host.templates()
      const unknown = tmplIds.filter((id) => known.length > 0 && !known.some((template) => template.id === id))
      if (unknown.length) throw new Failure('No template data return, verify the template id exist', { errCode: 20001 })

      // What was ticked 总是保持 is answered without asking again.
      const settled = always()
      const open = tmplIds.filter((id) => !settled[id])
      const answer = open.length
        ? await native.subscribe({
            appName: appName(host),
            templates: open.map((id) => known.find((template) => template.id === id) ?? { id, title: '消息提醒' }),
          })
        : { accepted: [], always: false }
      const accepted = tmplIds.filter((id) => settled[id] === 'accept' || answer?.accepted.includes(id))
      const outcome = Object.fromEntries(tmplIds.map((id) => [id, accepted.includes(id) ? ('accept' as const) : ('reject' as const)]))
      if (answer?.always) disk.put('settings', 'subscriptions', { ...settled, ...outcome })
      if (accepted.length) {
        const response = await fetch(`${host.cloudUrl}/consent`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-wx-openid': host.person.openid },
          body: JSON.stringify({ openid: host.person.openid, templateIds: accepted }),
        })
        if (!response.ok) throw new Failure('Request list fail', { errCode: 10002 })
      }
      return outcome
    }),
  }
}
