// The behaviour of each element; one without a line here is a plain box.
import type { ElementSetup } from './define'
import type { ElementName } from './manifest'
import { button } from './button'
import { canvas } from './canvas'
import { checkbox, choiceGroup, label, radio, slider, switchElement } from './choices'
import { form } from './form'
import { image } from './image'
import { icon, navigator, progress, richText, text } from './content'
import { map } from './map'
import { matchMedia, navigationBar, pageMeta, rootPortal } from './page'
import { movableArea, movableView } from './movable'
import { picker } from './picker'
import { pickerView, pickerViewColumn } from './picker-view'
import { scrollView } from './scroll-view'
import { swiper, swiperItem } from './swiper'
import { input, textarea } from './typing'
import { view } from './view'

export const setups: { [Name in ElementName]?: ElementSetup<Name> } = {
  view,
  'cover-view': view as unknown as ElementSetup<'cover-view'>,
  'cover-image': image as unknown as ElementSetup<'cover-image'>,
  text,
  image,
  button,
  input,
  textarea,
  'scroll-view': scrollView,
  swiper,
  'swiper-item': swiperItem,
  picker,
  'picker-view': pickerView,
  'picker-view-column': pickerViewColumn,
  checkbox,
  radio,
  'checkbox-group': choiceGroup,
  'radio-group': choiceGroup as unknown as ElementSetup<'radio-group'>,
  switch: switchElement,
  slider,
  label,
  form,
  icon,
  progress,
  'rich-text': richText,
  navigator,
  'movable-area': movableArea,
  'movable-view': movableView,
  'root-portal': rootPortal,
  'page-meta': pageMeta,
  'navigation-bar': navigationBar,
  'match-media': matchMedia,
  map,
  canvas,
}
