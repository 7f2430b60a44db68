/** One line of JSON a record, so that the cloud's log search can filter by field. Never put personal data here. */
export function log(level: 'info' | 'error', event: string, facts: Record<string, string | number | boolean> = {}): void {
  console[level](JSON.stringify({ event, ...facts }))
}

/** What of an unknown error may be logged: its code and message, without the values that were sent. */
export function describe(error: unknown): { name: string; code: string; message: string } {
  if (error instanceof Error) {
    const { errCode, code } = error as { errCode?: string | number; code?: string | number }
    return { name: error.name, code: String(errCode ?? code ?? ''), message: error.message.slice(0, 300) }
  }
  return { name: 'unknown', code: '', message: String(error).slice(0, 300) }
}
