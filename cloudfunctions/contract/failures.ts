/** Every failure that may leave the cloud: a stable code and the one sentence a person reads. It says what would work instead. */
export const failures = {
  INPUT_INVALID: '有一处没有填对,请看一看再试',
  ACTION_UNKNOWN: '小程序版本太旧了,请关闭后重新打开',
  NOT_SIGNED_IN: '请从微信里打开小程序再试',
  NOT_ALLOWED: '这一步需要由负责的人来做',
  REQUEST_ID_REUSED: '这次提交的编号已经用过,请返回重新填写',
  TEXT_REFUSED: '文字里有不能发布的内容,请改一改再提交',
  FILE_REFUSED: '这张照片打不开,请换一张再试',
  FILE_NOT_YOURS: '这张照片不是从您这里上传的,请重新选一张',
  SERVICE_BUSY: '现在人有点多,请过几秒再试,您填的内容都在',
  INTERNAL: '系统出了点问题,我们已经记下了。请过一会儿再试,您填的内容都在',

  ITEM_UNKNOWN: '没有这一类问题,请重新选一个',
  CASE_NOT_FOUND: '找不到这件事,可能已经撤回',
  CASE_CHANGED: '这件事刚刚有了新进展,请看过再操作',
  CASE_STEP_REFUSED: '这件事现在不能这样做,请看最新进展',
  HOLDER_UNKNOWN: '选的这个人现在接不了这件事,请换一个',

  SERVICE_UNKNOWN: '没有这项服务,可能已经停办,请看看别的服务',
  SESSION_UNKNOWN: '这一场已经取消或结束,请选别的时间',
  SESSION_OVER: '这个时间已经过了,请选以后的时间',
  BOOKING_FULL: '这个时间已经约满,请选别的时间',
  BOOKING_ALREADY: '您已经约了这一场,不用再约',
  BOOKING_NOT_FOUND: '找不到这个预约',
  BOOKING_CHANGED: '这个预约刚刚有了变化,请看过再操作',
  BOOKING_STEP_REFUSED: '这个预约现在不能这样做,请看最新情况',
  BOOKING_TOO_LATE: '离开始时间太近,不能在这里取消,请打电话给服务机构',
  CONTACT_MISSING: '请先填好住址和电话,上门的人才找得到您',
  WORKER_BUSY: '这位社工那个时间已经有安排,请换一位',
  WORKER_UNKNOWN: '没有这位社工,请重新选一位',
  TOO_EARLY: '还没到约定的时间,请到时再操作',
  TOO_FAR: '您离约好的地方还远,请到了再签到',
} as const

export type FailureCode = keyof typeof failures
