import { now } from '../platform/clock'
import { describe, log } from '../platform/log'
import { calledByTimer } from '../platform/trigger'
import { bookingJobs } from '../booking/jobs'
import { clocks } from './clocks'
import { countCases } from './countCases'
import { coverAbsent } from './coverAbsent'
import { deliverOwed } from './deliverOwed'
import { learnWords } from './learnWords'
import { settlePictureChecks } from './settlePictureChecks'
import { tellFollowers } from './tellFollowers'

/** What was left half-done, or comes due by itself. Each job is bounded, and what is left waits for the next minute. */
const jobs = {
  clocks,
  coverAbsent,
  tellFollowers,
  deliverOwed,
  ...bookingJobs,
  settlePictureChecks,
  countCases,
  learnWords,
}

/** The timer's entry point, every minute; closed to clients. Answers how much each job did; one that fails does not stop the others. */
export async function main(): Promise<Record<string, number> | { errCode: 'NOT_ALLOWED' }> {
  if (!calledByTimer()) return { errCode: 'NOT_ALLOWED' }
  const at = now()
  const done: Record<string, number> = {}
  for (const [name, job] of Object.entries(jobs)) {
    try {
      done[name] = await job(at)
    } catch (error) {
      done[name] = -1
      log('error', 'sweep job failed', { job: name, ...describe(error) })
    }
  }
  return done
}
