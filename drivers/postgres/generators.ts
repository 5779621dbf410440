/**
 * Generated statements.
 *
 * @module
 */
import { commonGenerators, definitionGenerators, type Generator, type GeneratorTarget, render } from "@fluxwire/sql";
import type { Databases } from "./databases.ts";
import { definitionOf } from "./definition.ts";
import { READABLE } from "./dialect.ts";
import type { PgRelation } from "./relation.ts";

/** The generators, in the order of the menu. */
export function generatorsOf(databases: Databases): readonly Generator<PgRelation>[] {
  const define = async ({ relation, context: { signal } }: GeneratorTarget<PgRelation>): Promise<string> =>
    await definitionOf(await databases.of(relation.database, signal), relation, signal);
  return [
    ...commonGenerators(READABLE).map((one) => one.id === "drop_view" ? { ...one, generate: dropView } : one),
    ...definitionGenerators(READABLE, define),
    {
      id: "truncate_table",
      label: "TRUNCATE TABLE",
      scope: "Table",
      destructive: true,
      generate: ({ relation }) => `TRUNCATE TABLE ${written(relation)};`,
    },
  ];
}

function dropView({ relation }: GeneratorTarget<PgRelation>): string {
  return `DROP ${relation.kind === "m" ? "MATERIALIZED VIEW" : "VIEW"} ${written(relation)};`;
}

function written(relation: PgRelation): string {
  return render(relation.sql, READABLE).text;
}
