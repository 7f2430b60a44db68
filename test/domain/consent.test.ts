import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayActFor, staffRoleFor } from '../../cloudfunctions/domain/consent'
import type { Person, Role } from '../../cloudfunctions/domain/person'
import { atHome, makePerson } from '../cloud/smallTown'

const guest = makePerson('guest', '陈玉兰', [], atHome('cell-a1'))
const homeless = makePerson('nowhere', '何敏')
const organisation = { organisation: 'org-1', organisationName: '' }
const member = (grid: string, part: 'leader' | 'member' | 'volunteer'): Role => ({ role: 'member', grid, gridName: '', part })
const desk = (grid: string, town?: true): Role => ({ role: 'desk', grid, gridName: '', ...(town && { town }) })

/** Who looks after somebody in cell a1 of village a. */
const table: [role: Role, looksAfter: boolean][] = [
  [member('cell-a1', 'leader'), true],
  [member('cell-a1', 'member'), true],
  [member('cell-a1', 'volunteer'), false],
  [member('cell-a2', 'leader'), false],
  [desk('village-a'), true],
  [desk('village-b'), false],
  [desk('town-grid', true), true],
  // A desk is the town's because its role says so, not by the name of its grid.
  [desk('town-grid'), false],
  [{ role: 'dispatcher' }, true],
  [{ role: 'officer', department: 'city', departmentName: '' }, false],
  [{ role: 'organisation', ...organisation }, false],
  [{ role: 'worker', ...organisation, skills: [], languages: [] }, false],
]

test('whom staff look after: their cell, their village, or the town, and nobody whose home is not in it', () => {
  for (const [role, looksAfter] of table) {
    const staff = makePerson('staff', '李燕', [role])
    assert.equal(mayActFor(staff, guest), looksAfter ? 'staff' : undefined, JSON.stringify(role))
    assert.equal(mayActFor(staff, homeless), undefined, JSON.stringify(role))
    assert.deepEqual(staffRoleFor(staff, guest), looksAfter ? role : undefined)
  }
})

test('family comes before staff, oneself before both, and nobody is staff for themselves', () => {
  const staff: Person = makePerson('staff', '李燕', [{ role: 'dispatcher' }], atHome('cell-a1'))
  const { _id: person, openid, name } = staff
  const trusting: Person = { ...guest, trusted: [{ person, openid, name, relation: '女儿', since: '', how: 'self' }] }
  assert.equal(mayActFor(staff, trusting), 'family')
  assert.equal(mayActFor(staff, staff), 'self')
  assert.equal(staffRoleFor(staff, staff), undefined)
})
