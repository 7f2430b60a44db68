import { ownerName } from '../domain/case'
import type { Case, Follow } from '../domain/case'
import { newsOf } from '../domain/casePublic'
import { pageOf } from '../domain/caseNotices'
import { noticesCap, owing } from '../domain/matter'
import type { Instant } from '../domain/time'
import { change, find, is } from '../platform/documents'

const mostCases = 10
const mostFollowers = 50

/** Followers have documents of their own, so that news to many never weigh on the case; `deliverOwed` sends what is written here. */
export async function tellFollowers(now: Instant): Promise<number> {
  const news = await find<Case>('cases', { newsAt: is.gt('') }, { limit: mostCases, order: [['newsAt', 'asc']] })
  let told = 0
  for (const found of news) {
    const newsAt = found.newsAt as Instant
    const followers = await find<Follow>('follows', { case: found._id, toldAt: is.lt(newsAt) }, { limit: mostFollowers })
    for (const follow of followers) {
      if (await tell(follow, found, newsAt, now)) told++
    }
    // Newer news that came meanwhile stay.
    if (followers.length < mostFollowers)
      await change<Case>('cases', found._id, `told.${newsAt}`, { newsAt }, { unset: ['newsAt'], bump: false })
  }
  return told
}

async function tell({ _id, version, kind, follower }: Follow, found: Case, newsAt: Instant, now: Instant): Promise<boolean> {
  const request = `news.${newsAt}`
  const words = newsOf(found, ownerName(found.owner))
  const notice = {
    person: follower.person,
    openid: follower.openid,
    template: 'caseProgress' as const,
    page: pageOf.reporter(found._id),
    ...words,
  }
  const notices = kind === 'left' ? [] : owing([notice], request, now)
  const { outcome } = await change<Follow>(
    'follows',
    _id,
    request,
    { version },
    {
      set: { toldAt: newsAt, updatedAt: now, ...(notices.length > 0 ? { owed: true } : {}) },
      push: { notices: { each: notices, keep: noticesCap } },
    },
  )
  return outcome === 'written' && notices.length > 0
}
