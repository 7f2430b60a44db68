// WXSS → CSS: @import inlined, rpx and viewport units made relative to the phone instead of the window,
// tags renamed to their wx- elements, classes prefixed with their component's scope.
import postcss from 'postcss'
import type { AtRule, Container, Root } from 'postcss'
import selectorParser from 'postcss-selector-parser'
import type { Diagnostic, Source } from './source'
import { isThirdParty, read, resolve } from './source'
import { elements } from '../elements/manifest'
import { convertLengths } from '../runtime/lengths'

export interface StyleOptions {
  /** Prefix of classes; '' in the shared scope. */
  scope: string
  /** Names the element that :host means. */
  hostSelector: string
  glyphs: (name: string) => string | undefined
  asset: (logical: string) => string
}

export function compileStyle(source: Source, file: string, options: StyleOptions, diagnostics: Diagnostic[]): string {
  const root = inline(source, file, options, diagnostics, new Set())
  if (root === undefined) return ''
  root.walkAtRules((rule) => {
    if (rule.name === 'media') rule.params = rule.params.replace(/(\d*\.?\d+)rpx/g, (_, n: string) => `${Number(n) / 2}px`)
  })
  root.walkDecls((declaration) => {
    declaration.value = convertLengths(declaration.value)
    declaration.value = declaration.value.replace(/env\(safe-area-inset-(\w+)(?:\s*,[^)]*)?\)/g, 'var(--safe-$1)')
  })
  root.walkRules((rule) => {
    if (rule.parent?.type === 'atrule' && /keyframes$/.test((rule.parent as AtRule).name)) return
    try {
      const glyph = /^\.t-icon-([\w-]+)::?before$/.exec(rule.selector)?.[1]
      const content = glyph === undefined ? undefined : options.glyphs(glyph)
      if (content !== undefined) rule.walkDecls('content', (declaration) => void (declaration.value = `'\\${content}'`))
      rule.selector = selectorParser((selectors) => scopeSelectors(selectors, options)).processSync(rule.selector)
    } catch (error) {
      diagnostics.push({ level: 'error', file, line: rule.source?.start?.line, message: (error as Error).message })
    }
  })
  return root.toString()
}

function scopeSelectors(selectors: selectorParser.Root, options: StyleOptions): void {
  selectors.walk((node) => {
    if (node.type === 'class' && options.scope !== '') node.value = `${options.scope}--${node.value}`
    if (node.type === 'tag' && (node.value in elements || !node.value.includes('-'))) node.value = `wx-${node.value}`
    if (node.type === 'pseudo' && node.value === ':host') {
      node.replaceWith(
        ...selectorParser()
          .astSync(options.hostSelector)
          .first.nodes.map((part) => part.clone() as never),
      )
    }
  })
}

function inline(source: Source, file: string, options: StyleOptions, diagnostics: Diagnostic[], seen: Set<string>): Root | undefined {
  if (seen.has(file)) return undefined
  seen.add(file)
  let root: Root
  try {
    root = postcss.parse(read(source, file), { from: file })
  } catch (error) {
    const { line, reason, message } = error as { line?: number; reason?: string; message: string }
    diagnostics.push({ level: 'error', file, line, message: reason ?? message })
    return undefined
  }
  root.walkDecls((declaration) => {
    if (declaration.value.includes('url(')) declaration.value = assetUrls(source, file, declaration.value, options)
  })
  const fonts: AtRule[] = []
  root.walkAtRules((rule) => {
    if (rule.name === 'font-face') fonts.push(rule)
    if (rule.name !== 'import') return
    const reference = /^(?:url\()?\s*['"]?([^'")]+)['"]?/.exec(rule.params)?.[1] ?? ''
    const target = resolve(source, file, reference, ['', '.wxss'])
    if (target === undefined) {
      const level = isThirdParty(file) ? 'warning' : 'error'
      diagnostics.push({ level, file, line: rule.source?.start?.line, message: `style not found: ${reference}` })
      rule.remove()
      return
    }
    const imported = inline(source, target, options, diagnostics, seen)
    if (imported === undefined) rule.remove()
    else rule.replaceWith(...(imported as Container).nodes!)
  })
  // TDesign's icon font comes from the network; the simulator brings its own copy (see runtime/assets/icons.json).
  for (const font of fonts) if (/tdesign\.gtimg\.com\/icon/.test(font.toString())) font.remove()
  return root
}

function assetUrls(source: Source, file: string, value: string, options: StyleOptions): string {
  return value.replace(/url\(\s*(['"]?)([^'")]+)\1\s*\)/g, (whole, _quote, reference: string) => {
    if (/^(data:|https?:|\/\/|#)/.test(reference)) return whole
    const found = resolve(source, file, reference, [''])
    return found === undefined ? whole : `url("${options.asset(found)}")`
  })
}
