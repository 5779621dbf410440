/**
 * Checks of adding, changing and removing rows.
 *
 * @module
 */
import type { CrudResult, DriverRequestBody, Value } from "@fluxwire/wire";
import { type CheckTable, SINCE_0_6 } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import type { HostEnd, RequestParts } from "./runner/host_end.ts";
import { execute } from "./runner/execute.ts";
import { makeTable, type OwnTable, plainCells } from "./runner/own_table.ts";
import { expect, expectSame, rendered } from "./runner/violation.ts";

/** A check's own table that it may change, on a session that later checks use too. */
class Rows {
  private constructor(readonly end: HostEnd, readonly table: OwnTable) {}

  /** Creates a table for a check, and removes it afterwards. */
  static async use(bench: Bench, check: (rows: Rows) => Promise<void>): Promise<void> {
    const end = await bench.session();
    const table = await makeTable(end, bench.facts);
    await check(new Rows(end, table));
    const drop = [...bench.facts.leftovers].find((body) => rendered(body).includes(table.name))!;
    await end.call(drop);
    bench.facts.leftovers.delete(drop);
  }

  async insert(values: Value[], parts: RequestParts & { columnTypes?: (string | null)[] } = {}): Promise<CrudResult> {
    const { columnTypes, ...more } = parts;
    const { name: table, schema, columns } = this.table;
    const insert = { table, schema, columns: columns.slice(0, values.length), values, columnTypes };
    return (await this.end.call({ type: "InsertRow", insert }, more)).result;
  }

  async update(
    id: bigint,
    changes: [string, Value][],
    parts: RequestParts & { changeTypes?: (string | null)[] } = {},
  ): Promise<CrudResult> {
    const { changeTypes, ...more } = parts;
    return (await this.end.call({ type: "UpdateRow", patch: this.patch(id, changes, changeTypes) }, more)).result;
  }

  patch(id: bigint, changes: [string, Value][], changeTypes?: (string | null)[]) {
    const { name: table, schema } = this.table;
    const identity = { type: "Composite" as const, columns: ["id"], values: [id] };
    return { identity, table, schema, changes, changeTypes };
  }

  async delete(id: bigint): Promise<CrudResult> {
    const { name: table, schema } = this.table;
    const identity = { type: "Composite" as const, columns: ["id"], values: [id] };
    return (await this.end.call({ type: "DeleteRow", delete: { identity, table, schema } })).result;
  }

  /** The row with an id, as a statement reads it, or null. */
  async row(id: bigint): Promise<Value[] | null> {
    const sql = `SELECT id, label, big FROM ${this.table.name} WHERE id = ${id}`;
    return (await this.end.call(execute(sql))).result.rows[0] ?? null;
  }
}

function expectAffected({ affectedRows }: CrudResult, expected: number): void {
  expectSame("the affected rows to be", String(affectedRows), String(expected));
}

const using = (check: (rows: Rows) => Promise<void>) => (bench: Bench): Promise<void> => Rows.use(bench, check);

/** A check that an inserted value comes back. */
const keeps = (label: Value, big: Value) =>
  using(async (rows) => {
    await rows.insert([10n, label, big]);
    expectSame("the row to be", rendered(await rows.row(10n)), rendered([10n, label, big]));
  });

/** A check that a write to a missing object is refused. */
const refuses = (body: (rows: Rows) => DriverRequestBody) =>
  using(async (rows) => {
    await rows.end.fails(body(rows));
    await rows.end.expectQuiet();
  });

/** Needed by checks that read what a cell holds beyond plain numbers and texts. */
const VALUES = "queries.table-values";
const INSERT = ["writes.insert"], UPDATE = ["writes.update"], DELETE = ["writes.delete"];

