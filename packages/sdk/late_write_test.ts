import { deepStrictEqual, ok, rejects, strictEqual, throws } from "node:assert/strict";
import { defineDriver, type Driver } from "./driver.ts";
import { DriverError } from "./errors.ts";
import { form } from "./form.ts";
import type { Session } from "./methods/session.ts";
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

/** A session with one method, whose call the test ends after it has begun. */
function ending(open: (begun: () => void) => Session): { driver: Driver; begun: Promise<void> } {
  const begun = Promise.withResolvers<void>();
  return {
    driver: defineDriver({ ...new Bench().driver.definition, open: () => open(begun.resolve) }),
    begun: begun.promise,
  };
}

/** Resolves when the signal is aborted. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}

const DOUBT = "it may have been carried out: look before you send it again";

/** What the host reads of a statement that it cancels, on a clock that only the test advances. */
async function cancelled(
  open: (begun: () => void) => Session,
  advanceMs = 0,
): Promise<{ columns: number } | { code: string; message: string; retriable: boolean }> {
  const { driver, begun } = ending(open), clock = new ManualClock();
  await using served = await ServedDriver.start(driver, { clock });
  const session = await served.open();
  const answer = session.execute({ sql: "wait" }).then(
    ({ columns }) => ({ columns: columns.length }),
    ({ code, message, retriable }) => ({ code, message, retriable }),
  );
  await begun;
  await session.cancelActive();
  if (advanceMs > 0) {
    await clock.timer(advanceMs);
    await clock.advance(advanceMs);
  }
  return await answer;
}

Deno.test("the answer of a cancelled statement that still runs says that it may have been carried out", async () => {
  const never = Promise.withResolvers<undefined>();
  const open = (begun: () => void): Session => ({ execute: () => (begun(), never.promise) });
  const message = `Query cancelled; ${DOUBT}`;
  deepStrictEqual(await cancelled(open, LATE_GRACE_MS), { code: "Cancelled", message, retriable: false });
  never.resolve(undefined);
});

Deno.test("the answer of a statement that exceeds its time says that too, and must not be sent again at once", async () => {
  const never = Promise.withResolvers<undefined>();
  const { driver, begun } = ending((begun) => ({ execute: () => (begun(), never.promise) })), clock = new ManualClock();
  await using served = await ServedDriver.start(driver, { clock });
  const session = await served.open();
  const message = `Query timed out; ${DOUBT}`;
  const refused = rejects(session.execute({ sql: "wait", statementTimeoutMs: 10 }), {
    ...{ code: "Timeout", message, retriable: false },
  });
  await begun;
  await clock.advance(10);
  await clock.timer(LATE_GRACE_MS);
  await clock.advance(LATE_GRACE_MS);
  await refused;
  never.resolve(undefined);
});

Deno.test("a cancelled statement that changes nothing leaves no doubt", async () => {
  const never = Promise.withResolvers<undefined>();
  const open = (begun: () => void): Session => ({
    execute(_, { readsOnly }) {
      readsOnly();
      begun();
      return never.promise;
    },
  });
  deepStrictEqual(await cancelled(open, LATE_GRACE_MS), {
    code: "Cancelled",
    message: "Query cancelled",
    retriable: false,
  });
  never.resolve(undefined);
});

Deno.test("a statement without rows that ends just after its cancel is answered: it was carried out", async () => {
  const open = (begun: () => void): Session => ({
    async execute(_, { signal }) {
      begun();
      await aborted(signal);
      return undefined;
    },
  });
  deepStrictEqual(await cancelled(open), { columns: 0 });
});

Deno.test("an error that says what was done is part of the answer of a cancelled call", async () => {
  const open = (begun: () => void): Session => ({
    async execute(_, { signal }) {
      begun();
      await aborted(signal);
      throw new DriverError("Transport", "Connection lost; the statement may have been carried out", {
        ...{ retriable: true, mayBeDone: true },
      });
    },
  });
  deepStrictEqual(await cancelled(open), {
    code: "Cancelled",
    message: "Query cancelled; Connection lost; the statement may have been carried out",
    retriable: false,
  });
});

Deno.test("settlesWithin() lets the answer of an ended call wait for the database's own", async () => {
  const said = Promise.withResolvers<undefined>();
  const { driver, begun } = ending((begun) => ({
    execute(_, { settlesWithin }) {
      throws(() => settlesWithin(5_001), RangeError);
      throws(() => settlesWithin(NaN), RangeError);
      settlesWithin(1_000);
      begun();
      return said.promise;
    },
  }));
  const clock = new ManualClock();
  await using served = await ServedDriver.start(driver, { clock });
  const session = await served.open();
  const answer = session.execute({ sql: "wait" });
  await begun;
  await session.cancelActive();
  await clock.timer(1_000);
  await clock.advance(999);
  said.resolve(undefined);
  strictEqual((await answer).columns.length, 0);
});

Deno.test("a change of a key that ends just after its cancel is answered: it was carried out", async () => {
  const { driver, begun } = ending((begun) => ({
    async kvDeleteKey(_, { signal }) {
      begun();
      await aborted(signal);
      return true;
    },
  }));
  await using served = await ServedDriver.start(driver, { clock: new ManualClock() });
  const session = await served.open();
  const answer = session.call({ type: "KvDeleteKey", request: { key: "a", keyspace: null } });
  await begun;
  await session.cancelActive();
  strictEqual((await answer).type, "KvBoolResult");
});

Deno.test("a call that is cancelled before its turn was not carried out, and its answer leaves no doubt", async () => {
  const { driver, begun } = ending((begun) => ({
    async execute(_, { signal }) {
      begun();
      await aborted(signal);
      throw signal.reason;
    },
  }));
  await using served = await ServedDriver.start(driver, { clock: new ManualClock() });
  const session = await served.open();
  const both = [1, 2].map(() => rejects(session.execute({ sql: "wait" }), { message: "Query cancelled" }));
  await begun;
  await session.cancelActive();
  await Promise.all(both);
});
