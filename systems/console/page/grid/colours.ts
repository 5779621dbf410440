/**
 * The page's colours for a canvas, which knows no custom properties; with forced colours, those of the system.
 *
 * @module
 */

const NAMES = ["ground", "raised", "line", "text", "quiet", "accent", "chosen", "marked"] as const;

/** The colours by name, and that of texts in chosen cells; null for the one that they have in others. */
export type Colours = Readonly<Record<typeof NAMES[number], string>> & { readonly chosenText: string | null };

/** What tells whether the system forces its colours. */
export const FORCED = "(forced-colors: active)";

/** Reads the colours as they are at an element. */
export function coloursAt(element: HTMLElement): Colours {
  const probe = document.createElement("span");
  element.append(probe);
  const read = (colour: string): string => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  };
  const named = Object.fromEntries(NAMES.map((name) => [name, read(`var(--${name})`)]));
  const chosenText = matchMedia(FORCED).matches ? read("SelectedItemText") : null;
  probe.remove();
  return { ...named as Record<typeof NAMES[number], string>, chosenText };
}

/** The family of the page's fixed-width font. */
export function monoAt(element: HTMLElement): string {
  return getComputedStyle(element).getPropertyValue("--mono").trim() || "monospace";
}
