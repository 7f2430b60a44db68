import * as z from 'zod/mini'

/** Reckoning on from the year 9999 would lead to years of five digits, which do not sort as text. */
const ourTime = z.regex(/^2/)
/**
 * Instants are ISO-8601 in UTC; days are YYYY-MM-DD in the town's time zone. However precisely one is sent, from here on it has milliseconds, or
 * it would not sort as text among the others.
 */
export const instant = z.iso.datetime().check(
  ourTime,
  z.overwrite((given) => (Number.isNaN(Date.parse(given)) ? given : new Date(given).toISOString())),
)
export const day = z.iso.date().check(ourTime)
/** A wall-clock time; '24:00' ends a day. */
export const wall = z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/))

export const id = z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,80}$/))
export const requestId = z.string().check(z.regex(/^[A-Za-z0-9_-]{8,64}$/))
/** The version of the document that the person was looking at; a stale one is refused. */
export const version = z.int().check(z.gte(1))

/** GCJ-02, degrees. */
export const point = z.object({
  longitude: z.number().check(z.gte(-180), z.lte(180)),
  latitude: z.number().check(z.gte(-90), z.lte(90)),
})

// Written so that validators of every language understand it.
// eslint-disable-next-line no-control-regex -- what is refused
const noControls = /^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*$/
/** Free text: trimmed, no control characters but line breaks. */
export const text = (most: number) => z.string().check(z.trim(), z.maxLength(most), z.regex(noControls))
/** Blanks and signs that nobody sees say nothing. */
export const visible = /[^\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff]/
export const someText = (most: number) => text(most).check(z.minLength(1), z.regex(visible))

export const place = z.extend(point, { name: z.optional(text(100)) })

/** What wx.cloud.uploadFile answered. The function checks that it is the caller's own and what it says it is. */
export const fileId = z.string().check(z.regex(/^cloud:\/\/[\w./-]{1,200}$/))
export const photos = z.array(fileId).check(z.maxLength(9))
export const voice = z.object({ file: fileId, seconds: z.number().check(z.gte(1), z.lte(60)) })

/** Answers to the questions of a category, by the question's id. */
export const answers = z.array(z.object({ id, answer: someText(200) })).check(z.maxLength(10))

/** When work that was done without network was really done. */
export const happenedAt = z.optional(instant)

export const phone = z.string().check(z.regex(/^1[3-9]\d{9}$|^0\d{2,3}-?\d{7,8}$/, '请填 11 位手机号，或带区号的座机号'))

export const rating = z.int().check(z.gte(1), z.lte(5))

/** Pages of a list: pass the `next` of the last answer to go on. */
export const cursor = z.optional(z.string().check(z.maxLength(120)))

export const photoView = z.object({
  file: z.string(),
  check: z.enum(['pending', 'passed', 'refused']),
  when: z.optional(z.enum(['before', 'after'])),
})
export const entryView = z.object({
  at: instant,
  sentence: z.string(),
  note: z.optional(z.string()),
  photos: z.optional(z.array(photoView)),
  voice: z.optional(z.object({ file: z.string(), seconds: z.number() })),
  /** For staff alone. */
  internal: z.optional(z.boolean()),
  happenedAt: z.optional(instant),
})
/** Why this decision was made, and who else was considered: law 5. */
export const reasonView = z.object({
  rule: z.string(),
  sentence: z.string(),
  considered: z.array(z.object({ name: z.string(), outcome: z.string() })),
})
export const empty = z.object({})
