/** API keys of a server: rows without secrets, and changes, whose answer alone has the new secret. */
import type { JsonSchema, ModelOutcome, NewKey, Rows } from "@fluxwire/console/api";
import type { JsonObject } from "../json/json.ts";
import { listOf, membersOf, text, textOrNull } from "./answers.ts";
import { changing, type Deed, textAt, textOrNullAt } from "./deed.ts";
import type { ModelServer } from "./model_server.ts";
import { outcomeOf } from "./outcome.ts";

const COLUMNS = ["id", "scopes", "createdAt", "expiresAt", "lastUsedAt", "previousUntil"];
const ID: JsonSchema = { type: "string", title: "id", pattern: "^[a-z][a-z0-9-]{0,31}$" };
const SCOPES: JsonSchema = { type: "string", title: "scopes", description: "With spaces between; empty for none" };
const EXPIRES: JsonSchema = { type: "string", title: "expiresAt", format: "date-time" };
const GRACE: JsonSchema = { type: "string", title: "grace", description: "How long the old secret is good, as 1h" };

/** The keys of one server. */
export class Keys {
  readonly #server: ModelServer;

  /** Asks nothing yet. */
  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** What can be done with all of them. */
  readonly deeds: readonly Deed[] = [
    changing("make", "Make a key", [ID, SCOPES, EXPIRES], (_path, args, signal) => {
      const scopes = (textOrNullAt(args, 1, "scopes") ?? "").split(/[\s,]+/).filter((scope) => scope !== "");
      const expiresAt = textOrNullAt(args, 2, "expiresAt");
      return this.#give("", { id: textAt(args, 0, "id"), scopes, ...expiresAt !== null && { expiresAt } }, signal);
    }),
  ];

  /** What can be done with one; the path is its name. */
  readonly oneDeeds: readonly Deed[] = [
    changing("rotate", "Give a new secret", [GRACE], ([id], args, signal) => {
      const grace = textOrNullAt(args, 0, "grace");
      return this.#give(`/${id}/rotate`, grace === null ? {} : { grace }, signal);
    }),
    changing(
      "revoke",
      "Revoke",
      [],
      ([id], _args, signal) => this.#revoke(id!, signal),
      "Revoke this key? What uses it is refused from now on.",
    ),
  ];

  /** A row for each. */
  async rows(signal: AbortSignal): Promise<Rows> {
    const rows = listOf(await this.#server.ask("/auth/keys", { signal }), "items").map((key) => {
      const scopes = Array.isArray(key.scopes) ? key.scopes.map(text).join(" ") : "";
      const values = { ...Object.fromEntries(COLUMNS.map((name) => [name, textOrNull(key[name])])), scopes };
      return { node: `key:${text(key.id)}`, values };
    });
    return { columns: COLUMNS.map((name) => ({ name, title: name, type: "String", schema: null })), rows, next: null };
  }

  async #give(path: string, body: JsonObject, signal: AbortSignal): Promise<ModelOutcome<NewKey>> {
    const own = membersOf(await this.#server.ask("/auth/me", { signal }));
    return await outcomeOf(async () => {
      const { id, key } = membersOf(await this.#server.ask(`/auth/keys${path}`, { method: "POST", body, signal }));
      return { id: text(id), key: text(key), isOwn: own.subject === `key:${text(id)}` };
    });
  }

  async #revoke(id: string, signal: AbortSignal): Promise<ModelOutcome<null>> {
    return await outcomeOf(async () => {
      await this.#server.ask(`/auth/keys/${id}`, { method: "DELETE", signal });
      return null;
    });
  }
}
