import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const measurePage = readFileSync(join(import.meta.dirname, 'measure.browser.js'), 'utf8')

export interface Measured {
  /** What axe-core finds against WCAG 2.1 A and AA, contrast included. */
  violations: string[]
  /** Touch targets whose narrower side is below the least. */
  smallTargets: string[]
  /** Texts below the least size, in px. */
  smallTexts: string[]
  /** Texts whose lines stand closer than 1.3 times their size. */
  closeLines: string[]
  /** Texts that run out of the page's width. */
  cutOff: string[]
}

/** MIIT's norm for elders' versions: text of 18 dp, targets of 60 × 60 on the main doors, lines 1.3 apart; WeChat's: targets of 44. */
export const modes = {
  normal: { careMode: false, least: { target: 44, text: 12 } },
  care: { careMode: true, least: { target: 60, text: 18 } },
} as const

/** Nothing to mend. */
export const sound: Measured = { violations: [], smallTargets: [], smallTexts: [], closeLines: [], cutOff: [] }

/** Measures the page on top of a phone, as it is drawn. Limits in CSS px. */
export async function measure(page: Page, least: { target: number; text: number }): Promise<Measured> {
  await page.addScriptTag({ content: axe })
  await page.addScriptTag({ content: measurePage })
  return page.evaluate((limits) => (window as unknown as { measurePage(least: object): Promise<Measured> }).measurePage(limits), least)
}
