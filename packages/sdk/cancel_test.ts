import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { defineDriver, type Driver } from "./driver.ts";
import { form } from "./form.ts";
import { ManualClock, ServedDriver, TRANSPORTS } from "./testing/mod.ts";

/** A driver whose statement `wait` ends when its signal is aborted, or never; every other one ends at once. */
class Bench {
  readonly ran: string[] = [];
  readonly #begun: (() => void)[] = [];
  readonly driver: Driver;

  constructor() {
    this.driver = defineDriver({
      id: "test",
      name: "Test",
      version: "1.0.0",
      description: "For tests",
      kind: "SQLite",
      category: "Relational",
      queryLanguage: "Sql",
      uriScheme: "test",
      form: form({}),
      open: () => ({
        execute: async ({ sql }, { signal }) => {
          if (sql.startsWith("wait")) await this.#wait(sql, signal);
          this.ran.push(sql);
          return { rows: [{ sql }] };
        },
      }),
    });
  }

  /** Resolves when a waiting statement has begun. */
  begun(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#begun.push(resolve);
    return promise;
  }

  async #wait(sql: string, signal: AbortSignal): Promise<void> {
    this.#begun.shift()?.();
    try {
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    } finally {
      this.ran.push(`finally ${sql}`);
    }
  }
}

for (const over of TRANSPORTS) {
  Deno.test(`a cancel that comes late ends no later statement, over ${over}`, async () => {
    const bench = new Bench();
    await using served = await ServedDriver.start(bench.driver, { over });
    const session = await served.open();
    await session.execute({ sql: "first" });
    const [, second] = await Promise.all([session.cancelActive(), session.execute({ sql: "second" })]);
    deepStrictEqual(second.rows, [["second"]]);
    await session.cancelActive();
    deepStrictEqual((await session.execute({ sql: "third" })).rows, [["third"]]);
  });

  Deno.test(`a cancel ends what was sent before it, and its finally block runs, over ${over}`, async () => {
    const bench = new Bench();
    await using served = await ServedDriver.start(bench.driver, { over });
    const session = await served.open();
    const begun = bench.begun();
    const first = rejects(session.execute({ sql: "wait" }), { code: "Cancelled", message: "Query cancelled" });
    await begun;
    const cancel = session.cancelActive(), second = session.execute({ sql: "next" });
    await Promise.all([first, cancel]);
    deepStrictEqual((await second).rows, [["next"]]);
    deepStrictEqual(bench.ran, ["finally wait", "next"]);
  });

  Deno.test(`Cancel names a finished handle, and changes nothing, over ${over}`, async () => {
    const bench = new Bench();
    await using served = await ServedDriver.start(bench.driver, { over });
    const session = await served.open();
    const { handleId } = await session.executeWithHandle({ sql: "first" });
    const begun = bench.begun();
    const running = rejects(session.execute({ sql: "wait" }), { code: "Cancelled" });
    await begun;
    await session.cancel({ handleId });
    deepStrictEqual(bench.ran, ["first"]);
    await session.cancelActive();
    await running;
  });

  Deno.test(`a statement over its time limit ends as Timeout, even if a cancel follows, over ${over}`, async () => {
    const bench = new Bench(), clock = new ManualClock();
    await using served = await ServedDriver.start(bench.driver, { over, clock });
    const session = await served.open();
    const begunLate = bench.begun();
    const late = rejects(session.execute({ sql: "wait", statementTimeoutMs: 100 }), {
      code: "Timeout",
      retriable: true,
    });
    await begunLate;
    clock.advance(100);
    await Promise.all([late, session.cancelActive()]);
    const begun = bench.begun();
    const early = rejects(session.execute({ sql: "wait 2", statementTimeoutMs: 70 }), { code: "Cancelled" });
    await begun;
    await session.cancelActive();
    clock.advance(70);
    await early;
    deepStrictEqual(bench.ran, ["finally wait", "finally wait 2"]);
  });

  Deno.test(`one session that waits delays no other, over ${over}`, async () => {
    const bench = new Bench();
    await using served = await ServedDriver.start(bench.driver, { over });
    const client = await served.connect();
    const [slow, sibling] = [await client.open(), await client.open()], elsewhere = await served.open();
    const begun = bench.begun();
    const waiting = rejects(slow.execute({ sql: "wait" }), { code: "Cancelled" });
    await begun;
    for (const session of [sibling, elsewhere]) {
      strictEqual((await session.execute({ sql: "quick" })).rows.length, 1);
      await session.ping();
    }
    deepStrictEqual(bench.ran, ["quick", "quick"]);
    await slow.cancelActive();
    await waiting;
  });
}

/** Rows that each take a while, without waiting between them, as long as `more` returns true. */
function* slowRows(more: () => boolean): Generator<[number]> {
  for (let row = 0; more(); row++) {
    const until = performance.now() + 1;
    while (performance.now() < until);
    yield [row];
  }
}

for (
  const [what, iterable] of [["iterable", (rows: Generator<[number]>) => rows], [
    "async iterable",
    async function* (rows) {
      yield* rows;
    },
  ]] as [string, (rows: Generator<[number]>) => Iterable<[number]> | AsyncIterable<[number]>][]
) {
  Deno.test(`a result of an ${what} that never waits delays no other session, and is cancelled between its rows`, async () => {
    let isCancelled = false, isEnded = false;
    const driver = defineDriver({
      ...new Bench().driver.definition,
      open: () => ({
        execute: () => ({
          rows: iterable(function* () {
            try {
              yield* slowRows(() => !isCancelled);
            } finally {
              isEnded = true;
            }
          }()),
        }),
      }),
    });
    await using served = await ServedDriver.start(driver, { over: "socket" });
    const [slow, other] = [await served.open(), await served.open()];
    const cancelled = rejects(slow.execute({ sql: "" }), { code: "Cancelled" });
    await other.ping();
    await slow.cancelActive();
    isCancelled = true;
    await cancelled;
    await slow.ping();
    strictEqual(isEnded, true);
  });
}
