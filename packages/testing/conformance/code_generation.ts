/**
 * Checks of generated statements, and of plans.
 *
 * @module
 */
import type { SemanticRequest, TableInfo, TableRef } from "@fluxwire/wire";
import type { CheckTable } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import type { HostEnd } from "./runner/host_end.ts";
import { expect, expectSame, NotApplicable } from "./runner/violation.ts";

const MISSING = "fluxwire_missing";

/** A table as a host passes it on: with its columns from TableDetails. */
async function generate(bench: Bench, change: (table: TableInfo) => TableInfo, faithful: boolean): Promise<void> {
  const { end, table: { database, schema, name } } = await bench.table();
  const { generators } = await end.call({ type: "CodeGenerators" });
  const generator = generators.find(({ scope }) => scope.startsWith("Table"));
  if (generator === undefined) throw new NotApplicable("it generates nothing for tables");
  const { table } = await end.call({ type: "TableDetails", database, schema, table: name });
  const body = { type: "GenerateCode", generatorId: generator.id, table: change(table) } as const;
  const { code } = await end.call(body, { faithful });
  expect(code.includes(name), `Expected a statement about ${name}, found ${code.slice(0, 200)}`);
}

/** The rows of a table as CountTable has them; null if it has no answer. */
async function countOf(end: HostEnd, table: TableRef): Promise<string | null> {
  const { envelope: { body } } = await end.ask({ type: "CountTable", request: { table } });
  return body.type === "CountResult" ? String(body.count) : null;
}

/** A check that a plan is made and not carried out. */
const plans =
  (request: (table: { schema: string | null; name: string }) => SemanticRequest, faithful = false) =>
  async (bench: Bench): Promise<void> => {
    const { end, table: { schema, name } } = await bench.table();
    const before = await countOf(end, { schema, name });
    const { plan } = await end.call({ type: "PlanSemantic", request: request({ schema, name }) }, { faithful });
    expect(plan.queries.every(({ text }) => text.trim() !== ""), "Expected statements in the plan, found a blank one");
    expectSame("the rows to be as many as before,", await countOf(end, { schema, name }), before);
  };

const PAGINATION = { type: "Offset" as const, limit: 10, offset: 0n };

/** The checks of generated statements and plans. */
export const CODE_GENERATION_CHECKS: CheckTable = {
  "code-generation.generators": {
    section: "methods",
    suite: "full",
    text: "CodeGenerators gives generators with labels and unique ids",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const { generators } = await (await bench.session()).call({ type: "CodeGenerators" });
      const ids = generators.map(({ id }) => id);
      expectSame("the number of different ids to be", new Set(ids).size, ids.length);
      expect(
        generators.every(({ id, label }) => id !== "" && label !== ""),
        "Expected ids and labels, found a blank one",
      );
    },
  },
  "code-generation.generate": {
    section: "methods",
    suite: "full",
    text: "GenerateCode makes a statement about the given table",
    needs: ["code-generation.generators", "schema.table"],
    run: (bench) => generate(bench, (table) => table, false),
  },
  "code-generation.faithful": {
    section: "hazards",
    suite: "full",
    text: "A GenerateCode whose columns omit absent options, as hosts send it, is answered (H2)",
    needs: ["code-generation.generate"],
    run: (bench) => generate(bench, (table) => table, true),
  },
  "code-generation.enums": {
    section: "hazards",
    suite: "full",
    text: "A GenerateCode with enum values in some columns is answered (H2)",
    needs: ["code-generation.faithful"],
    run: (bench) =>
      generate(bench, (table) => ({
        ...table,
        columns: table.columns!.map((column, i) => i === 1 ? { ...column, enumValues: ["a", "b"] } : column),
      }), true),
  },
  "code-generation.unknown": {
    section: "errors",
    suite: "full",
    text: "An unknown generator is answered with an error",
    needs: ["code-generation.generators"],
    async run(bench) {
      const table: TableInfo = { name: MISSING, columns: [] };
      await (await bench.session()).fails({ type: "GenerateCode", generatorId: MISSING, table });
    },
  },
  "plans.browse": {
    section: "methods",
    suite: "full",
    text: "PlanSemantic shows how a table would be browsed",
    needs: ["queries.execute"],
    run: plans((table) => ({ type: "TableBrowse", table, pagination: PAGINATION, orderBy: [] })),
  },
  "plans.browse-faithful": {
    section: "hazards",
    suite: "full",
    text: "A PlanSemantic without the tag of its filter, as hosts send it, is answered (H1)",
    needs: ["plans.browse"],
    run: plans((table) => ({ type: "TableBrowse", table, pagination: PAGINATION, orderBy: [] }), true),
  },
  "plans.count": {
    section: "methods",
    suite: "full",
    text: "PlanSemantic shows how a table would be counted",
    needs: ["plans.browse"],
    run: plans((table) => ({ type: "TableCount", table })),
  },
  "plans.delete": {
    section: "methods",
    suite: "full",
    text: "PlanSemantic shows how rows would be removed, and removes none",
    needs: ["plans.browse"],
    run: plans(({ schema, name }) => ({
      type: "Mutation",
      value: {
        type: "SqlDelete",
        identity: { type: "Composite", columns: ["id"], values: [1n] },
        table: name,
        schema,
      },
    })),
  },
};
