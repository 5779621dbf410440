/**
 * The page's colours for a canvas, which knows no custom properties; with forced colours, those of the system.
 *
 * @module
 */

const NAMES = ["ground", "raised", "line", "text", "quiet", "accent", "chosen", "marked"] as const;

/** The colours by name. */
export type Colours = Readonly<Record<typeof NAMES[number], string>>;

/** Reads the colours as they are at an element. */
export function coloursAt(element: HTMLElement): Colours {
  const probe = document.createElement("span");
  element.append(probe);
  const read = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = Object.fromEntries(NAMES.map((name) => [name, read(name)])) as Record<typeof NAMES[number], string>;
  probe.remove();
  return colours;
}

/** The family of the page's fixed-width font. */
export function monoAt(element: HTMLElement): string {
  return getComputedStyle(element).getPropertyValue("--mono").trim() || "monospace";
}
