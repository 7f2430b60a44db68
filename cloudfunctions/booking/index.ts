import { entry } from '../platform/entry'
import { board } from './board'
import { book } from './book'
import { cancel } from './cancel'
import { checkIn } from './checkIn'
import { complete } from './complete'
import { confirm } from './confirm'
import { decline } from './decline'
import { get } from './get'
import { mine } from './mine'
import { rate } from './rate'
import { reveal } from './reveal'
import { service } from './service'
import { services } from './services'
import { visits } from './visits'
import { workers } from './workers'

export const main = entry('booking', {
  services,
  service,
  book,
  mine,
  get,
  cancel,
  rate,
  board,
  workers,
  confirm,
  decline,
  visits,
  checkIn,
  complete,
  reveal,
})
