import type { Follow } from '../domain/case'
import { done } from '../domain/result'
import { find, is } from '../platform/documents'
import type { Handlers } from '../platform/entry'
import { publicRow, publicFields } from './view'
import type { PublicCase } from './view'

const most = 50

/** The latest that the caller joined or follows, latest news first. */
export const following: Handlers<'report'>['following'] = async (_input, context) => {
  const follows = await find<Pick<Follow, 'case' | 'kind'>>(
    'follows',
    { 'follower.person': context.person._id },
    { limit: most, order: [['createdAt', 'desc']], fields: ['case', 'kind'] },
  )
  const kinds = new Map(follows.flatMap(({ case: id, kind }) => (kind === 'left' ? [] : [[id, kind] as const])))
  const ids = [...kinds.keys()]
  if (ids.length === 0) return done({ cases: [] })
  const cases = await find<PublicCase>('cases', { _id: is.in(ids) }, { limit: most, fields: publicFields })
  const latest = cases.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
  return done({ cases: latest.map((one) => ({ ...publicRow(one, context), follows: kinds.get(one._id) })) })
}
