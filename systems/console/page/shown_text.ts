/**
 * Texts from elsewhere as they are shown: characters that turn the order of what follows are written out, so that no name reads
 * like another one, or like what stands beside it. All texts of the page go through here, as elements and texts are made.
 *
 * @module
 */
import { options } from "./preact.ts";

/** Overrides, embeddings and isolates; marks that languages need stay. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** A text without turning characters: `\u{202e}` in their place. */
export function shownText(text: string): string {
  return text.replaceAll(TURNING, (one) => `\\u{${one.codePointAt(0)!.toString(16)}}`);
}

const before = options.vnode;

options.vnode = (made) => {
  const shown = made as unknown as { props: string | Record<string, unknown> };
  // Text has itself in place of properties.
  if (typeof shown.props === "string") shown.props = shownText(shown.props);
  else {
    for (const name of ["title", "aria-label"]) {
      const text = shown.props[name];
      if (typeof text === "string") shown.props[name] = shownText(text);
    }
  }
  before?.(made);
};
