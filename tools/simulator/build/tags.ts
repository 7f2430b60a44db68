// Lists the tags of a template with their lines, so that the build can refuse what the simulator doesn't have.
import { resolve, read } from './source'
import type { Diagnostic, Source } from './source'

export interface Tag {
  name: string
  file: string
  line: number
  attributes: Record<string, string>
  genericTargets: string[]
}

// One alternative a kind of token; what matches none of them is text.
const token =
  /<!--[\s\S]*?-->|<wxs\b[^>]*?\/>|<wxs\b[\s\S]*?<\/wxs>|\{\{[\s\S]*?\}\}|<([a-zA-Z][\w-]*)((?:\s+[^\s=>/"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*\/?>/g
const attribute = /([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/g

export function tagsIn(text: string, file: string): Tag[] {
  const tags: Tag[] = []
  let line = 1
  let at = 0
  for (const match of text.matchAll(token)) {
    const name = match[1]
    if (name === undefined) continue
    for (; at < match.index; at += 1) if (text[at] === '\n') line += 1
    const attributes: Record<string, string> = {}
    for (const [, key, double, single, bare] of (match[2] ?? '').matchAll(attribute)) attributes[key!] = double ?? single ?? bare ?? ''
    const genericTargets = Object.entries(attributes).flatMap(([key, value]) => (key.startsWith('generic:') ? [value] : []))
    tags.push({ name, file, line, attributes, genericTargets })
  }
  return tags
}

/** Tags of a template and of all that it imports and includes. */
export function templateTags(source: Source, file: string, diagnostics: Diagnostic[], seen = new Set<string>()): Tag[] {
  if (seen.has(file)) return []
  seen.add(file)
  const tags = tagsIn(read(source, file), file)
  const inner = tags.flatMap((tag) => {
    if ((tag.name !== 'import' && tag.name !== 'include') || tag.attributes.src === undefined) return []
    const target = resolve(source, file, tag.attributes.src, ['', '.wxml'])
    if (target !== undefined) return templateTags(source, target, diagnostics, seen)
    diagnostics.push({ level: 'error', file, line: tag.line, message: `template not found: ${tag.attributes.src}` })
    return []
  })
  return [...tags, ...inner]
}
