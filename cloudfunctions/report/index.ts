import { entry } from '../platform/entry'
import { accept } from './accept'
import { assign } from './assign'
import { candidates } from './candidates'
import { confirm } from './confirm'
import { get } from './get'
import { inbox } from './inbox'
import { locate } from './locate'
import { mine } from './mine'
import { queue } from './queue'
import { reopen } from './reopen'
import { resolve } from './resolve'
import { submit } from './submit'
import { withdraw } from './withdraw'

export const main = entry('report', {
  locate,
  submit,
  mine,
  get,
  inbox,
  accept,
  resolve,
  confirm,
  reopen,
  withdraw,
  queue,
  candidates,
  assign,
})
