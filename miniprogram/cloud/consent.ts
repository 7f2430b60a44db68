import { town } from './session'

export type TemplateName = 'caseAssigned' | 'caseProgress' | 'bookingProgress' | 'workerAssigned'

/**
 * Asks whether WeChat may tell the person about news: one message a consent, at most three kinds at a time. Call it directly in the handler
 * of a tap (WeChat refuses otherwise). Answers whether some message may come; refusing is fine, news are in 消息 anyway.
 */
export async function askConsent(names: TemplateName[]): Promise<boolean> {
  const templates = town()?.templates ?? {}
  const tmplIds = names.flatMap((name) => templates[name] ?? []).slice(0, 3)
  if (tmplIds.length === 0) return false
  try {
    const answer = await wx.requestSubscribeMessage({ tmplIds })
    return tmplIds.some((id) => (answer as unknown as Record<string, string>)[id] === 'accept')
  } catch (error) {
    console.warn('no consent', error)
    return false
  }
}
