import { entry } from '../platform/entry'
import { accept } from './accept'
import { addInformation } from './addInformation'
import { answerSupervision } from './answerSupervision'
import { answerWish } from './answerWish'
import { around } from './around'
import { ask } from './ask'
import { assign } from './assign'
import { candidates } from './candidates'
import { confirm } from './confirm'
import { endLeave } from './endLeave'
import { escalate } from './escalate'
import { extend } from './extend'
import { finishPart } from './finishPart'
import { follow } from './follow'
import { following } from './following'
import { get } from './get'
import { giveBack } from './giveBack'
import { handOver } from './handOver'
import { inbox } from './inbox'
import { intake } from './intake'
import { join } from './join'
import { locate } from './locate'
import { merge } from './merge'
import { mine } from './mine'
import { nearby } from './nearby'
import { note } from './note'
import { numbered } from './numbered'
import { places } from './places'
import { queue } from './queue'
import { queueCounts } from './queueCounts'
import { record } from './record'
import { release } from './release'
import { reopen } from './reopen'
import { replies } from './replies'
import { reply } from './reply'
import { resolve } from './resolve'
import { resume } from './resume'
import { reveal } from './reveal'
import { roster } from './roster'
import { rosters } from './rosters'
import { setDay } from './setDay'
import { setShifts } from './setShifts'
import { split } from './split'
import { submit } from './submit'
import { supervise } from './supervise'
import { suspend } from './suspend'
import { takeLeave } from './takeLeave'
import { transfer } from './transfer'
import { unfollow } from './unfollow'
import { urge } from './urge'
import { visit } from './visit'
import { withdraw } from './withdraw'

export const main = entry('report', {
  locate,
  nearby,
  submit,
  join,
  follow,
  unfollow,
  mine,
  following,
  around,
  get,
  confirm,
  reopen,
  withdraw,
  addInformation,
  urge,
  inbox,
  replies,
  accept,
  visit,
  ask,
  reply,
  note,
  return: giveBack,
  transfer,
  escalate,
  handOver,
  extend,
  suspend,
  resume,
  finishPart,
  resolve,
  answerSupervision,
  record,
  queue,
  queueCounts,
  numbered,
  candidates,
  assign,
  answerWish,
  supervise,
  merge,
  split,
  intake,
  release,
  reveal,
  places,
  rosters,
  roster,
  setShifts,
  setDay,
  takeLeave,
  endLeave,
})
