// WXML and WXS → one expression that evaluates to the group of compiled templates.
import { createRequire } from 'node:module'
import type { TmplGroup as Group } from 'glass-easel-template-compiler'
import type { Diagnostic, Source } from './source'
import { isFile, isThirdParty, read, resolve } from './source'

const { TmplGroup } = createRequire(import.meta.url)('glass-easel-template-compiler') as { TmplGroup: new () => Group }

interface Complaint {
  level: 'Fatal' | 'Error' | 'Warn' | 'Note'
  message: string
  startLine: number
}

// WXS lives in the same engine as the page here, so what it calls globals must be given, and the event
// listeners that it defines are handed to the runtime (runtime/wxs.ts).
const wxsRuntime = `
var getRegExp=function(p,f){return new RegExp(p,f)};
var getDate=function(){return new (Date.bind.apply(Date,[null].concat([].slice.call(arguments))))};
var getApp,getCurrentPages,window,document,wx;
Q.A=function(f){return globalThis.shanlinWxs.changeFilter(f)};
Q.B=function(f){return f};
Q.C=function(c,e,f){return globalThis.shanlinWxs.listen(c,e,f)};`

/** WXS differs from JavaScript: `x.constructor` is a name, and a regular expression's text keeps its backslashes. */
export function wxsToJs(text: string): string {
  const js = text
    .replace(
      /getRegExp\(\s*(['"])((?:\\.|(?!\1).)*)\1/g,
      (_, _quote, raw: string) => `getRegExp(${JSON.stringify(raw.replace(/\\\\/g, '\\'))}`,
    )
    .replace(/\.constructor\b/g, '.__wxsType')
    .replace(/(\brequire\(\s*['"][^'"]+?)\.wxs(['"]\s*\))/g, '$1$2')
  // An event listener that is WXS gets other arguments than a method, so the runtime must know one when it sees it.
  return `${js}\n;globalThis.shanlinWxs.mark(module.exports)`
}

export function compileTemplates(source: Source, paths: string[], diagnostics: Diagnostic[]): string {
  const group = new TmplGroup()
  const templates = new Set<string>()
  const scripts = new Set<string>()

  const addScript = (path: string, from: string): void => {
    if (scripts.has(path)) return
    scripts.add(path)
    const file = `${path}.wxs`
    if (!isFile(source, file)) {
      diagnostics.push({ level: 'error', file: from, message: `WXS not found: ${file}` })
      return
    }
    const text = read(source, file)
    group.addScript(path, wxsToJs(text))
    for (const [, reference] of text.matchAll(/\brequire\(\s*['"]([^'"]+)['"]\s*\)/g)) {
      const target = resolve(source, file, reference!.startsWith('/') ? reference! : `./${reference!}`, ['', '.wxs'])
      if (target === undefined) diagnostics.push({ level: 'error', file, message: `WXS not found: ${reference!}` })
      else addScript(target.replace(/\.wxs$/, ''), file)
    }
  }
  const addTemplate = (path: string, from: string): void => {
    if (templates.has(path)) return
    templates.add(path)
    const file = `${path}.wxml`
    if (!isFile(source, file)) {
      diagnostics.push({ level: 'error', file: from, message: `template not found: ${file}` })
      return
    }
    // Each package's own slips are not ours to mend: they stay warnings.
    const fatal = isThirdParty(path) ? 'warning' : 'error'
    for (const complaint of group.addTmpl(path, read(source, file)) as Complaint[]) {
      if (complaint.level === 'Note') continue
      diagnostics.push({ level: fatal, file, line: complaint.startLine + 1, message: complaint.message })
    }
    for (const name of group.getInlineScriptModuleNames(path) as string[]) {
      group.setInlineScript(path, name, wxsToJs(group.getInlineScript(path, name)))
    }
    for (const dependency of group.getScriptDependencies(path) as string[]) addScript(dependency.replace(/\.wxs$/, ''), file)
    for (const dependency of group.getDirectDependencies(path) as string[]) addTemplate(dependency.replace(/\.wxml$/, ''), file)
  }
  for (const path of paths) addTemplate(path, path)
  group.setExtraRuntimeScript(wxsRuntime)
  const code = group.getTmplGenObjectGroups()
  group.free()
  return code
}
