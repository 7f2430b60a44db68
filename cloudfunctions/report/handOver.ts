import { departmentOwner, partnerOf } from '../domain/assignment'
import { refuse } from '../domain/result'
import type { Handlers } from '../platform/entry'
import { townData } from '../platform/townData'
import { takeWrittenStep } from './takeStep'

export const handOver: Handlers<'report'>['handOver'] = async (input, context) => {
  const { departments } = await townData(context.now)
  const named = [...new Set(input.departments)].flatMap((id) => departments.find((department) => department.id === id) ?? [])
  const [lead, ...others] = named
  if (!lead || named.length < new Set(input.departments).size) return refuse('HOLDER_UNKNOWN', '没有这个部门，请重新选一个')
  const command = { step: 'handOver', owner: departmentOwner(lead), partners: others.map(partnerOf), reason: input.reason } as const
  return takeWrittenStep(input, input.reason, command, context)
}
