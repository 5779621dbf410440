import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { decode, shownTree } from "@fluxwire/wire";
import { onResult, testEffects } from "../testing/effect.ts";
import { RESULT_FAULTS } from "./of_results.ts";

testEffects(RESULT_FAULTS, {
  chunks: {
    needsFull: true,
    async see(mock) {
      const opened = await mock.opened();
      await opened.send({ type: "Execute", request: { sql: "SELECT series(3)", params: [] } });
      const seen: unknown[] = [];
      while (seen.length < 3) {
        const { body, done } = decode("response", "0.7.1", (await opened.host.receive())!).envelope;
        seen.push(body.type === "QueryChunk" ? [body.chunkIndex, body.rows, body.done, done] : [body.type, done]);
      }
      deepStrictEqual(seen, [[0, [[1n], [2n]], false, false], [1, [[3n]], true, false], ["ExecuteResult", true]]);
    },
  },
  "reversed-rows": onResult("SELECT series(2)", ({ rows }) => deepStrictEqual(rows, [[2n], [1n]])),
  "duplicate-rows": onResult("SELECT series(1)", ({ rows }) => deepStrictEqual(rows, [[1n], [1n]])),
  "lost-rows": onResult("SELECT series(2)", ({ rows }) => deepStrictEqual(rows, [[1n]])),
  "ragged-rows": onResult("SELECT 1, 2", ({ rows, columns }) => deepStrictEqual([columns.length, rows], [2, [[1n]]])),
  "null-as-text": onResult("SELECT NULL", ({ rows }) => deepStrictEqual(rows, [[""]])),
  "lossy-integers": onResult("SELECT 9007199254740993, 3", ({ rows }) => {
    deepStrictEqual(rows, [[9007199254740992n, 3n]]);
  }),
  "wrong-count": onResult("DELETE FROM orders", ({ affectedRows }) => strictEqual(affectedRows, 4n)),
  "outside-schemas": {
    needsFull: true,
    async see(mock) {
      const { body } = await (await mock.opened()).ask({ type: "Schema" });
      if (body.type !== "Schema") throw new TypeError(body.type);
      strictEqual(shownTree(body.schema.structure).empty?.reason, "outside-schemas");
    },
  },
  "with-without-rows": onResult("WITH t AS (SELECT 1 AS x) SELECT x FROM t", ({ rows, columns }) => {
    deepStrictEqual([rows, columns], [[], []]);
  }),
  "closes-beyond-frame": {
    needsFull: true,
    async see(mock) {
      const opened = await mock.opened();
      await opened.send({ type: "Execute", request: { sql: "SELECT repeat('x', 20000000)", params: [] } });
      strictEqual(await opened.host.receive(), null);
    },
  },
  "hides-errors": onResult("SELECT nothing", ({ rows }) => deepStrictEqual(rows, [])),
});
