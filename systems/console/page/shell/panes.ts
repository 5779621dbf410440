/**
 * The panes of the page, which F6 goes through.
 *
 * @module
 */

/** A screen marks its panes so, besides its list. */
const PANES = "header, main .list, main [data-pane], footer";
const FOCUSABLE = "button, input, select, textarea, a[href], [tabindex='0']";

/** Puts the focus into the next pane, or the one before. */
export function nextPane(by: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>(PANES)].filter((one) => one.checkVisibility());
  const at = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  for (let step = 1; step <= panes.length; step++) {
    const from = at === -1 && by === -1 ? 0 : at;
    const pane = panes[(from + by * step + 2 * panes.length) % panes.length]!;
    const target = pane.tabIndex === 0 ? pane : pane.querySelector<HTMLElement>(FOCUSABLE);
    if (target === null) continue;
    target.focus();
    return;
  }
}

/** Puts the focus back into the screen's list. */
export function backToList(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  document.querySelector<HTMLElement>("main :is(.list, .rows)")?.focus();
}
