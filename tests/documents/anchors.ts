/**
 * The anchors of a Markdown document, as GitHub makes them.
 *
 * @module
 */

/** The anchors of a document's headings; of equal titles, the second one gets `-1` and so on. */
export function anchorsOf(markdown: string): string[] {
  const counts = new Map<string, number>();
  return titlesOf(markdown).map((title) => {
    const anchor = title.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

/** The titles of a document's headings; a `#` inside a code block starts none. */
function titlesOf(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```[^]*?^```$/gm, "");
  return [...prose.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title!.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1"));
}
