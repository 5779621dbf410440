/**
 * Whether a page can be used on a narrow screen.
 *
 * @module
 */
import type { Page } from "./playwright.ts";

/** The width of a page that is magnified four times, in CSS pixels. */
const WIDTH = 320;

/** What scrolls sideways at 320 pixels, and controls that are cut off there. */
export async function narrowFaults(page: Page): Promise<string[]> {
  const before = page.viewportSize()!;
  await page.setViewportSize({ width: WIDTH, height: 640 });
  const faults = await page.evaluate(async () => {
    // Two frames: what measures itself is drawn again in the second.
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    const found: string[] = [], { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) found.push(`The page is ${scrollWidth} pixels wide, of ${innerWidth}`);
    const scrolls = (element: Element | null): boolean =>
      element !== null && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    for (const element of document.querySelectorAll<HTMLElement>("button,input,select,textarea,a[href],summary")) {
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      const { left, right } = element.getBoundingClientRect();
      if (left >= 0 && right <= innerWidth + 0.5 || scrolls(element.parentElement)) continue;
      found.push(`Cut off: ${element.tagName.toLowerCase()}.${element.className} "${element.textContent}" at ${right}`);
    }
    return found;
  });
  await page.setViewportSize(before);
  return faults;
}
