/**
 * Which layouts are tried, and in which order, until a driver understands.
 *
 * @module
 */
import { type Layout, LAYOUTS } from "@fluxwire/wire/tables";

/** What `auto` tries, in this order. 0.7.0 has no bytes that tell it apart; 0.8 is tried where an answer leads to it. */
export const AUTO_LAYOUTS: readonly Layout[] = ["0.7.1", "0.6", "0.5", "0.4"];

/** The layouts of one attempt to connect. */
export class LayoutOrder {
  readonly #isAuto: boolean;
  #waiting: readonly Layout[];
  readonly #tried: Layout[] = [];

  /** @param wanted The one layout to try, or `auto`. */
  constructor(wanted: Layout | "auto") {
    this.#isAuto = wanted === "auto";
    this.#waiting = wanted === "auto" ? AUTO_LAYOUTS : [wanted];
  }

  /** The layouts that were tried, each once. */
  get tried(): readonly Layout[] {
    return [...new Set(this.#tried)];
  }

  /** The next layout to try; null if none is left. */
  next(): Layout | null {
    const [layout = null, ...rest] = this.#waiting;
    this.#waiting = rest;
    if (layout !== null) this.#tried.push(layout);
    return layout;
  }

  /**
   * Tries a newer layout next, which an answer has led to; once, and with `auto` only.
   *
   * @param newer The layout; null if the answer leads to none.
   * @param otherwise What is tried after it; null for what was to be tried anyway.
   * @returns Whether it is tried.
   */
  tryNewer(newer: Layout | null, otherwise: Layout | null): boolean {
    const isNewer = newer !== null && !this.#tried.includes(newer) &&
      this.#tried.every((layout) => LAYOUTS.indexOf(layout) < LAYOUTS.indexOf(newer));
    if (!this.#isAuto || !isNewer) return false;
    this.#waiting = [newer, ...otherwise === null ? this.#waiting : [otherwise]];
    return true;
  }
}
