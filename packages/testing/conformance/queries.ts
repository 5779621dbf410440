/**
 * Checks of statements: which are run, how invalid ones are answered, and which options requests may have.
 *
 * @module
 */
import type { DriverRequestBody, QueryRequestDto, Value } from "@fluxwire/wire";
import { type CheckTable, SINCE_0_5 } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import { execute, resultOf } from "./runner/execute.ts";
import { expect, expectSame, NotApplicable, rendered, Violation } from "./runner/violation.ts";

/** Statements that give rows and change nothing, by language. */
const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  Sql: ["SELECT 1", "SELECT 1 FROM DUAL"],
  RedisCommands: ["PING"],
  MongoQuery: ["db.runCommand({ ping: 1 })"],
  Cypher: ["RETURN 1"],
  Cql: ["SELECT key FROM system.local"],
  Lua: ["return 1"],
};

/** A statement that is invalid in every language. */
const NONSENSE = "fluxwire: this is (no statement";

/** A check that a statement gives the same rows with a request option that changes nothing. */
const takes = (more: Partial<QueryRequestDto>, faithful = false) => async (bench: Bench): Promise<void> => {
  const end = await bench.session();
  const request: DriverRequestBody = { type: "Execute", request: { sql: bench.facts.statement!, params: [], ...more } };
  await end.call(request, { faithful });
};

/** The rows in an order that does not depend on the driver's. */
function sorted(rows: readonly Value[][]): string {
  return rows.map((row) => rendered(row)).sort().join("\n");
}

