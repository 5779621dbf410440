/**
 * The cells that a grid has got of its worker, in blocks: those around what is in sight.
 *
 * @module
 */
import type { CellRange, ResultAnswers } from "../../worker/results/messages.ts";

/** The rows and columns of a block. */
const ROWS = 128, COLUMNS = 16;
/** How many blocks are kept: those that were used last. */
const MAX_BLOCKS = 64;

type Block = ResultAnswers["cells"];

/** A cell as it is drawn. */
export interface DrawnCell {
  /** Its text. */
  readonly text: string;
  /** How it looks. */
  readonly look: number;
}

/** The blocks of one result. */
export class Blocks {
  readonly #load: (range: CellRange) => Promise<Block>;
  readonly #onLoad: () => void;
  readonly #blocks = new Map<number, Block | null>();

  /**
   * @param load Gives the cells of a range.
   * @param onLoad Called when a block has come that was asked for.
   */
  constructor(load: (range: CellRange) => Promise<Block>, onLoad: () => void) {
    this.#load = load;
    this.#onLoad = onLoad;
  }

  /** A cell; null while its block is on its way. */
  cell(row: number, column: number): DrawnCell | null {
    const block = this.#block(Math.floor(row / ROWS), Math.floor(column / COLUMNS));
    if (block === null) return null;
    const at = (row % ROWS) * COLUMNS + column % COLUMNS;
    return { text: block.texts[at] ?? "", look: block.looks[at] ?? 0 };
  }

  #block(row: number, column: number): Block | null {
    const key = row * 65_536 + column, known = this.#blocks.get(key);
    if (known !== undefined) {
      this.#blocks.delete(key);
      this.#blocks.set(key, known);
      return known;
    }
    this.#blocks.set(key, null);
    const range = { row: row * ROWS, rows: ROWS, column: column * COLUMNS, columns: COLUMNS };
    this.#load(range).then((block) => {
      this.#blocks.set(key, block);
      this.#onLoad();
    }, () => this.#blocks.delete(key));
    for (const [oldest] of this.#blocks) {
      if (this.#blocks.size <= MAX_BLOCKS) break;
      this.#blocks.delete(oldest);
    }
    return null;
  }
}
