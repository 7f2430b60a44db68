import { ownerName } from '../domain/case'
import type { Case, Follow } from '../domain/case'
import { newsOf } from '../domain/casePublic'
import { pageOf } from '../domain/caseNotices'
import { noticesCap, owing } from '../domain/matter'
import type { Instant } from '../domain/time'
import { change, find, get, is } from '../platform/documents'
import { setFollow } from '../report/setFollow'

const mostCases = 10
const mostFollowers = 50
/** Each costs some operations more. */
const mostCarried = 15
const mostHops = 5

/** Followers have documents of their own, so that news to many never weigh on the case; `deliverOwed` sends what is written here. */
export async function tellFollowers(now: Instant): Promise<number> {
  const news = await find<Case>('cases', { newsAt: is.gt('') }, { limit: mostCases, order: [['newsAt', 'asc']] })
  let told = 0
  for (const found of news) {
    const newsAt = found.newsAt as Instant
    const into = await mergedInto(found)
    const most = into ? mostCarried : mostFollowers
    const followers = await find<Follow>('follows', { case: found._id, toldAt: is.lt(newsAt) }, { limit: most })
    for (const follow of followers) {
      if (into) await carry(follow, into, now)
      if (await tell(follow, found, into ?? found, newsAt, now)) told++
    }
    // Newer news that came meanwhile stay.
    if (followers.length < most) await change<Case>('cases', found._id, `told.${newsAt}`, { newsAt }, { unset: ['newsAt'], bump: false })
  }
  return told
}

/** The case in which a merged one goes on; that one may have been merged meanwhile too. */
async function mergedInto({ state, mergedInto: first }: Case): Promise<Case | undefined> {
  let next = state === 'merged' ? first : undefined
  let into: Case | undefined
  for (let hop = 0; next && hop < mostHops; hop++) {
    into = await get<Case>('cases', next.id)
    next = into?.state === 'merged' ? into.mergedInto : undefined
  }
  return into
}

/** Who followed the merged case follows the one in which it goes on, unless it is their own. */
async function carry({ _id, kind, follower }: Follow, into: Case, now: Instant): Promise<void> {
  if (kind !== 'left' && follower.person !== into.reporter.person) await setFollow(into, follower, kind, `carry.${_id}`, now)
}

async function tell({ _id, version, kind, follower }: Follow, found: Case, on: Case, newsAt: Instant, now: Instant): Promise<boolean> {
  const request = `news.${newsAt}`
  const words = newsOf(found, ownerName(found.owner))
  const notice = {
    person: follower.person,
    openid: follower.openid,
    template: 'caseProgress' as const,
    page: pageOf.reporter(on._id),
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
