/**
 * The real client's requests to a session, in its order (PROTOCOL.md#what-the-real-client-sends).
 *
 * @module
 */
import {
  type DataStructure,
  type DriverMetadata,
  type DriverRequestBody,
  layoutHas,
  type QueryRequestDto,
  type SchemaSnapshot,
} from "@fluxwire/wire";
import type { Answer, ClientSession } from "@fluxwire/wire/client";
import type { Steps } from "../render/steps.ts";
import { outcomeText } from "../render/formats.ts";
import type { RealTarget } from "./real_connection.ts";

/** The page that a window requests first. */
const FIRST_PAGE = { type: "Offset", limit: 100, offset: 0n } as const;
/** The number of keys that a window requests first. */
const KEYS = 100;
/** The capability without which the real client requests no keys. */
const KV_SCAN = 1n << 30n;

/** Imitates the windows, the editor and the end of a session. */
export class RealSession {
  readonly #target: RealTarget;
  readonly #session: ClientSession;
  readonly #steps: Steps;

  constructor(target: RealTarget, session: ClientSession, steps: Steps) {
    this.#target = target;
    this.#session = session;
    this.#steps = steps;
  }

  /** Requests the schema, and the first object in it. */
  async browse(): Promise<void> {
    const schema = await this.#ask({ type: "Schema" }, ({ schema }) => schema.structure.type);
    const { metadata, schemaLoadingStrategy } = this.#session.opened;
    const structure: DataStructure | null = (schema?.schema as SchemaSnapshot | undefined)?.structure ?? null;
    const database = databaseOf(structure);
    if (schemaLoadingStrategy === "LazyPerDatabase" && database !== "") {
      await this.#ask({ type: "SchemaForDatabase", database });
    }
    if (metadata.category === "KeyValue") return await this.#keys(metadata);
    if (structure?.type === "Document") return await this.#documents(structure.collections[0]?.name, database);
    if (structure?.type !== "Relational") {
      return this.#steps.skip("browse", `the schema is ${structure?.type ?? "unknown"}`);
    }
    // Only what the tree shows can be opened: tables within schemas.
    const [first] = structure.schemas.flatMap(({ name, tables }) => tables.map((table) => ({ schema: name, table })));
    await this.#table(first?.table.name, { database, schema: first?.schema ?? null });
  }

  /** Runs a statement as the editor does. */
  async query(sql: string): Promise<void> {
    const { layout } = this.#target;
    const request: QueryRequestDto = { sql, params: [] };
    // The editor always sends a context, with the parts that the user chose.
    if (layoutHas(layout, { since: "0.5" })) request.executionContext = {};
    await this.#ask({ type: "Execute", request }, ({ result }) => `${sql}: ${outcomeText(result)}`);
  }

  /** Cancels, cleans up, and ends the session, as when the window is closed. */
  async leave(): Promise<void> {
    await this.#ask({ type: "CancelActive" });
    await this.#ask({ type: "CleanupAfterCancel" });
    await this.#ask({ type: "CancelActive" });
    await this.#ask({ type: "CloseSession" });
  }

  async #table(table: string | undefined, place: { database: string; schema: string | null }): Promise<void> {
    if (table === undefined) return this.#steps.skip("TableDetails", "the schema has no table");
    const { database, schema } = place;
    await this.#ask({ type: "TableDetails", ...place, table });
    await this.#ask({ type: "SchemaTypes", ...place });
    await this.#ask({ type: "SchemaIndexes", ...place });
    await this.#ask({ type: "SchemaForeignKeys", ...place });
    await this.#ask({ type: "CodeGenerators" });
    const ref = { name: table, schema: schema ?? (database === "" ? null : database) };
    await this.#ask(
      { type: "BrowseTable", request: { table: ref, pagination: FIRST_PAGE, orderBy: [] } },
      ({ result }) => outcomeText(result),
    );
    await this.#ask({ type: "CountTable", request: { table: ref } }, ({ count }) => `${count} rows`);
  }

  async #documents(name: string | undefined, database: string): Promise<void> {
    if (name === undefined) return this.#steps.skip("BrowseCollection", "the schema has no collection");
    const collection = { database, name };
    await this.#ask({ type: "BrowseCollection", request: { collection, pagination: FIRST_PAGE } });
    await this.#ask({ type: "CountCollection", request: { collection } });
  }

  async #keys({ capabilities }: DriverMetadata): Promise<void> {
    if ((capabilities & KV_SCAN) === 0n) return this.#steps.skip("KvScanKeys", "the driver has no capability KV_SCAN");
    const page = await this.#ask(
      { type: "KvScanKeys", request: { limit: KEYS, keyspace: 0 } },
      ({ page }) => `${page.entries.length} keys`,
    );
    const key = page?.page.entries[0]?.key;
    if (key === undefined) return this.#steps.skip("KvGetKey", "there is no key");
    const facts = { includeType: true, includeTtl: true, includeSize: true };
    await this.#ask({ type: "KvGetKey", request: { key, keyspace: 0, ...facts } });
  }

  /** One request as a step; null if the driver answered with an error, which the real client shows before it continues. */
  async #ask<B extends DriverRequestBody>(
    body: B,
    detail: (answer: AnswerOf<B>) => string = () => "",
  ): Promise<AnswerOf<B> | null> {
    const { context: { signal } } = this.#target;
    let answer: AnswerOf<B> | null = null;
    await this.#steps.runAlone(body.type, async () => {
      const found = await this.#session.call(body, { signal });
      answer = found;
      return { value: undefined, detail: detail(found) };
    });
    return answer;
  }
}

/** The body that answers a request. */
type AnswerOf<B extends DriverRequestBody> = Answer<B["type"]>;

/** The current database, which a window shows; empty without one. */
function databaseOf(structure: DataStructure | null): string {
  if (structure === null || !("databases" in structure)) return "";
  return structure.databases.find(({ isCurrent }) => isCurrent)?.name ?? structure.databases[0]?.name ?? "";
}
