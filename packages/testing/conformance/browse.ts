/**
 * Checks of browsing and counting rows.
 *
 * @module
 */
import type { SemanticFilter, TableBrowseRequest, Value, WhereOperator } from "@fluxwire/wire";
import type { CheckTable } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import { expect, expectSame, rendered } from "./runner/violation.ts";
import { type OwnTable, plainCells } from "./runner/own_table.ts";

const BY_ID = [{ column: { name: "id" }, direction: "Ascending" }] as const;

/** A request for a page of the check's own table in the order of its ids; `more` replaces members. */
function browse({ schema, name }: OwnTable, more: Partial<TableBrowseRequest> = {}) {
  const pagination = { type: "Offset", limit: 100, offset: 0n } as const;
  const orderBy = BY_ID.map(({ column, direction }) => ({ column: { ...column }, direction }));
  return { type: "BrowseTable", request: { table: { schema, name }, pagination, orderBy, ...more } } as const;
}

/** A check that a page contains the rows with given ids. */
const finds =
  (ids: readonly number[], more: Partial<TableBrowseRequest>, faithful = false) =>
  async (bench: Bench): Promise<void> => {
    const { end, table } = await bench.table();
    const { result: { rows } } = await end.call(browse(table, more), { faithful });
    expectSame(
      "the rows to be",
      rendered(rows.map(plainCells)),
      rendered(ids.map((id) => plainCells(table.rows[id - 1]!))),
    );
  };

/** A check of the number of matching rows. */
const counts =
  (expected: number, more: { filter?: string; semanticFilter?: SemanticFilter }, faithful = false) =>
  async (bench: Bench): Promise<void> => {
    const { end, table: { schema, name } } = await bench.table();
    const { count } = await end.call({ type: "CountTable", request: { table: { schema, name }, ...more } }, {
      faithful,
    });
    expectSame("the count to be", String(count), String(expected));
  };

function where(name: string, operator: WhereOperator, value: Value | null = null): SemanticFilter {
  return { type: "Predicate", field: { type: "Column", name }, operator, value };
}

const PAGE = (limit: number, offset: bigint) => ({ pagination: { type: "Offset", limit, offset } as const });
const NEEDS = ["browse.table"], NEEDS_COUNT = ["browse.count"];

