/** What failed for the last time: post hooks, and messages of webhooks. */
import type { ModelOutcome, Row, Rows } from "@fluxwire/console/api";
import type { JsonObject } from "../json/json.ts";
import { listOf, text } from "./answers.ts";
import { changing, type Deed, type Path } from "./deed.ts";
import type { ModelServer } from "./model_server.ts";
import { outcomeOf } from "./outcome.ts";
import { ModelServerError } from "./server_error.ts";

const COLUMNS = ["at", "of", "model", "instance", "seq", "attempts", "message"];

/** The dead letters of one server. */
export class Letters {
  readonly #server: ModelServer;

  /** Asks nothing yet. */
  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** What can be done with one; the path is the event's id, behind a webhook's where it is a message. */
  readonly deeds: readonly Deed[] = [
    changing("retry", "Try again", [], (path, _args, signal) => this.#retry(path, signal)),
  ];

  /** A row for each, newest first. */
  async rows(signal: AbortSignal): Promise<Rows> {
    const [hooks, messages] = await Promise.all([this.#ofHooks(signal), this.#ofWebhooks(signal)]);
    const rows = [...hooks, ...messages].toSorted((one, other) => atOf(one) < atOf(other) ? 1 : -1);
    return { columns: COLUMNS.map((name) => ({ name, title: name, type: "String", schema: null })), rows, next: null };
  }

  async #ofHooks(signal: AbortSignal): Promise<Row[]> {
    const letters = listOf(await this.#server.ask("/admin/dead", { signal }), "items");
    return letters.map((letter) => rowOf(letter, `letter:${text(letter.event)}`, `hook ${text(letter.hook)}`));
  }

  async #ofWebhooks(signal: AbortSignal): Promise<Row[]> {
    const webhooks = await this.#webhooks(signal);
    const lists = await Promise.all(webhooks.map(async ({ id, url }) => {
      const letters = listOf(
        await this.#server.ask(`/webhooks/${text(id)}/dead`, { signal }),
        "items",
      );
      return letters.map((letter) => rowOf(letter, `letter:${text(id)}/${text(letter.event)}`, `webhook ${text(url)}`));
    }));
    return lists.flat();
  }

  /** The webhooks; none of a server that has no such route. */
  async #webhooks(signal: AbortSignal): Promise<readonly JsonObject[]> {
    try {
      return listOf(await this.#server.ask("/webhooks", { signal }), "items");
    } catch (error) {
      if (error instanceof ModelServerError && error.refusal?.status === 404) return [];
      throw error;
    }
  }

  async #retry(path: Path, signal: AbortSignal): Promise<ModelOutcome<null>> {
    const [first, event] = path;
    const route = event === undefined ? `/admin/dead/${first}` : `/webhooks/${first}/dead/${event}`;
    return await outcomeOf(async () => {
      await this.#server.ask(route, { method: "POST", signal });
      return null;
    });
  }
}

function atOf({ values }: Row): string {
  return values["at"] as string;
}

function rowOf({ at, model, instance, seq, attempts, message }: JsonObject, node: string, of: string): Row {
  const values = { at: text(at), of, model: text(model), instance: text(instance), message: text(message) };
  return { node, values: { ...values, seq: Number(seq), attempts: Number(attempts) } };
}
