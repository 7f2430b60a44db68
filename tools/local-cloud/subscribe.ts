// Consents to one message each, as wx.requestSubscribeMessage collects them on the phone, and what was sent.
import type { Store } from './store'

export interface Outgoing {
  at: number
  api: string
  openid: string | undefined
  data: unknown
}

export interface Subscriptions {
  consent: (openid: string, templateIds: string[]) => void
  // False when the person has no consent left for this template.
  use: (openid: string, templateId: string) => boolean
  record: (entry: Outgoing) => void
  outgoing: () => Outgoing[]
  onOutgoing: (listener: (entry: Outgoing) => void) => () => void
}

export function createSubscriptions(store: Store): Subscriptions {
  const consents = new Map(store.facts<number>('consent '))
  const sent: Outgoing[] = []
  const listeners = new Set<(entry: Outgoing) => void>()
  const keep = (key: string, left: number): void => {
    if (left === 0) consents.delete(key)
    else consents.set(key, left)
    store.setFact(`consent ${key}`, left === 0 ? undefined : left)
  }
  return {
    consent(openid, templateIds) {
      for (const template of templateIds) keep(`${openid} ${template}`, (consents.get(`${openid} ${template}`) ?? 0) + 1)
    },
    use(openid, templateId) {
      const key = `${openid} ${templateId}`
      const left = consents.get(key) ?? 0
      if (left === 0) return false
      keep(key, left - 1)
      return true
    },
    record(entry) {
      sent.push(entry)
      // Enough for a phone that looks away; a process that runs for days keeps no more.
      if (sent.length > 5000) sent.splice(0, 1000)
      for (const listener of listeners) listener(entry)
    },
    outgoing: () => [...sent],
    onOutgoing(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
