import type { BookingRow } from '../../typings/contract'

/** How one meets an adviser. */
export const meetingWords: Record<NonNullable<BookingRow['channel']>, string> = {
  office: '当面谈',
  phone: '打电话谈',
  home: '上门谈',
  video: '视频谈',
}

type Meeting = Pick<BookingRow, 'kind' | 'channel' | 'place' | 'addressMasked'>

export function atHome({ kind, channel }: Pick<Meeting, 'kind' | 'channel'>): boolean {
  return kind === 'visit' || channel === 'home'
}

/** Where one has to be. A call has no place, whatever room the adviser sits in; who comes to the home comes to the address. */
export function placeOf({ kind, channel, place = '', addressMasked = '' }: Meeting): string {
  if (atHome({ kind, channel })) return addressMasked
  return channel === 'phone' || channel === 'video' ? '' : place
}

/** The place, or how one meets without any. */
export function whereWords(meeting: Meeting): string {
  return placeOf(meeting) || (meeting.channel ? meetingWords[meeting.channel] : '')
}
