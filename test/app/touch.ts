import type { Locator, Page } from 'playwright-core'

/** What a person sees and touches. Pages lower in the stack stay in the document, hidden, hence the filter. */
export function seen(page: Page, words: string | RegExp): Locator {
  return page.getByText(words).filter({ visible: true }).first()
}

export function button(page: Page, name: string | RegExp): Locator {
  return page.getByRole('button', { name }).filter({ visible: true }).first()
}

export async function tap(page: Page, name: string | RegExp): Promise<void> {
  await button(page, name).click()
}

export async function field(page: Page, name: string | RegExp): Promise<Locator> {
  const found = page.getByRole('textbox', { name }).filter({ visible: true }).first()
  await found.waitFor()
  return found
}

/** The last time that is free, of those that are shown. */
export async function chooseLastTime(page: Page): Promise<void> {
  await page
    .getByRole('radiogroup', { name: /的时间$/ })
    .getByRole('radio', { disabled: false })
    .last()
    .click()
}

/** Takes a picture with the phone's camera, as WeChat offers it. */
export async function photograph(page: Page, opener: string | RegExp): Promise<void> {
  await tap(page, opener)
  await tap(page, '拍摄')
  await tap(page, '拍摄')
  await tap(page, '使用照片')
}
