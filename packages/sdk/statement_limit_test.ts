import { deepStrictEqual, rejects, strictEqual, throws } from "node:assert/strict";
import { defineDriver, type Driver } from "./driver.ts";
import { field } from "./field.ts";
import { form } from "./form.ts";
import { LATE_GRACE_MS } from "./late_write.ts";
import { ManualClock, ServedDriver } from "./testing/mod.ts";

const TEXT = 'Statement stopped after 60 s: that is the connection\'s "Statement timeout (s)"; ' +
  "set it higher, or to 0 for no limit, and connect again";

/** A driver whose statements never end by themselves, and records of them. */
class Bench {
  readonly clock = new ManualClock();
  readonly deadlines: (number | null)[] = [];
  readonly reasons: unknown[] = [];
  readonly driver: Driver;
  #begun = Promise.withResolvers<void>();

  constructor() {
    this.driver = defineDriver({
      id: "slow",
      name: "Slow",
      version: "1.0.0",
      description: "Never answers",
      kind: "SQLite",
      category: "Relational",
      queryLanguage: "Sql",
      uriScheme: "slow",
      form: form({ statement_timeout: field.statementTimeout() }),
      statementTimeoutField: "statement_timeout",
      open: () => ({
        execute: async ({ sql }, { signal, deadline }) => {
          this.deadlines.push(deadline);
          if (sql === "quick") return {};
          return await this.#forever(signal);
        },
        countTable: (_, { signal }) => this.#forever(signal),
      }),
    });
  }

  /** Resolves when the next statement has begun. */
  async begun(): Promise<void> {
    await this.#begun.promise;
    this.#begun = Promise.withResolvers();
  }

  async #forever(signal: AbortSignal): Promise<never> {
    const { promise, reject } = Promise.withResolvers<never>();
    signal.addEventListener("abort", () => {
      this.reasons.push(signal.reason.message);
      reject(signal.reason);
    });
    this.#begun.resolve();
    return await promise;
  }
}

Deno.test("a statement is ended after the seconds of the connection's field, and the session lives", async () => {
  const bench = new Bench();
  await using served = await ServedDriver.start(bench.driver, { clock: bench.clock });
  const session = await served.open();
  const ended = rejects(session.execute({ sql: "wait" }), { code: "Timeout", message: TEXT, retriable: true });
  await bench.begun();
  await bench.clock.advance(60_000);
  await ended;
  deepStrictEqual(bench.reasons, [TEXT]);
  await session.execute({ sql: "quick" });
});

Deno.test("the limit of a statement counts from its own start, however many came before it", async () => {
  const bench = new Bench();
  await using served = await ServedDriver.start(bench.driver, { clock: bench.clock });
  const session = await served.open();
  await session.execute({ sql: "quick" });
  await bench.clock.advance(40_000);
  const ended = rejects(session.execute({ sql: "wait" }), { code: "Timeout", message: TEXT });
  await bench.begun();
  await bench.clock.advance(59_999);
  deepStrictEqual(bench.reasons, []);
  await bench.clock.advance(1);
  await ended;
});

Deno.test("every request of a session has the limit, not statements alone", async () => {
  const bench = new Bench();
  await using served = await ServedDriver.start(bench.driver, { clock: bench.clock });
  const session = await served.open({ statement_timeout: "1" });
  const ended = rejects(session.countTable({ table: { name: "t" } }), { code: "Timeout", message: /after 1 s/ });
  await bench.begun();
  await bench.clock.advance(1_000);
  await ended;
});

Deno.test("the limit counts from a statement's own turn, and a shorter one of the host stays", async () => {
  const bench = new Bench();
  await using served = await ServedDriver.start(bench.driver, { clock: bench.clock });
  const session = await served.open();
  const first = rejects(session.execute({ sql: "wait", statementTimeoutMs: 10 }), { message: "Query timed out" });
  const second = session.execute({ sql: "quick" });
  await bench.begun();
  const startedAt = bench.clock.now();
  await bench.clock.advance(10);
  await first;
  await second;
  deepStrictEqual(bench.deadlines, [startedAt + 10, startedAt + 10 + 60_000]);
});

Deno.test("the limit also ends calls that wait for a stopped statement whose work goes on", async () => {
  const bench = new Bench(), began: string[] = [];
  const begun = Promise.withResolvers<void>(), work = Promise.withResolvers<object>();
  const driver = defineDriver({
    ...bench.driver.definition,
    open: () => ({
      execute: ({ sql }) => {
        began.push(sql);
        begun.resolve();
        return sql === "deaf" ? work.promise : {};
      },
    }),
  });
  await using served = await ServedDriver.start(driver, { clock: bench.clock });
  const session = await served.open({ statement_timeout: "1" });
  for (const sql of ["deaf", "second", "third"]) {
    const ended = rejects(session.execute({ sql }), { code: "Timeout", message: /after 1 s/ });
    await Promise.all([begun.promise, bench.clock.timer(1_000)]);
    await bench.clock.advance(1_000);
    await bench.clock.timer(LATE_GRACE_MS);
    await bench.clock.advance(LATE_GRACE_MS);
    await ended;
  }
  deepStrictEqual(began, ["deaf"]);
  work.resolve({});
  await session.execute({ sql: "last" });
  deepStrictEqual(began, ["deaf", "last"]);
});

for (const value of ["0", ""]) {
  Deno.test(`a statement timeout of ${JSON.stringify(value)} is no limit`, async () => {
    const bench = new Bench();
    await using served = await ServedDriver.start(bench.driver, { clock: bench.clock });
    const session = await served.open({ statement_timeout: value });
    await session.execute({ sql: "quick" });
    deepStrictEqual(bench.deadlines, [null]);
  });
}

Deno.test("defineDriver() refuses a statement timeout that is not a number field", () => {
  const { definition } = new Bench().driver;
  for (const id of ["timeout", "name"]) {
    throws(
      () =>
        defineDriver({
          ...definition,
          form: form({ name: field.text("Name") }),
          statementTimeoutField: id as never,
        }),
      { name: "TypeError", message: new RegExp(`names "${id}", which is not a number field of the form`) },
    );
  }
});

Deno.test("field.statementTimeout() is a number of seconds, 60 by default", () => {
  const { kind, options, parse } = field.statementTimeout();
  deepStrictEqual([kind, options.default, parse("0"), parse("")], [{ type: "Number" }, "60", 0, null]);
  strictEqual(field.statementTimeout({ default: "5" }).options.default, "5");
});
