/** What a server says of itself: records of what went wrong, and what it leaves open. */
import type { Rows } from "@fluxwire/console/api";
import type { RowQuery } from "@fluxwire/console";
import type { Json } from "../json/json.ts";
import { listOf, membersOf, textOrNull } from "./answers.ts";
import type { ModelServer } from "./model_server.ts";
import { ModelServerError } from "./server_error.ts";

const RECORD = ["at", "level", "code", "message", "model", "hook", "instance", "attempt", "requestId", "stack"];
const FINDING = ["level", "message"];
/** The most records of a page. */
const MAX_PAGE = 200;

/** Rows without columns: the server has no such route. */
const UNKNOWN: Rows = { columns: [], rows: [], next: null };

/** The reports of one server. */
export class Reports {
  readonly #server: ModelServer;

  /** Asks nothing yet. */
  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** A row for each record, newest first; without columns if the server has no such list. */
  async records({ limit, from }: RowQuery, signal: AbortSignal): Promise<Rows> {
    const query = new URLSearchParams({
      limit: String(Math.min(limit, MAX_PAGE)),
      ...from !== null && { cursor: from },
    });
    return await this.#rows("/admin/errors", query, RECORD, signal);
  }

  /** A row for each finding of a doctor; without columns if the server has none. */
  async findings(signal: AbortSignal): Promise<Rows> {
    return await this.#rows("/admin/findings", new URLSearchParams(), FINDING, signal);
  }

  async #rows(path: string, query: URLSearchParams, names: readonly string[], signal: AbortSignal): Promise<Rows> {
    let answer: Json;
    try {
      answer = await this.#server.ask(path, { query, signal });
    } catch (error) {
      if (error instanceof ModelServerError && error.refusal?.status === 404) return UNKNOWN;
      throw error;
    }
    const rows = listOf(answer, "items").map((item) => {
      const values = names.flatMap((name) => item[name] === undefined ? [] : [[name, item[name]]]);
      return { node: null, values: Object.fromEntries(values) };
    });
    const columns = names.map((name) => ({ name, title: name, type: "String", schema: null }));
    return { columns, rows, next: textOrNull(membersOf(answer).next) };
  }
}
