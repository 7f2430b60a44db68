import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode } from 'jsonc-parser'
import type { Node, ParseError } from 'jsonc-parser'
import type * as z from 'zod'

/** A file of JSON that knows the line of everything in it, so that a fault can be shown where it is. */
export interface Json {
  value: unknown
  /** file:line of the deepest part of a path that is there. */
  where(path: PropertyKey[]): string
  fault(path: PropertyKey[], sentence: string): string
}

const sentences: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  CommaExpected: 'a comma is missing before this',
  ColonExpected: 'a colon is missing before this',
  ValueExpected: 'a value is missing here, or a comma is one too many',
  PropertyNameExpected: 'a name in double quotes is missing here, or a comma is one too many',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'there is something after the end',
  UnexpectedEndOfString: 'a text is not closed by a double quote on its line',
  InvalidSymbol: 'this is no JSON value; texts stand in double quotes',
  InvalidCommentToken: 'JSON has no comments',
}

/** Reads a file; what makes it no JSON at all is added to the faults. */
export function readJson(folder: string, file: string, faults: string[]): Json | undefined {
  if (!existsSync(join(folder, file))) {
    faults.push(`${file}: is missing`)
    return undefined
  }
  const text = readFileSync(join(folder, file), 'utf8')
  const starts = lineStarts(text)
  const lineOf = (offset: number) => lineAt(starts, offset)
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, { disallowComments: true })
  if (!tree || errors.length > 0) {
    const [first] = errors
    const code = first ? printParseErrorCode(first.error) : 'ValueExpected'
    faults.push(`${file}:${lineOf(first?.offset ?? 0)}: is no JSON: ${sentences[code] ?? code}`)
    return undefined
  }
  const doubled = doubledKeys(tree)
  for (const { key, offset } of doubled) faults.push(`${file}:${lineOf(offset)}: "${key}" is there twice in the same object`)

  const where = (path: PropertyKey[]) => `${file}:${lineOf(nearest(tree, path).offset)}`
  return {
    value: getNodeValue(tree) as unknown,
    where,
    fault: (path, sentence) => `${where(path)}: ${path.length === 0 ? '' : `${pathText(path)}: `}${sentence}`,
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function lineAt(starts: number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] as number) <= offset) low = middle
    else high = middle
  }
  return low + 1
}

function nearest(tree: Node, path: PropertyKey[]): Node {
  for (let length = path.length; length > 0; length--) {
    const found = findNodeAtLocation(tree, path.slice(0, length) as (string | number)[])
    if (found) return found
  }
  return tree
}

/** JSON.parse keeps the last of two equal names without a word. */
function doubledKeys(node: Node): { key: string; offset: number }[] {
  const below = (node.children ?? []).flatMap(doubledKeys)
  if (node.type !== 'object') return below
  const seen = new Set<string>()
  const own = (node.children ?? []).flatMap(({ children: [name] = [] }) => {
    const key = String(name?.value)
    const again = seen.has(key)
    seen.add(key)
    return again ? [{ key, offset: name?.offset ?? node.offset }] : []
  })
  return [...own, ...below]
}

function pathText(path: PropertyKey[]): string {
  return path.map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${String(key)}`)).join('')
}

export function faultsOf(json: Json, error: z.ZodError): string[] {
  return error.issues.map((issue) => {
    if (issue.code !== 'unrecognized_keys') return json.fault(issue.path, issue.message)
    return json.fault(
      [...issue.path, issue.keys[0] ?? ''],
      `is not a field that is known here${issue.keys.length > 1 ? ` (nor ${issue.keys.slice(1).join(', ')})` : ''}`,
    )
  })
}
