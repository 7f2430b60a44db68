// What every built-in element understands: its properties with their defaults, and the events of its own.
// The build refuses a template that asks for more; the runtime declares the same properties. Null: any type.

export interface BuiltIn {
  props: Record<string, unknown>
  events: string[]
  complaints?(attributes: Record<string, string>): string[]
}

const hover = { hoverClass: 'none', hoverStopPropagation: false, hoverStartTime: 50, hoverStayTime: 400 }

const aria = {
  ariaLabel: '', ariaRole: '', role: '', ariaHidden: null, ariaChecked: null, ariaDisabled: null, ariaSelected: null,
  ariaExpanded: null, ariaModal: null, ariaLive: '', ariaAtomic: null, ariaBusy: null, ariaCurrent: null, ariaHaspopup: null,
  ariaInvalid: null, ariaPressed: null, ariaReadonly: null, ariaRequired: null, ariaLevel: null, ariaPosinset: null,
  ariaSetsize: null, ariaValuemin: null, ariaValuemax: null, ariaValuenow: null, ariaValuetext: '', ariaControls: '',
  ariaDescribedby: '', ariaLabelledby: '', ariaOwns: '', ariaFlowto: '', ariaActivedescendant: '', ariaAutocomplete: '',
  ariaDropeffect: '', ariaGrabbed: null, ariaMultiline: null, ariaMultiselectable: null, ariaOrientation: '',
  ariaRelevant: '', ariaRoledescription: '', ariaSort: '', tabindex: null,
}

/** Properties that every element has. */
export const commonProps: Record<string, unknown> = { ...aria, hidden: false, animation: null }

/** Events that the phone makes for every element. */
const commonEvents = [
  'tap', 'longpress', 'longtap', 'touchstart', 'touchmove', 'touchend', 'touchcancel', 'touchforcechange',
  'transitionend', 'animationstart', 'animationiteration', 'animationend',
]

const typing = {
  name: '', value: '', placeholder: '', placeholderStyle: '', placeholderClass: 'input-placeholder', disabled: false, maxlength: 140,
  cursorSpacing: 0, focus: false, autoFocus: false, confirmType: 'done', confirmHold: false, cursor: -1, cursorColor: '',
  selectionStart: -1, selectionEnd: -1, adjustPosition: true, holdKeyboard: false, alwaysEmbed: false,
}
const typingEvents = ['input', 'focus', 'blur', 'confirm', 'keyboardheightchange']

