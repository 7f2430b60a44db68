import { refOf } from '../domain/person'
import type { Person } from '../domain/person'
import { done, refuse } from '../domain/result'
import { checkText } from '../platform/contentCheck'
import { change, create, find } from '../platform/documents'
import type { Context, Handlers } from '../platform/entry'
import { entrust, mostTrusted, telling } from './trust'

/**
 * Takes up an invitation. The code is spent in the same write that enters the caller, so that of two who come with it one gets it; who was
 * first may send the same again.
 */
export const join: Handlers<'person'>['join'] = async ({ code, relation }, context) => {
  const { person, request, now } = context
  if ((await checkText(person.openid, relation)) === 'risky') return refuse('TEXT_REFUSED')
  const [inviter] = await find<Person>('people', { 'invitation.code': code.toLowerCase() }, { limit: 1 })
  if (!inviter) return again(context)
  if (inviter._id === person._id) return refuse('INPUT_INVALID', '这是您自己发出的邀请，请让家人来打开')
  if (!inviter.invitation || inviter.invitation.until <= now) return refuse('INVITATION_OVER')
  if (inviter.invitation.recordedBy === person._id) return refuse('INPUT_INVALID', '您可以按自己的工作替他约，请把邀请码交给他的家人')
  if (inviter.trusted.length >= mostTrusted) return refuse('INPUT_INVALID', '对方的家人已经满了，请他先取消一位')
  const { how, recordedBy } = inviter.invitation
  const joined = await entrust(
    inviter,
    { ...refOf(person), relation, since: now, how, ...(recordedBy === undefined ? {} : { recordedBy }) },
    `${person.name}可以替您约服务了`,
    request,
    now,
    { guard: { 'invitation.code': code.toLowerCase() }, unset: ['invitation'] },
  )
  if (joined.outcome === 'missing') return refuse('INVITATION_OVER')
  if (joined.outcome === 'refused') {
    return joined.document.trusted.some((one) => one.person === person._id) ? done({ name: inviter.name }) : refuse('INVITATION_OVER')
  }
  await tellCaller(context, inviter)
  return done({ name: inviter.name })
}

async function again(context: Context) {
  const { person, request } = context
  const trusting = await find<Person>('people', { 'trusted.person': person._id }, { limit: 50, fields: ['name', 'requests'] })
  const inviter = trusting.find(({ requests }) => requests.includes(request))
  if (!inviter) return refuse('INVITATION_OVER')
  await tellCaller(context, inviter)
  return done({ name: inviter.name })
}

/** Also makes the document of somebody who has never been here: from now on they book in their own name. */
async function tellCaller({ person, known, request, now }: Context, { name }: Pick<Person, 'name'>): Promise<void> {
  const { set, push } = telling(person, `您可以替${name}约服务了`, request, now)
  if (!known) {
    const notices = push?.notices?.each as Person['notices']
    const made = await create<Person>('people', { ...person, version: 1, requests: [request], notices, owed: true, updatedAt: now })
    if (made) return
  }
  await change<Person>('people', person._id, request, {}, { set: { ...set, updatedAt: now }, push })
}
