import { call } from '../../cloud/call'
import { tell } from '../../cloud/phone'

/** Reads the code at the door of a lesson and enters that its holder is there; true when that is done. */
export async function scanAtDoor(): Promise<boolean> {
  let code: string
  try {
    code = (await wx.scanCode({ scanType: ['qrCode'] })).result
  } catch {
    // Closed without scanning.
    return false
  }
  const reply = await call('booking.attend', { code })
  // An alien code doesn't even look like one of ours.
  tell(reply.ok ? reply.data.sentence : reply.error.code === 'INPUT_INVALID' ? '这不是上课的码，请扫教室门口的' : reply.error.message)
  return reply.ok
}
