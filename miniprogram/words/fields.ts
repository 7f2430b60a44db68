/** Shapes of the nine fields of social service. */
const icons: Record<string, string> = {
  'elder-care': 'home',
  employment: 'work',
  law: 'institution',
  medical: 'hospital',
  'early-childhood': 'happy',
  education: 'book-open',
  disability: 'accessibility',
  'special-care': 'heart',
  foreigners: 'translate',
}

export function fieldIcon(field: string): string {
  return icons[field] ?? 'service'
}
