import type { Matter, Notice } from '../domain/matter'
import type { TownData } from '../domain/town'
import { inTown } from '../domain/time'
import type { CollectionName } from './collections'
import { updateOne } from './documents'
import { openapi } from './sdk'
import { describe, log } from './log'

/** WeChat's limit of a "thing" field: 20 characters. */
function thing(text: string): string {
  const characters = [...text]
  return characters.length <= 20 ? text : `${characters.slice(0, 19).join('')}…`
}

async function send(notice: Notice, town: TownData): Promise<Notice['state']> {
  const { id, fields } = town.templates[notice.template]
  try {
    await openapi.subscribeMessage.send({
      touser: notice.openid,
      templateId: id,
      // WeChat takes pages without the leading slash that navigation wants.
      page: notice.page.replace(/^\//, ''),
      data: {
        [fields.title]: { value: thing(notice.title) },
        [fields.text]: { value: thing(notice.text) },
        [fields.time]: { value: inTown(notice.at).format('YYYY-MM-DD HH:mm') },
      },
    })
    return 'sent'
  } catch (error) {
    const { code, message } = describe(error)
    // 43101: no consent left, 40003: no such openid. The message stays in the in-app inbox; trying again would not help.
    if (code === '43101' || code === '40003') return 'refused'
    log('error', 'message not sent', { code, message })
    return 'owed'
  }
}

export type Owing = Pick<Matter, '_id' | 'version' | 'notices' | 'owed'>

/**
 * Hands the messages that a document owes to WeChat and records it, in one database operation. Never fails its caller: what could not be
 * sent or recorded stays owed for the sweep. `true` when nothing is owed any more.
 */
export async function deliver(collection: CollectionName, document: Owing, town: TownData): Promise<boolean> {
  const owed = document.notices.map((notice, at) => ({ notice, at })).filter(({ notice }) => notice.state === 'owed')
  if (owed.length === 0 && !document.owed) return true
  const states = await Promise.all(owed.map(({ notice }) => send(notice, town)))
  const settled = states.every((state) => state !== 'owed')
  const data: Record<string, unknown> = { owed: !settled }
  owed.forEach(({ at }, index) => (data[`notices.${at}.state`] = states[index]))
  try {
    // Only under the version we saw: a step in between has appended its own messages, and positions may have moved.
    const updated = await updateOne(collection, { _id: document._id, version: document.version }, data)
    return settled && updated === 1
  } catch (error) {
    log('error', 'message state not recorded', describe(error))
    return false
  }
}
