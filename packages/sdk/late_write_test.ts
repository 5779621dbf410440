import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { defineDriver, type Driver } from "./driver.ts";
import { form } from "./form.ts";
import { createLog } from "./log.ts";
import { LATE_GRACE_MS } from "./late_write.ts";
import { ManualClock, ServedDriver } from "./testing/mod.ts";

/** A driver whose statements end when the test says so, whatever their signal. */
class Bench {
  readonly #begun = Promise.withResolvers<void>();
  readonly #end = Promise.withResolvers<number>();
  pulled = 0;
  readonly driver: Driver = defineDriver({
    ...{ id: "test", name: "Test", version: "1.0.0", description: "For tests", kind: "SQLite", category: "Relational" },
    ...{ queryLanguage: "Sql", uriScheme: "test", form: form({}) },
    open: () => ({
      execute: async ({ sql }) => {
        if (sql !== "wait") return { rows: [[1n]] };
        this.#begun.resolve();
        const affectedRows = await this.#end.promise;
        return affectedRows > 0 ? { columns: ["a"], rows: this.#rows(), affectedRows } : { rows: this.#rows() };
      },
    }),
  });

  get begun(): Promise<void> {
    return this.#begun.promise;
  }

  end(affectedRows: number): void {
    this.#end.resolve(affectedRows);
  }

  *#rows() {
    this.pulled++;
    yield [7n];
  }
}

Deno.test("a write that ends just after its cancel is answered with its own count, and none of its rows is pulled", async () => {
  const bench = new Bench();
  await using served = await ServedDriver.start(bench.driver, { clock: new ManualClock() });
  const session = await served.open();
  const running = session.execute({ sql: "wait" });
  await bench.begun;
  await session.cancelActive();
  bench.end(3);
  const { affectedRows, rows } = await running;
  deepStrictEqual([affectedRows, rows, bench.pulled], [3n, [], 0]);
});

Deno.test("a read that ends just after its cancel is cancelled", async () => {
  const bench = new Bench();
  await using served = await ServedDriver.start(bench.driver, { clock: new ManualClock() });
  const session = await served.open();
  const refused = rejects(session.execute({ sql: "wait" }), { code: "Cancelled" });
  await bench.begun;
  await session.cancelActive();
  bench.end(0);
  await refused;
});

Deno.test("the error of a statement that its cancel interrupted is not the answer", async () => {
  const begun = Promise.withResolvers<void>();
  const driver = defineDriver({
    ...new Bench().driver.definition,
    open: () => ({
      execute: (_, { signal }) => {
        begun.resolve();
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("lost"))));
      },
    }),
  });
  await using served = await ServedDriver.start(driver, { clock: new ManualClock() });
  const session = await served.open();
  const refused = rejects(session.execute({ sql: "wait" }), { code: "Cancelled" });
  await begun.promise;
  await session.cancelActive();
  await refused;
});

Deno.test("a write that ends long after its cancel is in the log", async () => {
  const bench = new Bench(), clock = new ManualClock(), lines: string[] = [];
  const log = createLog("debug", (line) => lines.push(line));
  await using served = await ServedDriver.start(bench.driver, { clock, log });
  const session = await served.open();
  const refused = rejects(session.execute({ sql: "wait" }), { code: "Cancelled" });
  await bench.begun;
  await session.cancelActive();
  await clock.timer(LATE_GRACE_MS);
  await clock.advance(LATE_GRACE_MS);
  await refused;
  bench.end(400_000);
  strictEqual((await session.execute({ sql: "next" })).rows.length, 1);
  ok(
    lines.some((line) => line.includes("a write ended after its call was answered") && line.includes("400000")),
    lines.join(),
  );
});
