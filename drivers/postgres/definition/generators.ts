/**
 * The generators of PostgreSQL: a definition has all that belongs to a table or view, as pg_dump writes it.
 *
 * @module
 */
import {
  type CatalogRead,
  commonGenerators,
  definitionGenerators,
  type Generator,
  type GeneratorTarget,
  render,
  script,
  type Sql,
  statementsOf,
} from "@fluxwire/sql";
import type { PgRelation } from "../catalog.ts";
import { READABLE } from "../dialect.ts";
import { behaviour, extensions, policies } from "./behaviour.ts";
import { comments } from "./comments.ts";
import { indexes, invalidIndexes } from "./indexes.ts";
import { ownedSequences, sequences } from "./sequences.ts";
import { columnSettings, tableSettings } from "./settings.ts";
import { partition, table, view, viewDefaults } from "./table.ts";

/** What a definition does not have: it belongs to roles of the server, not to the table. */
const LEFT_OUT = "-- Left out: owner, privileges, publications and security labels";

/** The generators, in the order of the menu. */
export function generatorsOf(read: CatalogRead): readonly Generator<PgRelation>[] {
  const dropView = (relation: PgRelation): string =>
    `DROP ${relation.kind === "m" ? "MATERIALIZED VIEW" : "VIEW"} ${written(relation)};`;
  return [
    ...commonGenerators(READABLE).map((one): Generator<PgRelation> =>
      one.id === "drop_view" ? { ...one, generate: ({ relation }) => dropView(relation) } : one
    ),
    ...definitionGenerators<PgRelation>(READABLE, (target) => definitionOf(read, target)),
    {
      id: "truncate_table",
      label: "TRUNCATE TABLE",
      scope: "Table",
      destructive: true,
      generate: ({ relation }) => `TRUNCATE TABLE ${written(relation)};`,
    },
  ];
}

/** Its name in statements; the schema of temporary tables has another name in each session. */
function written(relation: PgRelation): string {
  return render(relation.sql, READABLE).text.replace(/^"pg_temp_\d+"\./, "pg_temp.");
}

/** The statements, each on its own lines. Names stand in them quoted, by the server, and in no comment. */
async function definitionOf(read: CatalogRead, target: GeneratorTarget<PgRelation>): Promise<string> {
  const { relation } = target, { id, isView } = relation, own = written(relation);
  const texts = (...queries: readonly Sql[]): Promise<string[]> => statementsOf(read, target, queries);
  const all = [
    ...isView
      ? await texts(view(id, own), viewDefaults(id, own))
      : [...await texts(sequences(id)), await table(texts, id, own)],
    ...await texts(ownedSequences(id, own), tableSettings(id, own), columnSettings(id, own), indexes(id, own)),
    ...await texts(partition(id, own), behaviour(id, own), policies(id, own)),
    ...await texts(extensions(id, own)),
    ...await texts(comments(id, own, objectWord(relation))),
  ];
  return `${[script(all), ...await texts(invalidIndexes(id))].join("\n")}\n${LEFT_OUT}`;
}

function objectWord({ kind }: PgRelation): string {
  return { r: "TABLE", p: "TABLE", f: "FOREIGN TABLE", v: "VIEW", m: "MATERIALIZED VIEW" }[kind];
}