export const elements = {
  view: { props: { ...hover }, events: [] },
  'cover-view': { props: { ...hover, scrollTop: null }, events: [] },
  'cover-image': { props: { src: '', referrerPolicy: '' }, events: ['load', 'error'] },
  text: { props: { selectable: false, userSelect: false, space: '', decode: false, overflow: '', maxLines: 0 }, events: [] },
  image: {
    props: { src: '', mode: 'scaleToFill', lazyLoad: false, showMenuByLongpress: false, webp: false, fadeIn: false, binderror: null },
    events: ['load', 'error'],
  },
  button: {
    props: {
      ...hover, hoverClass: 'button-hover', hoverStartTime: 20, hoverStayTime: 70, size: 'default', type: 'default', plain: false,
      disabled: false, loading: false, formType: '', openType: '', lang: 'en', sessionFrom: '', sendMessageTitle: '',
      sendMessagePath: '', sendMessageImg: '', appParameter: '', showMessageCard: false, activityType: null, entrancePath: '',
      needShowEntrance: false, phoneNumberNoQuotaToast: true, name: '',
    },
    events: [
      'getuserinfo', 'contact', 'getphonenumber', 'getrealtimephonenumber', 'error', 'opensetting', 'launchapp', 'chooseavatar',
      'agreeprivacyauthorization', 'createliveactivity', 'phoneoneclicklogin',
    ],
  },
  input: {
    props: { ...typing, type: 'text', password: false, safePasswordCertPath: '' },
    events: [...typingEvents, 'nicknamereview', 'change', 'selectionchange', 'keyboardcompositionstart', 'keyboardcompositionend'],
  },
  textarea: {
    props: {
      ...typing, placeholderClass: 'textarea-placeholder', autoHeight: false, fixed: false, showConfirmBar: true,
      disableDefaultPadding: false, confirmType: 'return', adjustKeyboardTo: 'cursor',
    },
    events: [...typingEvents, 'linechange', 'selectionchange'],
  },
  'scroll-view': {
    props: {
      scrollX: false, scrollY: false, upperThreshold: 50, lowerThreshold: 50, scrollTop: null, scrollLeft: null, scrollIntoView: '',
      scrollIntoViewOffset: 0, scrollWithAnimation: false, enableBackToTop: false, enableFlex: false, scrollAnchoring: false,
      refresherEnabled: false, refresherThreshold: 45, refresherDefaultStyle: 'black', refresherBackground: '', refresherTriggered: false,
      enhanced: false, bounces: true, showScrollbar: true, pagingEnabled: false, fastDeceleration: false, type: 'list',
      enablePassive: false, usingSticky: false, reverse: false, clip: true, cacheExtent: 0, minDragDistance: 18, scrollIntoViewWithinExtent: false,
      scrollIntoViewAlignment: 'start', padding: null, throttle: true,
    },
    events: [
      'scroll', 'scrolltoupper', 'scrolltolower', 'dragstart', 'dragging', 'dragend', 'refresherpulling', 'refresherrefresh',
      'refresherrestore', 'refresherabort', 'refresherwillrefresh', 'scrollstart', 'scrollend',
    ],
  },
  swiper: {
    props: {
      indicatorDots: false, indicatorColor: 'rgba(0,0,0,.3)', indicatorActiveColor: '#000000', autoplay: false, current: 0, interval: 5000,
      duration: 500, circular: false, vertical: false, previousMargin: '0px', nextMargin: '0px', snapToEdge: false, displayMultipleItems: 1,
      easingFunction: 'default', currentItemId: '', skipHiddenItemLayout: false,
    },
    events: ['change', 'transition', 'animationfinish'],
  },
  'swiper-item': { props: { itemId: '', skipHiddenItemLayout: false }, events: [] },
  picker: {
    props: {
      mode: 'selector', range: null, rangeKey: '', value: null, start: '', end: '', fields: 'day', disabled: false, headerText: '', name: '',
    },
    events: ['change', 'cancel', 'columnchange'],
  },
  'picker-view': {
    props: { value: null, indicatorStyle: '', indicatorClass: '', maskStyle: '', maskClass: '', immediateChange: false, name: '' },
    events: ['change', 'pickstart', 'pickend'],
  },
  'picker-view-column': { props: {}, events: [] },
  checkbox: { props: { value: '', checked: false, disabled: false, color: '#09BB07' }, events: [] },
  'checkbox-group': { props: { name: '' }, events: ['change'] },
  radio: { props: { value: '', checked: false, disabled: false, color: '#09BB07' }, events: [] },
  'radio-group': { props: { name: '' }, events: ['change'] },
  switch: { props: { checked: false, disabled: false, type: 'switch', color: '#04BE02', name: '' }, events: ['change'] },
  slider: {
    props: {
      min: 0, max: 100, step: 1, disabled: false, value: 0, color: '#e9e9e9', selectedColor: '#1aad19', activeColor: '#1aad19',
      backgroundColor: '#e9e9e9', blockSize: 28, blockColor: '#ffffff', showValue: false, name: '',
    },
    events: ['change', 'changing'],
  },
  label: { props: { for: '' }, events: [] },
  form: { props: { reportSubmit: false, reportSubmitTimeout: 0 }, events: ['submit', 'reset'] },
  icon: { props: { type: '', size: null, color: '' }, events: [] },
  progress: {
    props: {
      percent: 0, showInfo: false, borderRadius: null, fontSize: null, strokeWidth: null, color: '#09BB07', activeColor: '',
      backgroundColor: '#EBEBEB', active: false, activeMode: 'backwards', duration: 30,
    },
    events: ['activeend'],
  },
  'rich-text': { props: { nodes: null, space: '', userSelect: false, mode: 'default' }, events: [] },
  navigator: {
    props: { ...hover, hoverClass: 'navigator-hover', target: 'self', url: '', openType: 'navigate', delta: 1, appId: '', path: '', extraData: null },
    events: ['success', 'fail', 'complete'],
  },
  'movable-area': { props: { scaleArea: false }, events: [] },
  'movable-view': {
    props: {
      direction: 'none', inertia: false, outOfBounds: false, x: null, y: null, damping: 20, friction: 2, disabled: false, scale: false,
      scaleMin: 0.5, scaleMax: 10, scaleValue: 1, animation: true,
    },
    events: ['change', 'scale', 'htouchmove', 'vtouchmove'],
  },
  'root-portal': { props: { enable: true }, events: [] },
  'page-meta': {
    props: {
      backgroundTextStyle: '', backgroundColor: '', backgroundColorTop: '', backgroundColorBottom: '', rootBackgroundColor: '', scrollTop: '',
      scrollDuration: 300, pageStyle: '', rootFontSize: '', pageFontSize: '', pageOrientation: '',
    },
    events: ['resize', 'scroll', 'scrolldone'],
  },
  'navigation-bar': {
    props: { title: '', loading: false, frontColor: '', backgroundColor: '', colorAnimationDuration: 0, colorAnimationTimingFunc: 'linear' },
    events: [],
  },
  'match-media': { props: { minWidth: null, maxWidth: null, width: null, minHeight: null, maxHeight: null, height: null, orientation: '' }, events: [] },
  map: {
    props: {
      longitude: 0, latitude: 0, scale: 16, minScale: 3, maxScale: 20, markers: null, polyline: null, circles: null, polygons: null,
      includePoints: null, showLocation: false, subkey: '', layerStyle: 1, rotate: 0, skew: 0, showCompass: false, showScale: false,
      enableOverlooking: false, enableZoom: true, enableScroll: true, enableRotate: false, enableSatellite: false, enableTraffic: false,
      enablePoi: true, enableBuilding: true, enableAutoMaxOverlooking: false, enable3D: false, setting: null,
    },
    events: ['tap', 'markertap', 'labeltap', 'callouttap', 'updated', 'regionchange'],
  },
  canvas: { props: { type: '', canvasId: '', disableScroll: false }, events: ['error'] },
} satisfies Record<string, { props: Record<string, unknown>; events: string[] }>

