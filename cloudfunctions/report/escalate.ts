import { above } from '../domain/assignment'
import { done, refuse } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { allDesks } from './holders'
import { takeWrittenStep } from './takeStep'

export const escalate: Handlers<'report'>['escalate'] = async (input, context) => {
  const [town, desks] = await Promise.all([townData(context.now), allDesks()])
  return takeWrittenStep(
    input,
    input.reason,
    (found) => {
      const owner = above(found, desks, town)
      return owner
        ? done({ step: 'escalate', owner, reason: input.reason })
        : refuse('HOLDER_UNKNOWN', '这里已经是镇级服务台，请直接转给该办的人或部门')
    },
    context,
  )
}
