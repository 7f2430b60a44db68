/** An invitation's code in groups, to be read aloud. */
export function spelled(code = ''): string {
  return (code.match(/.{1,4}/g) ?? []).join(' ')
}
