/**
 * Whether a page can be used by the keyboard alone.
 *
 * @module
 */
import type { Page } from "./playwright.ts";

/** What the page remembers while Tab is pressed. */
interface Walk {
  /** What had the focus. */
  readonly reached: Set<Element>;
  /** How often Tab left the page's end, to begin anew. */
  ends: number;
  /** What is wrong with it. */
  readonly faults: Set<string>;
}

declare global {
  var walk: Walk;
  var axe: { setup(): void; teardown(): void; commons: { text: { accessibleText(element: Element): string } } };
}

/** The most controls of a page: Tab goes around. */
const MAX_STEPS = 400;

/** Controls that Tab does not reach, that have no name, or whose focus is not seen. `axe` must be in the page. */
export async function keyboardFaults(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    globalThis.walk = { reached: new Set(), ends: 0, faults: new Set() };
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  let isNew = true;
  for (let step = 0; isNew && step < MAX_STEPS; step++) {
    await page.keyboard.press("Tab");
    isNew = await page.evaluate(() => {
      const { reached, faults } = globalThis.walk, element = document.activeElement;
      if (element === null || element === document.body) return ++globalThis.walk.ends < 3;
      if (reached.has(element)) return false;
      reached.add(element);
      const label = `${element.tagName.toLowerCase()}.${element.className} "${element.textContent!.slice(0, 40)}"`;
      const { left, right, top, bottom } = element.getBoundingClientRect();
      if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) {
        faults.add(`Tab leads to what is out of sight: ${label}`);
      }
      return true;
    });
    if (isNew) await seeFocus(page);
  }
  return await page.evaluate(() => {
    const { reached, faults } = globalThis.walk;
    const composite = "[role=tablist],[role=listbox],[role=tree],[role=treegrid],[role=grid],[role=radiogroup]," +
      "[role=toolbar],[role=menu]";
    const all = document.querySelectorAll<HTMLElement>(
      "button,input,select,textarea,a[href],summary,[contenteditable=true],[tabindex]",
    );
    globalThis.axe.setup();
    for (const element of all) {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.matches(":disabled")) continue;
      const label = `${element.tagName.toLowerCase()}.${element.className} "${element.textContent!.slice(0, 40)}"`;
      if (globalThis.axe.commons.text.accessibleText(element).trim() === "") faults.add(`No name: ${label}`);
      const isRadio = element instanceof HTMLInputElement && element.type === "radio" && !element.checked;
      if (reached.has(element) || isRadio || element.closest("[inert]") !== null) continue;
      // What takes the focus only from a script is no control, and a part of a tree or a list is reached by arrows.
      const isControl = element.matches("button,input,select,textarea,a,summary,[role]");
      if (element.tabIndex < 0 && (!isControl || element.closest(composite) !== null)) continue;
      faults.add(`Tab does not reach ${label}`);
    }
    globalThis.axe.teardown();
    return [...faults];
  });
}

/** How many frames of the page an element may take to show that it has the focus; an editor draws it a moment later. */
const DRAWN_FRAMES = 300;

/** Notes a fault if what has the focus does not show it. The page's own frames are counted: a busy machine draws few. */
async function seeFocus(page: Page): Promise<void> {
  await page.evaluate(async (frames) => {
    const focused = document.activeElement!;
    const isSeen = (): boolean => {
      let drawn: Element | null = focused;
      for (let up = 0; up < 4 && drawn !== null; up++, drawn = drawn.parentElement) {
        for (const part of [null, "::after"]) {
          const { content, outlineStyle, boxShadow } = getComputedStyle(drawn, part);
          if (part !== null && content === "none") continue;
          if (outlineStyle !== "none" || boxShadow !== "none") return true;
        }
      }
      return false;
    };
    for (let frame = 0; frame < frames; frame++) {
      if (focused === document.body || isSeen()) return;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    const { tagName, className, textContent } = focused;
    const label = `${tagName.toLowerCase()}.${className} "${textContent.slice(0, 40)}"`;
    globalThis.walk.faults.add(`The focus is not seen: ${label}`);
  }, DRAWN_FRAMES);
}
