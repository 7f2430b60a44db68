import { createHmac, timingSafeEqual } from 'node:crypto'
import { derivedKey } from './seal'

/**
 * The text of the QR code at the door of a lesson: which lesson, and a signature that nobody else can make. When it is valid is told by
 * the lesson's own times, which the signature covers: a lesson that was moved has another code.
 */
function signature(session: string, lesson: number, start: string): string {
  return createHmac('sha256', derivedKey('door'))
    .update(JSON.stringify([session, lesson, start]))
    .digest('base64url')
    .slice(0, 32)
}

export function doorCode(session: string, lesson: number, start: string): string {
  return `${session}.${lesson}.${signature(session, lesson, start)}`
}

/** Which lesson a code claims to be of; whether it is a true one is told by `isDoorCode`. */
export function lessonOfCode(code: string): { session: string; lesson: number } | undefined {
  const [, session, lesson] = /^(.{1,80})\.(\d{1,3})\.[A-Za-z0-9_-]{32}$/.exec(code) ?? []
  return session === undefined || lesson === undefined ? undefined : { session, lesson: Number(lesson) }
}

export function isDoorCode(code: string, session: string, lesson: number, start: string): boolean {
  const [given, wanted] = [code, doorCode(session, lesson, start)].map((text) => Buffer.from(text)) as [Buffer, Buffer]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
