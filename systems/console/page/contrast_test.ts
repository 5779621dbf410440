import { ok } from "node:assert/strict";

const STYLE = Deno.readTextFileSync(new URL("style.css", import.meta.url));

/** The colours of `style.css`, by name: light, then dark. */
const COLOURS = new Map(
  STYLE.matchAll(/--(\w+): light-dark\(#(\w{6}), #(\w{6})\)/g).map(([, name, light, dark]) => [name!, [light!, dark!]]),
);

/** How bright a colour is, from 0 to 1, as WCAG counts it. */
function luminance(hex: string): number {
  const [red, green, blue] = [...Uint8Array.fromHex(hex)].map((value) => value / 255)
    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((one, other) => one - other);
  return (light! + 0.05) / (dark! + 0.05);
}

Deno.test("letters stand out from all grounds of the page by 4.5, and edges of controls from theirs by 3, in both schemes", () => {
  const pairs: [string, string, number][] = [
    ...["ground", "raised", "chosen", "pair", "marked"].map((under): [string, string, number] => ["text", under, 4.5]),
    ...["quiet", "accent", "bad"].flatMap((letters) =>
      ["ground", "raised", "chosen", "pair"].map((under): [string, string, number] => [letters, under, 4.5])
    ),
    ["edge", "ground", 3],
    ["edge", "raised", 3],
  ];
  for (const [over, under, least] of pairs) {
    for (const scheme of [0, 1]) {
      const found = contrast(COLOURS.get(over)![scheme]!, COLOURS.get(under)![scheme]!);
      ok(found >= least, `--${over} on --${under}, ${["light", "dark"][scheme]}: ${found.toFixed(2)}, not ${least}`);
    }
  }
});
