// wx.createAnimation and the `animation` attribute that plays what it exports; and a component's animate().
import { convertLengths } from './lengths'

interface Action {
  animates: { type: string; args: (string | number)[] }[]
  option: { transformOrigin: string; transition: { duration: number; timingFunction: string; delay: number } }
}

export interface Animation {
  step(options?: Options): Animation
  export(): { actions: Action[] }
  [method: string]: (...args: never[]) => unknown
}

interface Options {
  duration?: number
  timingFunction?: string
  delay?: number
  transformOrigin?: string
}

const lengthUnit = (value: string | number): string => (typeof value === 'number' ? `${value}px` : convertLengths(value))
const degrees = (value: string | number): string => `${value}deg`
const plain = (value: string | number): string => String(value)

// name → the unit of its arguments.
const transforms: Record<string, (value: string | number) => string> = {
  rotate: degrees,
  rotateX: degrees,
  rotateY: degrees,
  rotateZ: degrees,
  skew: degrees,
  skewX: degrees,
  skewY: degrees,
  scale: plain,
  scaleX: plain,
  scaleY: plain,
  scaleZ: plain,
  scale3d: plain,
  matrix: plain,
  matrix3d: plain,
  translate: lengthUnit,
  translateX: lengthUnit,
  translateY: lengthUnit,
  translateZ: lengthUnit,
  translate3d: lengthUnit,
}
const styles: Record<string, [string, (value: string | number) => string]> = {
  opacity: ['opacity', plain],
  backgroundColor: ['background-color', plain],
  width: ['width', lengthUnit],
  height: ['height', lengthUnit],
  top: ['top', lengthUnit],
  left: ['left', lengthUnit],
  right: ['right', lengthUnit],
  bottom: ['bottom', lengthUnit],
}

export function createAnimation(defaults: Options = {}): Animation {
  let actions: Action[] = []
  let current: Action['animates'] = []
  const animation = {
    step(options: Options = {}) {
      const merged = { duration: 400, timingFunction: 'linear', delay: 0, transformOrigin: '50% 50% 0', ...defaults, ...options }
      const { transformOrigin, ...transition } = merged
      actions.push({ animates: current, option: { transformOrigin, transition } })
      current = []
      return animation
    },
    export() {
      const exported = { actions }
      actions = []
      return exported
    },
  } as Animation
  for (const type of [...Object.keys(transforms), ...Object.keys(styles)]) {
    animation[type] = (...args: never[]) => {
      current.push({ type, args })
      return animation
    }
  }
  return animation
}

const playing = new WeakMap<HTMLElement, ReturnType<typeof setTimeout>>()

/** Plays an exported animation on an element, one step after the other. */
export function play(element: HTMLElement, exported: { actions?: Action[] } | null | undefined): void {
  clearTimeout(playing.get(element))
  const steps = [...(exported?.actions ?? [])]
  const next = (): void => {
    const step = steps.shift()
    if (step === undefined) return
    const { duration, timingFunction, delay } = step.option.transition
    element.style.transition = `all ${duration}ms ${timingFunction} ${delay}ms`
    element.style.transformOrigin = step.option.transformOrigin
    const transform = step.animates.flatMap(({ type, args }) => {
      const unit = transforms[type]
      return unit === undefined ? [] : [`${type}(${args.map(unit).join(', ')})`]
    })
    if (transform.length > 0) element.style.transform = transform.join(' ')
    for (const { type, args } of step.animates) {
      const style = styles[type]
      if (style !== undefined) element.style.setProperty(style[0], style[1](args[0]!))
    }
    playing.set(element, setTimeout(next, duration + delay))
  }
  next()
}

/** A component's animate(selector, keyframes, duration). */
export function animate(elements: HTMLElement[], keyframes: Record<string, unknown>[], duration: number, done?: () => void): void {
  const frames = keyframes.map((frame) => {
    const css: Keyframe = {}
    const transform: string[] = []
    for (const [name, value] of Object.entries(frame)) {
      const unit = transforms[name]
      if (unit !== undefined) transform.push(`${name}(${[value as string | number].flat().map(unit).join(', ')})`)
      else if (name === 'ease') css.easing = String(value)
      else css[name] = typeof value === 'string' ? convertLengths(value) : (value as number)
    }
    if (transform.length > 0) css.transform = transform.join(' ')
    return css
  })
  const running = elements.map((element) => element.animate(frames, { duration, fill: 'forwards' }).finished)
  if (done !== undefined) void Promise.all(running).then(done)
}
