import type { Booking, Lesson } from './booking'
import { addMinutes } from './time'
import type { Instant } from './time'

/** Who was at which lesson: by the code at the door, or by the teacher's list. */
export type Attendance = NonNullable<Booking['attendance']>

/** Before a lesson the door is open for so long. */
const doorMinutes = 30

export function doorTimes({ start, end }: Pick<Lesson, 'start' | 'end'>): { from: Instant; until: Instant } {
  return { from: addMinutes(start, -doorMinutes), until: end }
}

export function doorState(lesson: Pick<Lesson, 'start' | 'end'>, now: Instant): 'early' | 'open' | 'over' {
  const { from, until } = doorTimes(lesson)
  return now < from ? 'early' : now <= until ? 'open' : 'over'
}

export function wasAt(attendance: Attendance | undefined, lesson: number): boolean {
  return attendance?.some((one) => one.lesson === lesson) ?? false
}

/** What the door saw stands by itself, also when the teacher has said so before and may take it back. */
export function enteredByCode(attendance: Attendance = [], lesson: number, at: Instant): Attendance {
  const seen = attendance.some((one) => one.lesson === lesson && one.by === 'code')
  return seen ? attendance : [...attendance.filter((one) => one.lesson !== lesson), { lesson, at, by: 'code' }]
}

/** The teacher's word about one lesson takes the place of what the teacher said before; who came by the code at the door was there. */
export function markedByTeacher(attendance: Attendance = [], lesson: number, present: boolean, at: Instant): Attendance {
  const said = attendance.find((one) => one.lesson === lesson && one.by === 'teacher')
  if (present) return wasAt(attendance, lesson) ? attendance : [...attendance, { lesson, at, by: 'teacher' }]
  return said ? attendance.filter((one) => one !== said) : attendance
}

export function lessonMinutes({ start, end }: Pick<Lesson, 'start' | 'end'>): number {
  return (Date.parse(end) - Date.parse(start)) / 60_000
}

export interface CourseHours {
  name: string
  lessons: number
  minutes: number
}

/** What a person has attended, by course, in the order given; courses without a lesson attended are left out. */
export function attendedHours(bookings: Pick<Booking, 'session' | 'title' | 'service' | 'lessons' | 'attendance'>[]): CourseHours[] {
  const courses = new Map<string, CourseHours>()
  for (const { session, title, service, lessons = [], attendance } of bookings) {
    const attended = lessons.filter((_lesson, at) => wasAt(attendance, at))
    if (attended.length === 0) continue
    const course = courses.get(session) ?? { name: title ?? service.name, lessons: 0, minutes: 0 }
    courses.set(session, {
      ...course,
      lessons: course.lessons + attended.length,
      minutes: course.minutes + attended.reduce((sum, lesson) => sum + lessonMinutes(lesson), 0),
    })
  }
  return [...courses.values()]
}
