/** Webhooks of a server: rows without secrets, and changes, whose answer alone has a new secret. */
import type { JsonSchema, ModelOutcome, NewKey, Rows } from "@fluxwire/console/api";
import type { Json, JsonObject } from "../json/json.ts";
import { listOf, membersOf, text } from "./answers.ts";
import { changing, type Deed, textAt, textOrNullAt } from "./deed.ts";
import type { ModelServer } from "./model_server.ts";
import { outcomeOf } from "./outcome.ts";
import { ModelServerError } from "./server_error.ts";

const COLUMNS = ["url", "description", "models", "kinds", "enabled", "seq", "waiting", "dead"];
const ADDRESS: JsonSchema = { type: "string", title: "url", format: "uri" };
const MODELS: JsonSchema = { type: "string", title: "models", description: "With spaces between; empty for all" };
const KINDS: JsonSchema = {
  type: "string",
  title: "kinds",
  description: "With spaces between; empty for all of instances",
};
const DESCRIPTION: JsonSchema = { type: "string", title: "description" };

/** The webhooks of one server. */
export class Webhooks {
  readonly #server: ModelServer;

  /** Asks nothing yet. */
  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** What can be done with all of them. */
  readonly deeds: readonly Deed[] = [
    changing("make", "Make a webhook", [ADDRESS, MODELS, KINDS, DESCRIPTION], (_path, args, signal) => {
      const models = wordsAt(args, 1, "models"), kinds = wordsAt(args, 2, "kinds");
      const description = textOrNullAt(args, 3, "description") ?? "";
      return this.#make({ url: textAt(args, 0, "url"), models, kinds, description }, signal);
    }),
  ];

  /** What can be done with one; the path is its id. */
  readonly oneDeeds: readonly Deed[] = [
    changing("on", "Switch on", [], ([id], _args, signal) => this.#enable(id!, true, signal)),
    changing("off", "Switch off", [], ([id], _args, signal) => this.#enable(id!, false, signal)),
    changing("rotate", "Give a new secret", [], ([id], _args, signal) => this.#renew(id!, signal)),
    changing(
      "remove",
      "Remove",
      [],
      ([id], _args, signal) => this.#remove(id!, signal),
      "Remove this webhook, with its secret and its dead messages? This cannot be undone.",
    ),
  ];

  /** Their ids and addresses, oldest first; none of a server that has no such route. */
  async list(signal: AbortSignal): Promise<readonly JsonObject[]> {
    return await this.#known(signal) ?? [];
  }

  /** The messages of one that were given up, newest first. */
  async dead(id: string, signal: AbortSignal): Promise<readonly JsonObject[]> {
    return listOf(await this.#server.ask(`/webhooks/${id}/dead`, { signal }), "items");
  }

  /** A row for each, with how many messages were given up; without columns if the server has no webhooks. */
  async rows(signal: AbortSignal): Promise<Rows> {
    const webhooks = await this.#known(signal);
    if (webhooks === null) return { columns: [], rows: [], next: null };
    const rows = await Promise.all(webhooks.map(async (webhook) => {
      const id = text(webhook.id), dead = (await this.dead(id, signal)).length;
      const lists = { models: listed(webhook.models, " ") ?? "all", kinds: listed(webhook.kinds, "\n") ?? "" };
      return { node: `webhook:${id}`, values: { ...webhook, ...lists, dead } };
    }));
    return { columns: COLUMNS.map((name) => ({ name, title: name, type: "String", schema: null })), rows, next: null };
  }

  async #known(signal: AbortSignal): Promise<readonly JsonObject[] | null> {
    try {
      return listOf(await this.#server.ask("/webhooks", { signal }), "items");
    } catch (error) {
      if (error instanceof ModelServerError && error.refusal?.status === 404) return null;
      throw error;
    }
  }

  async #make(body: JsonObject, signal: AbortSignal): Promise<ModelOutcome<NewKey>> {
    return await outcomeOf(async () => {
      const { url, secret } = membersOf(await this.#server.ask("/webhooks", { method: "POST", body, signal }));
      return { id: text(url), key: text(secret), isOwn: false };
    });
  }

  async #renew(id: string, signal: AbortSignal): Promise<ModelOutcome<NewKey>> {
    return await outcomeOf(async () => {
      const { url } = membersOf(await this.#server.ask(`/webhooks/${id}`, { signal }));
      const { secret } = membersOf(await this.#server.ask(`/webhooks/${id}/secret`, { method: "POST", signal }));
      return { id: text(url), key: text(secret), isOwn: false };
    });
  }

  async #enable(id: string, enabled: boolean, signal: AbortSignal): Promise<ModelOutcome<null>> {
    return await outcomeOf(async () => {
      await this.#server.ask(`/webhooks/${id}`, { method: "PATCH", body: { enabled }, signal });
      return null;
    });
  }

  async #remove(id: string, signal: AbortSignal): Promise<ModelOutcome<null>> {
    return await outcomeOf(async () => {
      await this.#server.ask(`/webhooks/${id}`, { method: "DELETE", signal });
      return null;
    });
  }
}

/** The words of an argument; `null` for none. */
function wordsAt(args: readonly unknown[], at: number, name: string): readonly string[] | null {
  return textOrNullAt(args, at, name)?.split(/[\s,]+/).filter((word) => word !== "") ?? null;
}

/** A list of texts as one; `null` for none. */
function listed(value: Json | undefined, between: string): string | null {
  return Array.isArray(value) ? value.map(text).join(between) : null;
}
