// WeChat's content check, played by a short list of words: enough to see what the product does with each answer.
// A person may be named only so long after opening the app.
export const callEventLimit = 2 * 60 * 60 * 1000

export type Suggestion = { suggest: 'pass' | 'review' | 'risky'; label: number }

// Labels as WeChat numbers them.
const risky: [word: string, label: number][] = [
  ['赌博', 20006],
  ['博彩', 20006],
  ['代开发票', 20006],
  ['色情', 20002],
  ['约炮', 20002],
  ['傻逼', 20003],
  ['去死', 20003],
  ['刷单返利', 20008],
  ['贷款秒批', 20008],
]
const doubtful = ['加微信', '扫码领']

export function checkText(text: string): Suggestion & { words: string[] } {
  const found = risky.filter(([word]) => text.includes(word))
  if (found[0]) return { suggest: 'risky', label: found[0][1], words: found.map(([word]) => word) }
  const unclear = doubtful.filter((word) => text.includes(word))
  return unclear.length > 0 ? { suggest: 'review', label: 10001, words: unclear } : { suggest: 'pass', label: 100, words: [] }
}

export function checkMedia(address: string): Suggestion {
  const name = decodeURIComponent(new URL(address).pathname.split('/').pop() ?? '')
  return name.includes('risky') ? { suggest: 'risky', label: 20002 } : { suggest: 'pass', label: 100 }
}

// The event that WeChat pushes when a picture or sound has been looked at.
export function mediaCheckEvent(appId: string, traceId: string, seconds: number, { suggest, label }: Suggestion): object {
  return {
    ToUserName: 'gh_000000000000',
    FromUserName: 'oABCDEFGHIJKLMNOPQRSTUVWXYZ0',
    CreateTime: seconds,
    MsgType: 'event',
    Event: 'wxa_media_check',
    appid: appId,
    trace_id: traceId,
    version: 2,
    detail: [{ strategy: 'content_model', errcode: 0, suggest, label, prob: suggest === 'pass' ? 90 : 95 }],
    errcode: 0,
    errmsg: 'ok',
    result: { suggest, label },
  }
}
