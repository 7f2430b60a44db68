import { entry } from '../platform/entry'
import { accept } from './accept'
import { alarm } from './alarm'
import { assess } from './assess'
import { attend } from './attend'
import { board } from './board'
import { book } from './book'
import { cancel } from './cancel'
import { cancelCourse } from './cancelCourse'
import { changeCourse } from './changeCourse'
import { changeLesson } from './changeLesson'
import { checkIn } from './checkIn'
import { complete } from './complete'
import { confirm } from './confirm'
import { contracts } from './contracts'
import { course } from './course'
import { decline } from './decline'
import { door } from './door'
import { endSeries } from './endSeries'
import { get } from './get'
import { hours } from './hours'
import { mark } from './mark'
import { mine } from './mine'
import { offerings } from './offerings'
import { proposal } from './proposal'
import { rate } from './rate'
import { reassign } from './reassign'
import { register } from './register'
import { repeat } from './repeat'
import { reschedule } from './reschedule'
import { reveal } from './reveal'
import { roster } from './roster'
import { service } from './service'
import { services } from './services'
import { setCourse } from './setCourse'
import { setException } from './setException'
import { setOffering } from './setOffering'
import { setRoster } from './setRoster'
import { statement } from './statement'
import { takeLeave } from './takeLeave'
import { visits } from './visits'
import { wait } from './wait'
import { week } from './week'
import { workers } from './workers'

export const main = entry('booking', {
  services,
  service,
  proposal,
  book,
  wait,
  accept,
  reschedule,
  repeat,
  endSeries,
  mine,
  get,
  cancel,
  rate,
  attend,
  hours,
  board,
  week,
  workers,
  confirm,
  decline,
  reassign,
  offerings,
  setOffering,
  roster,
  setRoster,
  setException,
  takeLeave,
  contracts,
  statement,
  assess,
  setCourse,
  course,
  changeLesson,
  changeCourse,
  cancelCourse,
  door,
  register,
  mark,
  visits,
  checkIn,
  complete,
  alarm,
  reveal,
})
