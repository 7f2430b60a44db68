/** The specification's XML: a list is a plural element with singular ones in it, a record an element a field. */
const singular: Record<string, string> = {
  services: 'service',
  service_requests: 'request',
  attributes: 'attribute',
  values: 'value',
  errors: 'error',
  endpoints: 'endpoint',
  formats: 'format',
}

function escaped(text: string): string {
  return (
    text
      // What XML 1.0 has no place for at all.
      .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  )
}

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return `<${name}>${value.map((one) => element(singular[name] ?? 'item', one)).join('')}</${name}>`
  if (typeof value === 'object' && value !== null) {
    return `<${name}>${Object.entries(value)
      .map(([field, inner]) => element(field, inner))
      .join('')}</${name}>`
  }
  if (value === null) return `<${name}></${name}>`
  return `<${name}>${escaped(typeof value === 'string' ? value : JSON.stringify(value))}</${name}>`
}

export function toXml(name: string, value: unknown): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${element(name, value)}\n`
}
