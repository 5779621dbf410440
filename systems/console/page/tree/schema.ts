/**
 * The schema of a session: its tree in the worker, and the statements that its nodes give.
 *
 * @module
 */
import type { OpenAnswer } from "@fluxwire/console/api";
import type { TreeRow } from "../../worker/tree/messages.ts";
import { openedOf } from "../connect/sessions.ts";
import { type DataClient, dataClient } from "../grid/data_client.ts";
import type { Session } from "../shell/session.ts";
import { type Signal, signal } from "../signals.ts";
import { ownStatement } from "./own_statement.ts";

/** Kinds of nodes that give a statement. */
const GIVING: ReadonlySet<string> = new Set(["table", "view", "collection", "measurement"]);

interface Generator {
  readonly id: string;
  readonly scope: string;
  readonly destructive: boolean;
}

let ids = 0;

/** The schema. */
export class Schema {
  readonly #session: Session;
  readonly #source: string;
  readonly #open: OpenAnswer;
  readonly #client: DataClient;
  readonly #id = ++ids;
  #generators: Promise<readonly Generator[]> | null = null;
  /** How many rows the tree shows, and a number that changes with them. */
  readonly shown: Signal<{ count: number; version: number }> = signal({ count: 0, version: 0 });

  /** @param open The session. */
  constructor(session: Session, source: string, open: OpenAnswer, client: DataClient = dataClient()) {
    this.#session = session;
    this.#source = source;
    this.#open = open;
    this.#client = client;
  }

  /** Asks for the schema. @returns Why there is nothing to open; null if something can be opened. */
  async read(): Promise<string | null> {
    const answer = await this.#call("Schema", {}), { schemaLoadingStrategy: strategy } = openedOf(this.#open);
    const { count, empty } = await this.#client.ask({ op: "tree-open", id: this.#id, strategy, ...answer });
    this.#show(count);
    return empty;
  }

  /** Rows by their places. */
  async rows(from: number, count: number): Promise<readonly TreeRow[]> {
    return await this.#client.ask({ op: "tree-rows", id: this.#id, from, count }).catch(() => []);
  }

  /** Opens or closes a node; asks the driver for what it does not have yet. */
  async toggle(node: number): Promise<void> {
    const { count, load } = await this.#client.ask({ op: "tree-toggle", id: this.#id, node });
    if (load === null) return this.#show(count);
    const answer = await this.#call(load.method, load.data);
    this.#show(await this.#client.ask({ op: "tree-fill", id: this.#id, node, ...answer }));
  }

  /** Shows the nodes with a text. */
  async filter(text: string): Promise<void> {
    this.#show(await this.#client.ask({ op: "tree-filter", id: this.#id, text }));
  }

  /** The statement that reads a node: of the driver's own generation where it has one; null for a node without any. */
  async statementOf({ kind, name, names }: TreeRow): Promise<string | null> {
    if (kind === "column" || kind === "key") return name;
    if (!GIVING.has(kind)) return null;
    const scope = kind === "view" ? "View" : "Table", own = ownStatement(openedOf(this.#open), name, names);
    const generators = await this.#listed();
    const reading = generators.filter((one) => !one.destructive && [scope, "TableOrView"].includes(one.scope));
    const chosen = reading.find(({ id }) => /^select|^find|^browse/i.test(id));
    if (chosen === undefined) return own;
    try {
      const table = await this.#tableOf(kind, name, names);
      const { code } = await this.#plain("GenerateCode", { generatorId: chosen.id, table }) as { code: string };
      return code;
    } catch {
      return own;
    }
  }

  /** Lets the worker forget it. */
  close(): void {
    void this.#client.ask({ op: "tree-close", id: this.#id });
  }

  #listed(): Promise<readonly Generator[]> {
    return this.#generators ??= this.#plain("CodeGenerators", {}).then(
      (body) => (body as { generators: Generator[] }).generators,
      () => [],
    );
  }

  async #tableOf(kind: string, name: string, { database, schema }: TreeRow["names"]): Promise<unknown> {
    if (kind === "view") return { name, schema };
    const { table } = await this.#plain("TableDetails", { database, schema, table: name }) as { table: unknown };
    return table;
  }

  async #plain(method: string, data: unknown): Promise<unknown> {
    return await this.#client.ask({ op: "plain", ...await this.#call(method, data) });
  }

  async #call(method: string, data: unknown): Promise<{ payload: ArrayBuffer; layout: string }> {
    const { session } = this.#open;
    const { payload, layout } = await this.#session.api.call(this.#source, method, data, { session });
    return { payload, layout };
  }

  #show(count: number): void {
    this.shown.value = { count, version: this.shown.value.version + 1 };
  }
}