/** The checks of writes. */
export const WRITE_CHECKS: CheckTable = {
  "writes.insert": {
    section: "methods",
    suite: "full",
    text: "InsertRow adds a row, and reports one",
    needs: ["queries.rows"],
    run: using(async (rows) => {
      expectAffected(await rows.insert([10n, "ten", 10n]), 1);
      expectSame("the row to be", rendered(await rows.row(10n)), rendered([10n, "ten", 10n]));
    }),
  },
  "writes.insert-faithful": {
    section: "hazards",
    suite: "full",
    text: "An InsertRow without its list of types, as hosts send it, succeeds (H6)",
    needs: INSERT,
    layouts: SINCE_0_6,
    run: using(async (rows) => expectAffected(await rows.insert([10n, "ten", 10n], { faithful: true }), 1)),
  },
  "writes.insert-types": {
    section: "methods",
    suite: "full",
    text: "An InsertRow with types of its columns succeeds",
    needs: INSERT,
    layouts: SINCE_0_6,
    run: using(async (rows) => {
      expectAffected(await rows.insert([10n, "ten", 10n], { columnTypes: ["integer", "text", null] }), 1);
    }),
  },
  "writes.insert-some": {
    section: "methods",
    suite: "full",
    text: "Columns that InsertRow omits get their defaults",
    needs: [...INSERT, VALUES],
    run: using(async (rows) => {
      await rows.insert([10n, "ten"]);
      expectSame("the row to be", rendered(await rows.row(10n)), rendered([10n, "ten", null]));
    }),
  },
  "writes.insert-twice": {
    section: "methods",
    suite: "full",
    text: "An InsertRow with an existing key is refused or adds nothing, and changes nothing",
    needs: [...INSERT, VALUES],
    run: using(async (rows) => {
      const { name: table, schema, columns } = rows.table;
      const insert = { table, schema, columns: [...columns], values: [1n, "again", null] };
      const { envelope: { body } } = await rows.end.ask({ type: "InsertRow", insert });
      if (body.type === "CrudResult") expectAffected(body.result, 0);
      expectSame("the row to be", rendered(await rows.row(1n)), rendered(rows.table.rows[0]));
    }),
  },
  "writes.insert-unknown-column": {
    section: "errors",
    suite: "full",
    text: "A missing column is refused, and the session lives",
    needs: INSERT,
    run: refuses(({ table: { name: table, schema } }) => ({
      type: "InsertRow",
      insert: { table, schema, columns: ["fluxwire_missing"], values: [1n] },
    })),
  },
  "writes.insert-unknown-table": {
    section: "errors",
    suite: "full",
    text: "A missing table is refused, and the session lives",
    needs: INSERT,
    run: refuses(({ table: { schema } }) => ({
      type: "InsertRow",
      insert: { table: "fluxwire_missing", schema, columns: ["id"], values: [1n] },
    })),
  },
  "writes.keeps-quotes": {
    section: "methods",
    suite: "full",
    text: "A text with quotes does not become part of the statement",
    needs: INSERT,
    run: keeps("'); DROP TABLE x; --", 1n),
  },
  "writes.keeps-unicode": {
    section: "primitives",
    suite: "full",
    text: "A text beyond ASCII comes back as it was written",
    needs: INSERT,
    run: keeps("Zoë\n漢字 🚀", 1n),
  },
  "writes.keeps-integers": {
    section: "primitives",
    suite: "full",
    text: "An integer beyond the exact integers of a double comes back as it was written",
    needs: [...INSERT, VALUES],
    run: keeps("x", -9_007_199_254_740_995n),
  },
  "writes.keeps-null": {
    section: "primitives",
    suite: "full",
    text: "NULL comes back as it was written",
    needs: [...INSERT, VALUES],
    run: keeps(null, null),
  },
  "writes.keeps-empty": {
    section: "primitives",
    suite: "full",
    text: "An empty text comes back as it was written",
    needs: INSERT,
    run: keeps("", 0n),
  },
  "writes.update": {
    section: "methods",
    suite: "full",
    text: "UpdateRow changes a row, and reports one",
    needs: ["queries.rows"],
    run: using(async (rows) => {
      expectAffected(await rows.update(1n, [["label", "changed"]]), 1);
      expectSame("the row to be", rendered(plainCells((await rows.row(1n))!)), rendered([1n, "changed"]));
    }),
  },
  "writes.update-one": {
    section: "methods",
    suite: "full",
    text: "UpdateRow leaves other rows alone",
    needs: UPDATE,
    run: using(async (rows) => {
      await rows.update(1n, [["label", "changed"]]);
      expectSame("the other row to be", rendered(await rows.row(3n)), rendered(rows.table.rows[2]));
    }),
  },
  "writes.update-two": {
    section: "methods",
    suite: "full",
    text: "UpdateRow changes two columns at once",
    needs: [...UPDATE, VALUES],
    run: using(async (rows) => {
      await rows.update(1n, [["label", "changed"], ["big", null]]);
      expectSame("the row to be", rendered(await rows.row(1n)), rendered([1n, "changed", null]));
    }),
  },
  "writes.update-faithful": {
    section: "hazards",
    suite: "full",
    text: "An UpdateRow without its list of types, as hosts send it, succeeds (H6)",
    needs: UPDATE,
    layouts: SINCE_0_6,
    run: using(async (rows) => expectAffected(await rows.update(1n, [["label", "x"]], { faithful: true }), 1)),
  },
  "writes.update-types": {
    section: "methods",
    suite: "full",
    text: "An UpdateRow with types of its changes succeeds",
    needs: UPDATE,
    layouts: SINCE_0_6,
    run: using(async (rows) => expectAffected(await rows.update(1n, [["label", "x"]], { changeTypes: ["text"] }), 1)),
  },
  "writes.update-none": {
    section: "methods",
    suite: "full",
    text: "UpdateRow of a missing row changes none, or reports an error",
    needs: UPDATE,
    run: using(async (rows) => {
      const { envelope: { body } } = await rows.end.ask({
        type: "UpdateRow",
        patch: rows.patch(99n, [["label", "x"]]),
      });
      if (body.type === "CrudResult") expectAffected(body.result, 0);
    }),
  },
  "writes.update-unknown-column": {
    section: "errors",
    suite: "full",
    text: "A change of a missing column is refused, and the session lives",
    needs: UPDATE,
    run: refuses((rows) => ({ type: "UpdateRow", patch: rows.patch(1n, [["fluxwire_missing", "x"]]) })),
  },
  "writes.delete": {
    section: "methods",
    suite: "full",
    text: "DeleteRow removes a row, and reports one",
    needs: ["queries.rows"],
    run: using(async (rows) => {
      expectAffected(await rows.delete(1n), 1);
      expectSame("the row to be", await rows.row(1n), null);
    }),
  },
  "writes.delete-one": {
    section: "methods",
    suite: "full",
    text: "DeleteRow leaves other rows alone",
    needs: DELETE,
    run: using(async (rows) => {
      await rows.delete(1n);
      expectSame("the other row to be", rendered(await rows.row(3n)), rendered(rows.table.rows[2]));
    }),
  },
  "writes.delete-none": {
    section: "methods",
    suite: "full",
    text: "DeleteRow of a missing row removes none, or reports an error",
    needs: DELETE,
    run: using(async (rows) => {
      const { name: table, schema } = rows.table;
      const identity = { type: "Composite" as const, columns: ["id"], values: [99n] };
      const { envelope: { body } } = await rows.end.ask({ type: "DeleteRow", delete: { identity, table, schema } });
      if (body.type === "CrudResult") expectAffected(body.result, 0);
    }),
  },
  "writes.answers-strict": {
    section: "hazards",
    suite: "full",
    text: "CrudResult has the tag of its metadata (H8)",
    needs: ["writes.update", "frames.nothing-left-over"],
    run: using(async (rows) => {
      const { pass } = await rows.end.ask({ type: "UpdateRow", patch: rows.patch(1n, [["label", "x"]]) });
      expectSame("the reading of CrudResult to be", pass, "strict");
    }),
  },
  "writes.returned-row": {
    section: "methods",
    suite: "full",
    text: "A row returned by a write has a cell for each column",
    needs: UPDATE,
    run: using(async (rows) => {
      const { returningRow } = await rows.update(1n, [["label", "x"]]);
      expect(
        returningRow == null || returningRow.length === 3,
        `Expected 3 cells or no row, found ${rendered(returningRow)}`,
      );
    }),
  },
};
