/**
 * The requests of a driver against the table in its README: those with `yes` have the expected answers, those with `no` are
 * refused as unsupported.
 *
 * @module
 */
import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { type DriverRequestBody, type DriverResponseBody, RpcError, SCHEMA } from "@fluxwire/wire";
import type { ClientSession, DriverClient } from "@fluxwire/wire/client";

/** An answer of one type. */
export type AnswerOf<T extends DriverResponseBody["type"]> = Extract<DriverResponseBody, { type: T }>;

/** A request, what is looked at in its answer, and what must be there. */
export type Supported = readonly [DriverRequestBody, (answer: never) => unknown, unknown];

/** The requests that opening and closing a session has already tested. */
const OF_THE_SESSION = ["Hello", "OpenSession", "CloseSession"];
/** The requests that no client can send: the wire cannot carry documents. */
const IMPOSSIBLE = ["UpdateDocument", "InsertDocument", "DeleteDocument"];

/** Members of every request about keys. */
const KEYS = {
  key: "k",
  keys: ["k"],
  limit: 1,
  includeType: false,
  includeTtl: false,
  includeSize: false,
  value: "v",
  values: ["v"],
  fields: [],
  members: [],
  ids: [],
  id: { type: "Auto" },
  fromKey: "k",
  toKey: "l",
  ttlSeconds: 1n,
  index: 0n,
  count: 0n,
  end: "Head",
  repr: "Text",
  condition: "Always",
};

/** The requests of one driver. */
export class DocumentedRequests {
  readonly #readme: URL;
  readonly #database: string;
  readonly #supported: readonly Supported[];

  /** @param supported In the order in which they run. */
  constructor(readme: URL, database: string, supported: readonly Supported[]) {
    this.#readme = readme;
    this.#database = database;
    this.#supported = supported;
  }

  /** Asserts that the README has every request, and each `yes` a test. */
  checkTable(): void {
    const { yes, no } = this.#documented();
    const bodies = SCHEMA["DriverRequestBody"]!;
    ok("variants" in bodies);
    deepStrictEqual([...yes, ...no].sort(), bodies.variants.map(({ name }) => name).sort());
    const tested = this.#supported.map(([{ type }]) => type as string);
    deepStrictEqual([...tested, ...OF_THE_SESSION].sort(), yes.sort());
  }

  /** Sends every request within a session. */
  async tryAll(client: DriverClient, session: ClientSession): Promise<void> {
    for (const [body, look, expected] of this.#supported) {
      const answer = await client.call(body, { sessionId: session.id });
      deepStrictEqual(look(answer.body as never), expected, body.type);
    }
    for (const type of this.#documented().no.filter((name) => !IMPOSSIBLE.includes(name))) {
      await rejects(client.call(this.#unsupported(type), { sessionId: session.id }), (error) => {
        ok(error instanceof RpcError, `${type}: ${error}`);
        deepStrictEqual([error.code, type], ["UnsupportedMethod", type]);
        return true;
      });
    }
  }

  #unsupported(type: string): DriverRequestBody {
    const collection = { collection: { database: this.#database, name: "t" } };
    if (type === "CountCollection") return { type, request: collection };
    if (type === "BrowseCollection") {
      return { type, request: { ...collection, pagination: { type: "Offset", limit: 1, offset: 1n } } };
    }
    const fields = type === "KvHashDelete" ? ["f"] : [];
    const value = type === "KvSetKey" ? Uint8Array.of(1) : "v";
    return { type, request: { ...KEYS, fields, value } } as unknown as DriverRequestBody;
  }

  /** The requests of the README's table, by whether they are supported. */
  #documented(): Record<"yes" | "no", string[]> {
    const rows = [...Deno.readTextFileSync(this.#readme).matchAll(/^\| (\w+) \| (yes|no) \|/gm)];
    const names = (answer: string) => rows.filter(([, , found]) => found === answer).map(([, name]) => name!);
    return { yes: names("yes"), no: names("no") };
  }
}
