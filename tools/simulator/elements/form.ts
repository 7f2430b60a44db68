import type { glassEasel } from 'glass-easel-miniprogram-adapter'
import { partsOf } from './define'
import type { ElementParts, ElementSetup } from './define'

export interface FormParts extends ElementParts {
  submit(dataset: unknown): void
  clear(): void
}

export const form: ElementSetup<'form'> = ({ dom, emit }): FormParts => {
  // Fields are found in the rendered tree, so those inside components count, as with wx://form-field.
  const fields = (): { name: string; value(): unknown; reset(): void }[] => {
    const found: { name: string; value(): unknown; reset(): void }[] = []
    const visit = (element: Element): void => {
      const part = partsOf(element)
      const component = (element as unknown as { __wxElement?: glassEasel.GeneralComponent }).__wxElement
      const data = component?.data
      if (part?.field !== undefined && typeof data?.name === 'string' && data.name !== '') {
        found.push({ name: data.name, ...part.field })
      } else if (part === undefined && typeof data?.name === 'string' && data.name !== '' && 'value' in data) {
        const first: unknown = data.value
        const { name } = data
        found.push({
          name,
          value: () => (component!.data as Record<string, unknown>).value,
          reset: () => component!.setData({ value: first } as never),
        })
        return
      }
      for (const child of element.children) visit(child)
    }
    for (const child of dom.children) visit(child)
    return found
  }
  return {
    role: 'form',
    submit(dataset) {
      const value = Object.fromEntries(fields().map((field) => [field.name, field.value()]))
      emit('submit', { value, target: { dataset } })
    },
    clear() {
      for (const field of fields()) field.reset()
      emit('reset')
    },
  }
}
