/** The folder that a person's uploads must lie in: what names another folder is not theirs. */
export function uploadFolder(person: string): string {
  return `uploads/${person}`
}
