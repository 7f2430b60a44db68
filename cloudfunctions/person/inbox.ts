import type { Message } from '../contract'
import type { Matter } from '../domain/matter'
import type { Person } from '../domain/person'
import { find } from '../platform/documents'

/** Documents looked at in each collection; a person sees the messages of their latest matters. */
const matters = 30
const most = 60

/**
 * The in-app inbox is read out of the matters that owe the messages, so that a message can't be lost between two writes;
 * those about the family out of the person's own document. Three operations.
 */
export async function latestMessages(person: Person): Promise<Message[]> {
  const found = await Promise.all(
    (['cases', 'bookings', 'follows'] as const).map((collection) =>
      find<Pick<Matter, 'notices'>>(
        collection,
        { 'notices.person': person._id },
        { limit: matters, order: [['updatedAt', 'desc']], fields: ['notices', 'updatedAt'] },
      ),
    ),
  )
  return [...found.flat().flatMap(({ notices }) => notices), ...(person.notices ?? [])]
    .filter((notice) => notice.person === person._id)
    .sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1))
    .slice(0, most)
    .map(({ id, at, title, text, page }) => ({ id, at, title, text, page, unread: at > person.readUntil }))
}
