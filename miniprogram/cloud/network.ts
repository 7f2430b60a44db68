// Whether the phone has a network, and who wants to know when it comes back.
let connected = true
const listeners = new Set<() => void>()

export function watchNetwork(): void {
  wx.getNetworkType({ success: ({ networkType }) => (connected = networkType !== 'none') })
  wx.onNetworkStatusChange(({ isConnected }) => {
    const back = isConnected && !connected
    connected = isConnected
    if (back) for (const listener of listeners) listener()
  })
}

export function online(): boolean {
  return connected
}

/** Calls the listener each time the network comes back; answers how to stop. */
export function whenBack(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