/** The checks of statements. */
export const QUERY_CHECKS: CheckTable = {
  "queries.execute": {
    section: "methods",
    suite: "core",
    text: "A statement is answered with a result",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.session();
      const { queryLanguage } = end.hello!.driverMetadata;
      const candidates = [...bench.subject.statements ?? [], ...HARMLESS[queryLanguage.type] ?? []];
      const refusals: string[] = [];
      for (const sql of candidates) {
        const { envelope: { body } } = await end.ask(execute(sql));
        if (body.type === "ExecuteResult") return void (bench.facts.statement = sql);
        if (body.type === "Error" && body.code === "UnsupportedMethod") throw new NotApplicable(body.message);
        refusals.push(`${sql}: ${rendered(body)}`);
      }
      if (refusals.length === 0) {
        throw new NotApplicable(`no statement is known in ${queryLanguage.type}; give one by --query`);
      }
      throw new Violation(`Expected a statement that works, found ${refusals.join("; ")}`);
    },
  },
  "queries.cells": {
    section: "methods",
    suite: "core",
    text: "A row has as many cells as there are columns",
    needs: ["queries.execute"],
    async run(bench) {
      const { columns, rows } = await resultOf(await bench.session(), bench.facts.statement!);
      for (const row of rows) {
        expectSame("the cells of a row to be as many as the columns,", row.length, columns.length);
      }
    },
  },
  "queries.column-names": {
    section: "methods",
    suite: "core",
    text: "The columns of a result with rows have names",
    needs: ["queries.cells"],
    async run(bench) {
      const { columns, rows } = await resultOf(await bench.session(), bench.facts.statement!);
      expect(rows.length === 0 || columns.length > 0, "Expected columns over the rows, found none");
      expect(columns.every(({ name }) => name !== ""), `Expected names of columns, found ${rendered(columns)}`);
    },
  },
  "queries.repeated": {
    section: "methods",
    suite: "core",
    text: "A statement that changes nothing gives the same rows twice",
    needs: ["queries.execute"],
    async run(bench) {
      const end = await bench.session();
      const [first, second] = [
        await resultOf(end, bench.facts.statement!),
        await resultOf(end, bench.facts.statement!),
      ];
      expectSame("the rows of the second time to be", sorted(second.rows), sorted(first.rows));
    },
  },
  "queries.side-by-side": {
    section: "sessions",
    suite: "full",
    text: "Two sessions run statements at once",
    needs: ["queries.execute", "sockets.second-connection"],
    async run(bench) {
      const ends = [await bench.freshSession(), await bench.freshSession()];
      const results = await Promise.all(ends.map((end) => resultOf(end, bench.facts.statement!)));
      expectSame("the rows of both to be", sorted(results[1]!.rows), sorted(results[0]!.rows));
    },
  },
  "queries.nonsense": {
    section: "errors",
    suite: "core",
    text: "An invalid statement is answered with an error that has a message",
    needs: ["queries.execute"],
    async run(bench) {
      const { message } = await (await bench.session()).fails(execute(NONSENSE));
      expect(message.trim() !== "", "Expected a message, found a blank one");
    },
  },
  "queries.nonsense-code": {
    section: "errors",
    suite: "full",
    text: "An invalid statement is no defect of the driver: its error is Driver or InvalidRequest",
    needs: ["queries.nonsense"],
    async run(bench) {
      const { code } = await (await bench.session()).fails(execute(NONSENSE));
      expect(code === "Driver" || code === "InvalidRequest", `Expected error Driver or InvalidRequest, found ${code}`);
    },
  },
  "queries.after-nonsense": {
    section: "errors",
    suite: "core",
    text: "A session lives after a failed statement",
    needs: ["queries.nonsense"],
    async run(bench) {
      const end = await bench.session();
      await end.fails(execute(NONSENSE));
      await resultOf(end, bench.facts.statement!);
    },
  },
  "queries.empty": {
    section: "methods",
    suite: "core",
    text: "An empty statement is answered, and the session lives",
    needs: ["queries.execute"],
    async run(bench) {
      const end = await bench.session();
      await end.ask(execute(""));
      await resultOf(end, bench.facts.statement!);
    },
  },
  "queries.blank": {
    section: "methods",
    suite: "full",
    text: "A statement of spaces is answered, and the session lives",
    needs: ["queries.empty"],
    async run(bench) {
      const end = await bench.session();
      await end.ask(execute(" \n\t "));
      await resultOf(end, bench.facts.statement!);
    },
  },
  "queries.nul": {
    section: "methods",
    suite: "full",
    text: "A statement that contains NUL is answered, and the session lives",
    needs: ["queries.empty"],
    async run(bench) {
      const end = await bench.session();
      await end.ask(execute("SELECT 'a\0b'"));
      await resultOf(end, bench.facts.statement!);
    },
  },
  "queries.with-handle": {
    section: "methods",
    suite: "full",
    text: "ExecuteWithHandle gives each result a handle of its own",
    needs: ["queries.execute"],
    async run(bench) {
      const end = await bench.session();
      const request = { sql: bench.facts.statement!, params: [] };
      const [first, second] = [
        await end.call({ type: "ExecuteWithHandle", request }),
        await end.call({ type: "ExecuteWithHandle", request }),
      ];
      expect(first.handleId !== second.handleId, `Expected two handles, found ${first.handleId} twice`);
      expectSame("the rows of both to be", sorted(second.result.rows), sorted(first.result.rows));
    },
  },
  "queries.editor": {
    section: "hazards",
    suite: "full",
    text: "A statement of the host's editor, which omits the source of its context, is run (H5)",
    needs: ["queries.execute"],
    layouts: SINCE_0_5,
    run: takes({ executionContext: { database: null, schema: null, container: null, source: null } }, true),
  },
  "queries.context": {
    section: "hazards",
    suite: "core",
    text: "A statement with a full execution context is run",
    needs: ["queries.execute"],
    layouts: SINCE_0_5,
    run: takes({ executionContext: { database: null, schema: null, container: null, source: null } }),
  },
  "queries.client": {
    section: "hazards",
    suite: "core",
    text: "A statement without an execution context is run",
    needs: ["queries.execute"],
    run: takes({ executionContext: null }),
  },
  "queries.statement-timeout": {
    section: "methods",
    suite: "full",
    text: "A statement may have a time-out of its own",
    needs: ["queries.execute"],
    run: takes({ statementTimeoutMs: 60_000n }),
  },
};
