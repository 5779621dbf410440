/** What failed for the last time: post hooks, and messages of webhooks. */
import type { ModelOutcome, Row, Rows } from "@fluxwire/console/api";
import type { JsonObject } from "../json/json.ts";
import { listOf, text } from "./answers.ts";
import { changing, type Deed, type Path } from "./deed.ts";
import type { ModelServer } from "./model_server.ts";
import { outcomeOf } from "./outcome.ts";
import type { Webhooks } from "./webhooks.ts";

const COLUMNS = ["at", "of", "model", "instance", "seq", "attempts", "message"];

/** The dead letters of one server. */
export class Letters {
  readonly #server: ModelServer;
  readonly #webhooks: Webhooks;

  /** Asks nothing yet. */
  constructor(server: ModelServer, webhooks: Webhooks) {
    this.#server = server;
    this.#webhooks = webhooks;
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
    const lists = (await this.#webhooks.list(signal)).map(async ({ id, url }) => {
      const letters = await this.#webhooks.dead(text(id), signal);
      return letters.map((letter) => rowOf(letter, `letter:${text(id)}/${text(letter.event)}`, `webhook ${text(url)}`));
    });
    return (await Promise.all(lists)).flat();
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
