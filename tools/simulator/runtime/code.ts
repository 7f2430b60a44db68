// The app's code as glass-easel sees it: templates, configs, style scopes, and the globals that scripts call.
import { component as adapterComponent, glassEasel, MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import type { behavior as adapterBehavior, CodeSpace } from 'glass-easel-miniprogram-adapter'
import type { PhoneBackend } from './backend'
import type { Bundle } from './bundle'
import { registerElements } from '../elements/register'
import type { ElementContext } from '../elements/define'
import { report } from './errors'

type Behavior = adapterBehavior.GeneralBehavior
type Definition = { behaviors?: (string | Behavior)[]; [key: string]: unknown }

export interface Code {
  env: MiniProgramEnv
  space: CodeSpace
  /** Runs the scripts of a component and of all that it uses. */
  load(path: string): void
  /** Fires the `ready` lifetimes that are due, children first. */
  flushReady(): void
}

export function createCode(bundle: Bundle, backend: PhoneBackend, context: ElementContext): Code {
  const env = new MiniProgramEnv()
  const space = env.createCodeSpace('app', true)
  const components = space.getComponentSpace()
  registerElements(components, context)
  const ready = createReadyQueue()
  space.setOverallBehavior(
    components
      .define()
      .lifetime('created', function () {
        const component = ownComponent(this)
        ;(component.$$ as unknown as HTMLElement | null)?.setAttribute('wx-is', component.is)
      })
      .lifetime('attached', function () {
        const component = ownComponent(this)
        ready.add(component)
        // A virtual host has no node to carry its id; the first node of its content says it, for tests.
        if (component.$$ === null && component.id !== '') firstNode(component)?.setAttribute('data-id', component.id)
      })
      .registerBehavior(),
  )
  // Internal to the adapter, but the only place where every component's options pass.
  const open = space as unknown as { prepareComponentOptions(is: string, options?: unknown): [glassEasel.ComponentOptions, string] }
  const optionsOf = open.prepareComponentOptions.bind(space)
  open.prepareComponentOptions = (is, options) => {
    const [normal, isolation] = optionsOf(is, options)
    // Fields written to the node would hide its own where a property is called `data`, as TDesign's form and table have it.
    return [{ ...normal, writeIdToDOM: true, idPrefixGenerator: null, useMethodCallerListeners: true, writeFieldsToNode: false }, isolation]
  }

  const group = bundle.templates()
  if (bundle.styles.app !== undefined) addStyle('app', 'app', '')
  for (const [path, { config, page, scope }] of Object.entries(bundle.components)) {
    const content = group[path]
    if (content !== undefined) space.addCompiledTemplate(path, { groupList: group, content })
    space.addComponentStaticConfig(path, config as never)
    addStyle(path, page ? 'page' : 'component', scope)
  }
  function addStyle(path: string, kind: 'app' | 'page' | 'component', scope: string): void {
    const text = bundle.styles[path]
    // A scope must be named even where no sheet is, or the parent's classes would land in it.
    space.addStyleSheet(path, text === undefined ? undefined : path, scope)
    if (text !== undefined) backend.addStyle(path, text.replaceAll('url("files/', `url("${bundle.base}files/`), kind)
  }

  const builtInBehaviors = new Map<string, Behavior>()
  const withRealBehaviors = (definition: Definition): Definition => {
    if (!Array.isArray(definition.behaviors)) return definition
    const behaviors = definition.behaviors.map((behavior) => {
      if (typeof behavior !== 'string') return behavior
      const known = builtInBehaviors.get(behavior) ?? builtInBehavior(space, behavior)
      builtInBehaviors.set(behavior, known)
      return known
    })
    return { ...definition, behaviors }
  }
  let owner = ''
  const globals = {
    Component(definition: Definition) {
      return space.component(owner).definition(withRealBehaviors(definition)).register()
    },
    Page(definition: Definition) {
      return space
        .component(owner)
        .pageDefinition(withRealBehaviors(definition) as never)
        .register()
    },
    Behavior(definition: Definition) {
      return space.behavior().definition(withRealBehaviors(definition)).register()
    },
    shanlinOwner(path: string) {
      owner = path
    },
  }
  Object.assign(globalThis, globals)

  const loaded = new Set<string>()
  const load = (path: string): void => {
    if (loaded.has(path)) return
    loaded.add(path)
    const component = bundle.components[path]
    if (component === undefined) return
    const { usingComponents, componentPlaceholder = {} } = component.config
    for (const [name, target] of Object.entries(usingComponents)) {
      // A component with a placeholder arrives late on a phone too.
      if (name in componentPlaceholder) setTimeout(() => load(target.slice(1)), 0)
      else load(target.slice(1))
    }
    try {
      bundle.scripts[path]?.()
      if (components.getComponentByUrlWithoutDefault(path, '') === null) {
        throw new Error(`the script calls neither ${component.page ? 'Page()' : 'Component()'}`)
      }
    } catch (error) {
      report(error, path)
    }
  }
  return { env, space, load, flushReady: () => ready.flush() }
}

/** `this` in a lifetime is what app code sees; the component itself lies behind it. */
function ownComponent(self: unknown): glassEasel.GeneralComponent {
  return self instanceof adapterComponent.ComponentCaller ? (self._$ as glassEasel.GeneralComponent) : (self as glassEasel.GeneralComponent)
}

function firstNode(element: glassEasel.Element): HTMLElement | undefined {
  if (element.$$ !== null) return element.$$ as unknown as HTMLElement
  const children = glassEasel.Component.isComponent(element) ? (element.getShadowRoot()?.childNodes ?? []) : element.childNodes
  for (const child of children) {
    const inner = child.asElement()
    const found = inner === null ? undefined : firstNode(inner)
    if (found !== undefined) return found
  }
  return undefined
}

function builtInBehavior(space: CodeSpace, name: string): Behavior {
  const builder = space.behavior()
  switch (name) {
    case 'wx://form-field':
    case 'wx://form-field-group':
      return builder.definition({ properties: { name: String, value: null as never } }).register() as never
    case 'wx://form-field-button':
    case 'wx://component-export':
    case 'wx://proxy-scroll-view':
      return builder.definition({}).register() as never
    default:
      throw new Error(`behavior ${name} is not supported`)
  }
}

// glass-easel never fires `ready`. Components are queued as they are attached, parents first; they are ready in the
// opposite nesting, siblings in order.
function createReadyQueue(): { add(component: glassEasel.GeneralComponent): void; flush(): void } {
  let queue: glassEasel.GeneralComponent[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const depth = (component: glassEasel.GeneralComponent): number => {
    let count = 0
    for (let node: glassEasel.Element | null = component; node !== null; count += 1) {
      node = node.parentNode ?? node.asShadowRoot()?.getHostNode() ?? null
    }
    return count
  }
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    const due = queue
    queue = []
    const open: { component: glassEasel.GeneralComponent; depth: number }[] = []
    const fire = ({ component }: { component: glassEasel.GeneralComponent }): void => component.triggerLifetime('ready', [])
    for (const component of due) {
      const level = depth(component)
      while (open.length > 0 && open.at(-1)!.depth >= level) fire(open.pop()!)
      open.push({ component, depth: level })
    }
    while (open.length > 0) fire(open.pop()!)
  }
  return {
    add(component) {
      queue.push(component)
      timer ??= setTimeout(flush, 0)
    },
    flush,
  }
}
