import { deepStrictEqual } from "node:assert/strict";
import type { Value } from "@fluxwire/wire";
import { Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

/** What another session does between the look at a row and its write, and whether the row is still there for each. */
const MEANWHILE: readonly [text: string, update: bigint, remove: bigint, left: unknown[][]][] = [
  ["DELETE FROM t", 0n, 0n, []],
  ["UPDATE t SET id = 2", 0n, 0n, [[2n, "x"]]],
  ["DELETE FROM t; INSERT INTO t VALUES (1, 'new')", 1n, 1n, []],
  ["UPDATE t SET a = 'theirs'", 1n, 1n, []],
];

for (const begin of [null, "BEGIN"]) {
  Deno.test(`a row that another session takes away during its write is not called written, ${begin ?? "alone"}`, async () => {
    await using own = await served.open();
    await using other = await served.open();
    await using watcher = await served.open();
    const [[pid]] = await own.rows("SELECT pg_backend_pid()") as [[bigint]];
    const waits = `SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = ${pid}`;
    const identity = { type: "Composite" as const, columns: ["id"], values: [1n] };
    const patch = { table: "t", identity, changes: [["a", "own"]] as [string, Value][] };
    const meet = async (
      text: string,
      write: () => Promise<{ result: { affectedRows: bigint; returningRow?: unknown } }>,
    ) => {
      await watcher.rows(
        "DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, 'x')",
      );
      if (begin !== null) await own.rows(begin);
      await other.rows(`BEGIN; ${text}`);
      const writing = write();
      while ((await watcher.rows(waits))[0]![0] !== true);
      await other.rows("COMMIT");
      const { result } = await writing;
      if (begin !== null) await own.rows("COMMIT");
      return [result.affectedRows, result.returningRow];
    };
    for (const [text, update, remove, left] of MEANWHILE) {
      const row = update === 0n ? null : [1n, "own"];
      deepStrictEqual(await meet(text, () => own.call("UpdateRow", { patch })), [update, row], text);
      const [removed] = await meet(text, () => own.call("DeleteRow", { delete: { table: "t", identity } }));
      deepStrictEqual([removed, await own.rows("SELECT * FROM t")], [remove, left], text);
    }
  });
}
