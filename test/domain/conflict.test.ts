import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conflictOf } from '../../cloudfunctions/domain/conflict'
import { makeSession, personOf } from '../cloud/smallTown'
import { refOf } from '../../cloudfunctions/domain/person'

const now = Date.parse('2026-11-10T02:00:00.000Z')
const slot = (worker: string, advises: string[], left = 1) =>
  makeSession(now, { _id: worker, kind: 'appointment', services: ['legal'], seats: 1, left, worker: refOf(personOf(worker)), advises })
const [villages, free, full] = [slot('worker-4', ['village-a']), slot('worker-5', ['village-b']), slot('worker-3', [], 0)]

test('who advises the village is not asked against it, and the sentence names who else has time', () => {
  assert.equal(conflictOf(villages, undefined), undefined)
  assert.equal(conflictOf(villages, 'village-b', [free]), undefined)
  assert.equal(conflictOf(free, 'village-a'), undefined)
  assert.equal(
    conflictOf(villages, 'village-a', [villages, free, free, full]),
    '程律师也是这个村的法律顾问，不方便帮您办这件事，可以找汤律师',
  )
  assert.equal(conflictOf(villages, 'village-a', [villages, full]), '程律师也是这个村的法律顾问，不方便帮您办这件事，请换一位顾问')
})
