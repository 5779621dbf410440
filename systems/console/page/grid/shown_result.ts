/**
 * A result that is shown: what it is, and what asks the worker about it.
 *
 * @module
 */
import type {
  CellPlace,
  CellRange,
  FindRequest,
  ResultAnswers,
  ResultHead,
  WholeCell,
} from "../../worker/results/messages.ts";
import { type DataClient, dataClient } from "./data_client.ts";

let ids = 0;

/** A result in the worker. */
export class ShownResult {
  readonly #client: DataClient;
  readonly #id: number;
  /** What it is. */
  readonly head: ResultHead;

  private constructor(client: DataClient, id: number, head: ResultHead) {
    this.#client = client;
    this.#id = id;
    this.head = head;
  }

  /**
   * Gives an answer to the worker.
   *
   * @throws {Error} For a payload that cannot be read, or is no result.
   */
  static async of(payload: ArrayBuffer, layout: string, client: DataClient = dataClient()): Promise<ShownResult> {
    const id = ++ids;
    return new ShownResult(client, id, await client.ask({ op: "open", id, payload, layout }));
  }

  /** Cells in short. */
  cells(range: CellRange): Promise<ResultAnswers["cells"]> {
    return this.#client.ask({ op: "cells", id: this.#id, ...range });
  }

  /** A cell, whole. */
  whole(place: CellPlace): Promise<WholeCell> {
    return this.#client.ask({ op: "whole", id: this.#id, ...place });
  }

  /** Cells as text with tabs. */
  copy(range: CellRange): Promise<string> {
    return this.#client.ask({ op: "copy", id: this.#id, ...range });
  }

  /** Cells as exact JSON. */
  json(range: CellRange): Promise<string> {
    return this.#client.ask({ op: "json", id: this.#id, ...range });
  }

  /** The next cell with a text; null if no cell has it. */
  find(request: FindRequest): Promise<CellPlace | null> {
    return this.#client.ask({ op: "find", id: this.#id, ...request });
  }

  /** Lets the worker forget it. */
  close(): void {
    void this.#client.ask({ op: "close", id: this.#id });
  }
}
