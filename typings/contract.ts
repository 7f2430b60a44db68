// The contract as the app sees it: types alone. The app imports from here with `import type`, never code from cloudfunctions.
export type {
  ActionName,
  Answer,
  BookingRow,
  BookingView,
  CaseRow,
  CaseView,
  FailureCode,
  Input,
  Me,
  Message,
  Output,
  RoleName,
  RosterView,
  ServiceRow,
  ServiceView,
  Town,
} from '../cloudfunctions/contract/index'
