// How pages look on this phone: care mode, and the font size that the person chose in WeChat.
export interface Look {
  care: boolean
  classes: string
  style: string
}

const key = 'careMode'

export function careMode(): boolean {
  return wx.getStorageSync(key) === true
}

/** False until the person, or the server, has said which mode this phone is in. */
export function careModeChosen(): boolean {
  return typeof wx.getStorageSync(key) === 'boolean'
}

export function setCareMode(care: boolean): void {
  wx.setStorageSync(key, care)
}

/** Care mode is large already; beyond these limits words break inside buttons. */
function fontScale(care: boolean): number {
  const { fontSizeScaleFactor = 1 } = wx.getAppBaseInfo()
  return Math.min(Math.max(fontSizeScaleFactor, care ? 1 : 0.9), care ? 1.4 : 1.6)
}

export function lookNow(): Look {
  const care = careMode()
  return { care, classes: care ? 'root care' : 'root', style: `--k:${fontScale(care)}` }
}
