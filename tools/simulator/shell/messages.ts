// Service notifications on their way from the cloud to the phones of this browser.

export interface ServiceMessage {
  openid: string
  templateId: string
  page: string
  data: Record<string, { value: string }>
  at: number
}

/** A mini-program card that one person sends to another, in WeChat's chat. */
export interface SharedCard {
  to: string
  from: string
  title: string
  path: string
}

export type Wire = { kind: 'service'; message: ServiceMessage } | { kind: 'card'; card: SharedCard } | { kind: 'rebuilt'; error?: string }

/** What the cloud sent to WeChat, as it reports it. */
interface Outgoing {
  at: number
  api: string
  openid?: string
  data: unknown
}

function serviceMessage({ at, api, openid, data }: Outgoing): ServiceMessage | undefined {
  if (api !== 'subscribeMessage.send' || !openid) return undefined
  const {
    template_id,
    page = 'pages/index/index',
    data: fields = {},
  } = data as { template_id: string; page?: string; data?: ServiceMessage['data'] }
  return { openid, templateId: template_id, page, data: fields, at }
}

/**
 * One listener for all phones of the browser, since it allows six to a host: the page that holds the lock listens and tells the others.
 * Returns how to send a card to the other phones.
 */
export function joinWire(cloudUrl: string, hear: (news: Wire) => void): (news: Wire) => void {
  const channel = new BroadcastChannel('shanlin-wire')
  const tell = (news: Wire) => {
    channel.postMessage(news)
    hear(news)
  }
  channel.onmessage = (event: MessageEvent<Wire>) => hear(event.data)
  void navigator.locks.request('shanlin-wire', () => {
    const builds = new EventSource('/simulator/builds')
    builds.onmessage = (event: MessageEvent<string>) => tell({ kind: 'rebuilt', ...(JSON.parse(event.data) as { error?: string }) })
    const outgoing = new EventSource(`${cloudUrl}/outgoing/stream`)
    outgoing.onmessage = (event: MessageEvent<string>) => {
      const message = serviceMessage(JSON.parse(event.data) as Outgoing)
      if (message) tell({ kind: 'service', message })
    }
    return new Promise<never>(() => {})
  })
  return tell
}