/** The checks of browsing. */
export const BROWSE_CHECKS: CheckTable = {
  "browse.table": {
    section: "methods",
    suite: "full",
    text: "BrowseTable gives the rows of a table in the requested order",
    needs: ["queries.rows"],
    run: finds([1, 2, 3], {}),
  },
  "browse.columns": {
    section: "methods",
    suite: "full",
    text: "BrowseTable gives the table's columns",
    needs: NEEDS,
    async run(bench) {
      const { end, table } = await bench.table();
      const { result: { columns } } = await end.call(browse(table));
      expectSame("the columns to be", columns.map(({ name }) => name).join(), table.columns.join());
    },
  },
  "browse.faithful": {
    section: "hazards",
    suite: "full",
    text: "A BrowseTable without the tag of its filter, as hosts send it, is answered (H1)",
    needs: NEEDS,
    run: finds([1, 2, 3], {}, true),
  },
  "browse.unordered": {
    section: "methods",
    suite: "full",
    text: "BrowseTable without an order gives all rows",
    needs: NEEDS,
    async run(bench) {
      const { end, table } = await bench.table();
      const { result: { rows } } = await end.call(browse(table, { orderBy: [] }));
      expectSame("the rows to be as many as", rows.length, table.rows.length);
    },
  },
  "browse.descending": {
    section: "methods",
    suite: "full",
    text: "BrowseTable gives the rows in descending order",
    needs: NEEDS,
    run: finds([3, 2, 1], { orderBy: [{ column: { name: "id" }, direction: "Descending" }] }),
  },
  "browse.two-orders": {
    section: "methods",
    suite: "full",
    text: "BrowseTable orders by two columns",
    needs: NEEDS,
    run: finds([3, 2, 1], {
      orderBy: [{ column: { name: "id" }, direction: "Descending" }, {
        column: { name: "label" },
        direction: "Ascending",
      }],
    }),
  },
  "browse.limit": {
    section: "methods",
    suite: "full",
    text: "BrowseTable gives no more rows than its limit",
    needs: NEEDS,
    run: finds([1, 2], PAGE(2, 0n)),
  },
  "browse.offset": {
    section: "methods",
    suite: "full",
    text: "BrowseTable begins at its offset",
    needs: NEEDS,
    run: finds([3], PAGE(2, 2n)),
  },
  "browse.beyond": {
    section: "methods",
    suite: "full",
    text: "A page beyond the last row is empty",
    needs: NEEDS,
    run: finds([], PAGE(10, 100n)),
  },
  "browse.filter": {
    section: "methods",
    suite: "full",
    text: "BrowseTable takes a condition as text",
    needs: NEEDS,
    run: finds([2, 3], { filter: "id > 1" }),
  },
  "browse.filter-broken": {
    section: "errors",
    suite: "full",
    text: "An invalid condition is answered with an error, and the session lives",
    needs: NEEDS,
    async run(bench) {
      const { end, table } = await bench.table();
      await end.fails(browse(table, { filter: "id = (" }));
      await end.expectQuiet();
    },
  },
  "browse.equal": {
    section: "methods",
    suite: "full",
    text: "BrowseTable takes a semantic filter: equal",
    needs: NEEDS,
    run: finds([2], { semanticFilter: where("id", "Eq", 2n) }),
  },
  "browse.greater": {
    section: "methods",
    suite: "full",
    text: "BrowseTable takes a semantic filter: greater",
    needs: NEEDS,
    run: finds([2, 3], { semanticFilter: where("id", "Gt", 1n) }),
  },
  "browse.quoted": {
    section: "methods",
    suite: "full",
    text: "A quote in the value of a semantic filter does not become part of the statement",
    needs: NEEDS,
    run: finds([3], { semanticFilter: where("label", "Eq", "it's three") }),
  },
  "browse.null": {
    section: "methods",
    suite: "full",
    text: "BrowseTable takes a semantic filter: NULL",
    needs: NEEDS,
    run: finds([2], { semanticFilter: where("big", "Null") }),
  },
  "browse.and": {
    section: "methods",
    suite: "full",
    text: "BrowseTable takes a semantic filter: both of two",
    needs: ["browse.greater"],
    run: finds([2], { semanticFilter: { type: "And", value: [where("id", "Gt", 1n), where("id", "Lt", 3n)] } }),
  },
  "browse.or": {
    section: "methods",
    suite: "full",
    text: "BrowseTable takes a semantic filter: one of two",
    needs: ["browse.equal"],
    run: finds([1, 3], { semanticFilter: { type: "Or", value: [where("id", "Eq", 1n), where("id", "Eq", 3n)] } }),
  },
  "browse.not": {
    section: "methods",
    suite: "full",
    text: "BrowseTable takes a semantic filter: not",
    needs: ["browse.equal"],
    run: finds([1, 3], { semanticFilter: { type: "Not", value: where("id", "Eq", 2n) } }),
  },
  "browse.unknown-column": {
    section: "errors",
    suite: "full",
    text: "A semantic filter on a missing column is answered with an error",
    needs: NEEDS,
    async run(bench) {
      const { end, table } = await bench.table();
      await end.fails(browse(table, { semanticFilter: where("fluxwire_missing", "Eq", 1n) }));
    },
  },
  "browse.unknown-table": {
    section: "errors",
    suite: "full",
    text: "A missing table is answered with an error",
    needs: NEEDS,
    async run(bench) {
      const { end, table } = await bench.table();
      await end.fails(browse({ ...table, name: "fluxwire_missing" }));
    },
  },
  "browse.count": {
    section: "methods",
    suite: "full",
    text: "CountTable counts the rows of a table",
    needs: ["queries.execute"],
    run: counts(3, {}),
  },
  "browse.count-faithful": {
    section: "hazards",
    suite: "full",
    text: "A CountTable without the tag of its filter, as hosts send it, is answered (H1)",
    needs: NEEDS_COUNT,
    run: counts(3, {}, true),
  },
  "browse.count-filter": {
    section: "methods",
    suite: "full",
    text: "CountTable takes a condition as text",
    needs: NEEDS_COUNT,
    run: counts(2, { filter: "id > 1" }),
  },
  "browse.count-semantic": {
    section: "methods",
    suite: "full",
    text: "CountTable takes a semantic filter",
    needs: NEEDS_COUNT,
    run: counts(1, { semanticFilter: where("label", "Eq", "one") }),
  },
  "browse.collection": {
    section: "methods",
    suite: "full",
    text: "BrowseCollection gives documents",
    needs: ["queries.one-row"],
    async run(bench) {
      const { end, table: { database, name } } = await bench.table();
      const pagination = { type: "Offset", limit: 2, offset: 0n } as const;
      const { result } = await end.call({
        type: "BrowseCollection",
        request: { collection: { database, name }, pagination },
      });
      expect(result.rows.length === 2, `Expected 2 documents, found ${result.rows.length}`);
    },
  },
  "browse.count-collection": {
    section: "methods",
    suite: "full",
    text: "CountCollection counts documents",
    needs: ["queries.execute"],
    async run(bench) {
      const { end, table: { database, name, rows } } = await bench.table();
      const { count } = await end.call({ type: "CountCollection", request: { collection: { database, name } } });
      expectSame("the count to be", String(count), String(rows.length));
    },
  },
};
