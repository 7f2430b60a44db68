// A page of the tab bar takes no parameters: which of its lists another page wants to be seen is left here.
export type Tab = 'cases' | 'bookings' | 'following'

let wanted: Tab | undefined

export function openMatters(tab: Tab): void {
  wanted = tab
  void wx.switchTab({ url: '/pages/matters/matters' })
}

export function takeWantedTab(): Tab | undefined {
  const tab = wanted
  wanted = undefined
  return tab
}
