/**
 * The results that the page looks at.
 *
 * @module
 */
import type { Layout } from "@fluxwire/wire";
import type { ResultAnswers, ResultAsk } from "./messages.ts";
import { Result } from "./result.ts";

/** The results, by the page's numbers. */
export class Results {
  readonly #results = new Map<number, Result>();

  /** @throws {Error} For a payload that cannot be read, and a result that was closed. */
  answer(ask: ResultAsk): ResultAnswers[ResultAsk["op"]] {
    if (ask.op === "open") {
      const result = new Result(new Uint8Array(ask.payload), ask.layout as Layout);
      this.#results.set(ask.id, result);
      return result.head;
    }
    if (ask.op === "close") {
      this.#results.delete(ask.id);
      return null;
    }
    const result = this.#results.get(ask.id);
    if (result === undefined) throw new RangeError("The result is closed");
    if (ask.op === "cells") return result.cells(ask);
    if (ask.op === "whole") return result.whole(ask);
    if (ask.op === "json") return result.json(ask);
    return ask.op === "copy" ? result.copy(ask) : result.find(ask);
  }
}
