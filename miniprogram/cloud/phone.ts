/** Opens the dialler. Closing it again is no failure. */
export function dial(number: string): void {
  void wx.makePhoneCall({ phoneNumber: number, fail: () => undefined })
}

export function tell(sentence: string): void {
  void wx.showToast({ title: sentence, icon: 'none', duration: 3000 })
}

/** A question with two answers; confirmText has at most four characters. */
export async function confirmed(content: string, confirmText: string, cancelText = '再想想'): Promise<boolean> {
  const { confirm } = await wx.showModal({ title: '', content, confirmText, cancelText, confirmColor: '#0B7A5E' })
  return confirm
}

/** Why somebody wants to see what is sealed; `alertText` says that it is recorded. Undefined when the question was closed. */
export async function chosenReason(reasons: string[], alertText: string): Promise<string | undefined> {
  try {
    const { tapIndex } = await wx.showActionSheet({ itemList: reasons, alertText })
    return reasons[tapIndex]
  } catch {
    return undefined
  }
}

/** Back to where the person came from; a page that a message opened has nothing behind it, then to `otherwise`. */
export function goBack(otherwise: string): void {
  if (getCurrentPages().length > 1) void wx.navigateBack()
  else void wx.redirectTo({ url: otherwise })
}
