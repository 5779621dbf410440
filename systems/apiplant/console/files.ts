/** Files of a server: what fields of type File have. */
import type { SentFile } from "@fluxwire/console";
import type { ModelOutcome } from "@fluxwire/console/api";
import { stringifyExact } from "../json/stringify.ts";
import type { ModelServer } from "./model_server.ts";
import { outcomeOf } from "./outcome.ts";

/** The files of one server. */
export class Files {
  readonly #server: ModelServer;

  /** Asks nothing yet. */
  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** Uploads one, and gives the value of a field that has it, as JSON. */
  async take({ name, ...file }: SentFile, signal: AbortSignal): Promise<ModelOutcome<string>> {
    const ask = { method: "POST", query: new URLSearchParams({ name }), file, signal } as const;
    return await outcomeOf(async () => stringifyExact(await this.#server.ask("/files", ask)));
  }
}
