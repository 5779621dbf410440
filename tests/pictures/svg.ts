/**
 * Draws a picture as SVG, in light or dark colours as the reader prefers.
 *
 * @module
 */
import { boundsOf, type Line, lineOf, type Rectangle, rectangleOf } from "./geometry.ts";
import type { Arrow, Box, Picture } from "./notation.ts";

const MARGIN = 24;

/** The colours of one scheme. */
interface Scheme {
  page: string;
  edge: string;
  text: string;
  quiet: string;
  ours: readonly [fill: string, stroke: string];
  yours: readonly [fill: string, stroke: string];
  other: readonly [fill: string, stroke: string];
}

const LIGHT: Scheme = {
  page: "#ffffff",
  edge: "#d0d7de",
  text: "#1f2328",
  quiet: "#57606a",
  ours: ["#ddf0ff", "#0969da"],
  yours: ["#dcf7e3", "#1a7f37"],
  other: ["#f0f2f5", "#6e7781"],
};

const DARK: Scheme = {
  page: "#0d1117",
  edge: "#30363d",
  text: "#e6edf3",
  quiet: "#9da7b3",
  ours: ["#12263d", "#58a6ff"],
  yours: ["#10301c", "#3fb950"],
  other: ["#21262d", "#8b949e"],
};

/** The greatest width of a character, in parts of the font's size; a test's fonts are wider than most. */
const CHARACTER = { title: 0.6, detail: 0.54 };

const SIZES = { title: 15, detail: 12 };

/**
 * The picture as an SVG document.
 *
 * @throws {RangeError} for a text that does not fit into its box, or a label that does not fit on its arrow.
 */
export function toSvg(picture: Picture): string {
  const { x, y, width, height } = boundsOf(picture);
  const [w, h] = [width + 2 * MARGIN, height + 2 * MARGIN];
  const groups = picture.boxes.filter(({ kind }) => kind === "group");
  const boxes = picture.boxes.filter(({ kind }) => kind !== "group");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x - MARGIN} ${
      y - MARGIN
    } ${w} ${h}" width="${w}" height="${h}" role="img">`,
    `<title>${escape(picture.title)}</title>`,
    `<style>${style(LIGHT)}\n@media (prefers-color-scheme: dark) {${style(DARK)}\n}</style>`,
    `<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path class="tip" d="M0 1 10 5 0 9z"/></marker></defs>`,
    `<rect class="page" x="${x - MARGIN + 0.5}" y="${y - MARGIN + 0.5}" width="${w - 1}" height="${h - 1}" rx="10"/>`,
    ...groups.map((group) => drawGroup(group, rectangleOf(picture, group))),
    ...picture.arrows.map((arrow) => drawArrow(arrow, lineOf(picture, arrow))),
    ...boxes.map((box) => drawBox(box, rectangleOf(picture, box))),
    "</svg>\n",
  ].join("\n");
}

function style({ page, edge, text, quiet, ours, yours, other }: Scheme): string {
  const owners = Object.entries({ ours, yours, other });
  return [
    "",
    `.page { fill: ${page}; stroke: ${edge} }`,
    `.group { fill: none; stroke: ${quiet}; stroke-dasharray: 5 4 }`,
    ...owners.map(([name, [fill, stroke]]) => `.${name} { fill: ${fill}; stroke: ${stroke} }`),
    `text { font-family: system-ui, "Segoe UI", "DejaVu Sans", sans-serif; text-anchor: middle; fill: ${text} }`,
    `.title { font-size: ${SIZES.title}px; font-weight: 600 }`,
    `.detail { font-size: ${SIZES.detail}px; fill: ${quiet} }`,
    `.line { stroke: ${quiet}; stroke-width: 1.5; fill: none }`,
    `.tip { fill: ${quiet} }`,
  ].join("\n");
}

function drawGroup({ name, lines }: Box, { x, y, width, height }: Rectangle): string {
  fit(name, lines[0]!, "detail", width);
  return `<rect class="group" x="${x}" y="${y}" width="${width}" height="${height}" rx="10"/>\n` +
    textAt(x + width / 2, y + 24, "detail", lines[0]!);
}

function drawBox({ name, kind, lines }: Box, { x, y, width, height }: Rectangle): string {
  const [title, detail] = lines;
  const center = x + width / 2, middle = y + height / 2;
  fit(name, title!, "title", width);
  if (detail !== undefined) fit(name, detail, "detail", width);
  const texts = detail === undefined
    ? [textAt(center, middle + 5, "title", title!)]
    : [textAt(center, middle - 4, "title", title!), textAt(center, middle + 15, "detail", detail)];
  return [`<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="7"/>`, ...texts].join("\n");
}

function drawArrow({ from, to, look, lines }: Arrow, { direction, from: [x1, y1], to: [x2, y2] }: Line): string {
  const tips = look === "<->" ? ` marker-start="url(#tip)" marker-end="url(#tip)"` : ` marker-end="url(#tip)"`;
  const dashes = look === "-->" ? ` stroke-dasharray="5 4"` : "";
  const line = `<path class="line" d="M${x1} ${y1} ${x2} ${y2}"${tips}${dashes}/>`;
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const [above, below] = lines;
  if (above === undefined) return line;
  if (direction === "vertical") return [line, textAt(x + 10, y + 4, "detail", above, "start")].join("\n");
  for (const text of lines) fit(`${from} to ${to}`, text, "detail", Math.abs(x2 - x1));
  const labels = [
    textAt(x, y - 7, "detail", above),
    ...(below === undefined ? [] : [textAt(x, y + 16, "detail", below)]),
  ];
  return [line, ...labels].join("\n");
}

function textAt(x: number, y: number, look: keyof typeof SIZES, text: string, anchor = "middle"): string {
  const style = anchor === "middle" ? "" : ` style="text-anchor: ${anchor}"`;
  return `<text class="${look}" x="${x}" y="${y}"${style}>${escape(text)}</text>`;
}

/** Refuses a text that is too wide. */
function fit(name: string, text: string, look: keyof typeof SIZES, width: number): void {
  const needed = Math.ceil(text.length * SIZES[look] * CHARACTER[look]);
  if (needed <= width - 4) return;
  throw new RangeError(`Cannot draw ${name}: "${text}" takes about ${needed} of ${width} pixels; make it shorter`);
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
