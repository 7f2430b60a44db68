import type { BookingRow } from '../../typings/contract'

/** How one meets an adviser. */
export const meetingWords: Record<NonNullable<BookingRow['channel']>, string> = {
  office: '当面谈',
  phone: '打电话谈',
  home: '上门谈',
  video: '视频谈',
}
