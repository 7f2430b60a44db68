import { sendWork } from './cloud/fieldWork'
import { careModeChosen, setCareMode } from './cloud/look'
import { watchNetwork } from './cloud/network'
import { sendWaiting, watchOutbox } from './cloud/outbox'
import { askMe, askTown } from './cloud/session'

App({
  onLaunch() {
    wx.cloud.init({ traceUser: true })
    watchNetwork()
    watchOutbox()
    void askTown()
    void askMe().then((reply) => {
      // A new phone of someone who uses care mode starts in care mode.
      if (!reply.ok || reply.staleSince !== undefined || careModeChosen()) return
      setCareMode(reply.data.careMode)
      for (const page of getCurrentPages() as { refreshLook?(): void; showTabs?(): void }[]) {
        page.refreshLook?.()
        page.showTabs?.()
      }
    })
  },
  onShow() {
    void sendWaiting()
    void sendWork()
  },
})
