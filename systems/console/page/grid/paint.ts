/**
 * Draws what is in sight of a grid.
 *
 * @module
 */
import { type HeadColumn, LOOKS } from "../../worker/results/messages.ts";
import type { Blocks } from "./blocks.ts";
import type { Colours } from "./colours.ts";
import { type Geometry, PADDING, ROW_HEIGHT, type Sight } from "./geometry.ts";
import { rangeOf, type Selection } from "./selection.ts";

/** What is drawn. */
export interface Painting {
  /** Where it is drawn. */
  readonly context: CanvasRenderingContext2D;
  /** The size of the view, in CSS pixels. */
  readonly view: { readonly width: number; readonly height: number };
  /** How far it is scrolled across. */
  readonly left: number;
  /** What is in sight. */
  readonly sight: Sight;
  /** The columns. */
  readonly columns: readonly HeadColumn[];
  /** Their places. */
  readonly geometry: Geometry;
  /** The cells. */
  readonly blocks: Blocks;
  /** What is selected. */
  readonly selection: Selection;
  /** The colours. */
  readonly colours: Colours;
  /** The font's family. */
  readonly family: string;
  /** Whether it is not the answer of the last statement. */
  readonly isOld: boolean;
}

const NULL = LOOKS.indexOf("null"), EMPTY = LOOKS.indexOf("empty"), NUMBER = LOOKS.indexOf("number");
const BYTES = LOOKS.indexOf("bytes");

/** Draws all of it. */
export function paint(painting: Painting): void {
  const { context, view, sight, colours, columns, isOld } = painting;
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, view.width, view.height);
  context.textBaseline = "middle";
  context.globalAlpha = isOld ? 0.5 : 1;
  for (let at = sight.column; at < sight.column + sight.columns; at++) column(painting, columns[at]!, at);
  numbers(painting);
  context.globalAlpha = 1;
}

function column(painting: Painting, head: HeadColumn, at: number): void {
  const { context, view, left, geometry, sight, selection, colours, blocks, family } = painting;
  const x = geometry.numberWidth + geometry.starts[at]! - left, width = geometry.starts[at + 1]! - geometry.starts[at]!;
  const range = rangeOf(selection), isColumnSelected = at >= range.column && at < range.column + range.columns;
  context.save();
  context.beginPath();
  context.rect(x, 0, width, view.height);
  context.clip();
  for (let row = sight.row; row < sight.row + sight.rows; row++) {
    const y = ROW_HEIGHT + sight.top + (row - sight.row) * ROW_HEIGHT, cell = blocks.cell(row, at);
    const isChosen = isColumnSelected && row >= range.row && row < range.row + range.rows;
    if (isChosen) {
      context.fillStyle = colours.chosen;
      context.fillRect(x, y, width, ROW_HEIGHT);
    }
    const look = cell?.look ?? EMPTY, isQuiet = look === NULL || look === EMPTY;
    const ink = isQuiet ? colours.quiet : look === BYTES ? colours.accent : colours.text;
    context.fillStyle = isChosen ? colours.chosenText ?? ink : ink;
    context.font = `${isQuiet ? "italic " : ""}12px ${family}`;
    context.textAlign = look === NUMBER ? "right" : "left";
    context.fillText(cell?.text ?? "…", look === NUMBER ? x + width - PADDING : x + PADDING, y + ROW_HEIGHT / 2 + 1);
    if (row === selection.cursor.row && at === selection.cursor.column) {
      context.strokeStyle = colours.accent;
      context.lineWidth = 2;
      context.strokeRect(x + 1, y + 1, width - 2, ROW_HEIGHT - 2);
    }
  }
  context.fillStyle = colours.raised;
  context.fillRect(x, 0, width, ROW_HEIGHT);
  context.textAlign = "left";
  context.fillStyle = colours.text;
  context.font = `bold 12px ${family}`;
  const name = head.isKey ? `${head.name} 🔑` : head.name;
  context.fillText(name, x + PADDING, ROW_HEIGHT / 2);
  const after = x + PADDING + context.measureText(`${name} `).width;
  context.fillStyle = colours.quiet;
  context.font = `12px ${family}`;
  context.fillText(head.type, after, ROW_HEIGHT / 2);
  context.fillStyle = colours.line;
  context.fillRect(x + width - 1, 0, 1, view.height);
  context.restore();
}

function numbers({ context, view, geometry, sight, colours, family, selection }: Painting): void {
  const width = geometry.numberWidth;
  context.fillStyle = colours.raised;
  context.fillRect(0, 0, width, view.height);
  context.textAlign = "right";
  for (let row = sight.row; row < sight.row + sight.rows; row++) {
    const y = ROW_HEIGHT + sight.top + (row - sight.row) * ROW_HEIGHT, isHere = row === selection.cursor.row;
    context.fillStyle = isHere ? colours.text : colours.quiet;
    context.font = `${isHere ? "bold " : ""}12px ${family}`;
    context.fillText(String(row + 1), width - PADDING, y + ROW_HEIGHT / 2 + 1);
  }
  context.fillStyle = colours.raised;
  context.fillRect(0, 0, width, ROW_HEIGHT);
  context.fillStyle = colours.line;
  context.fillRect(0, ROW_HEIGHT - 1, view.width, 1);
  context.fillRect(width - 1, 0, 1, view.height);
}