export type ElementName = keyof typeof elements

/** Tags that the template compiler itself knows. */
export const structural = new Set(['block', 'template', 'import', 'include', 'wxs', 'slot'])

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
const general = /^(?:id|class|style|slot|data-.*|mark:.*|wx:.*|generic:.*|change:.*|let:.*|slot:.*|worklet:.*|aria-.*)$/
const listener = /^(?:capture-)?(?:mut-)?(?:bind|catch):?(.+)$/

function complaintsOf(name: string, props: Record<string, unknown>, events: string[]): (attributes: Record<string, string>) => string[] {
  const known = new Set(Object.keys({ ...commonProps, ...props }))
  const heard = new Set([...commonEvents, ...events])
  return (attributes) =>
    Object.keys(attributes).flatMap((attribute) => {
      const plain = attribute.replace(/^model:/, '')
      if (general.test(plain) || known.has(camel(plain)) || `change:${attribute}` in attributes) return []
      const event = listener.exec(plain)?.[1] ?? (plain.startsWith('mut-bind') ? plain.slice(8).replace(/^:/, '') : undefined)
      if (event !== undefined) return heard.has(event) ? [] : [`has no event "${event}"`]
      return [`has no attribute "${attribute}"`]
    })
}

export const builtins: Record<string, BuiltIn | undefined> = Object.fromEntries(
  Object.entries(elements).map(([name, { props, events }]) => [
    name,
    { props: { ...commonProps, ...props }, events, complaints: complaintsOf(name, props, events) },
  ]),
)
