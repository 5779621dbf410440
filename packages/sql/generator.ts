/**
 * Generators of statements.
 *
 * @module
 */
import { type CodeGenScope, type Context, DriverError, type Session, type TableInfo } from "@fluxwire/sdk";
import { findRelation, type Relation, RelationMissing, type TableColumn } from "./catalog.ts";
import { commonGenerators } from "./common_generators.ts";
import type { SqlParts } from "./parts.ts";

/** The table or view that a generator makes a statement for. */
export interface GeneratorTarget<R extends Relation = Relation> {
  /** The table or view. */
  readonly relation: R;
  /** Its columns. */
  readonly columns: readonly TableColumn[];
  /** The context of the call. */
  readonly context: Context;
}

/** A generator: its entry in the menu, and the statement that it makes. */
export interface Generator<R extends Relation = Relation> {
  /** Its id. */
  readonly id: string;
  /** The text of its entry. */
  readonly label: string;
  /** What it makes statements for. */
  readonly scope: CodeGenScope;
  /**
   * Whether its statement loses data.
   *
   * @default false
   */
  readonly destructive?: boolean;
  /** The statement. Names in it are quoted, and stand in no comment. */
  generate(target: GeneratorTarget<R>): string | Promise<string>;
  /** The statement for a table that does not exist yet; without it such a table is refused. */
  fromInfo?(table: TableInfo): string;
}

/**
 * The methods that list a driver's generators, and run one for a table.
 *
 * @param parts Its dialect, its catalog, and its generators; without these, those that all SQL databases have.
 */
export function generating<R extends Relation>(
  parts: Pick<SqlParts<R>, "dialect" | "catalog" | "generators">,
): Required<Pick<Session, "codeGenerators" | "generateCode">> {
  const { dialect, catalog, generators = commonGenerators(dialect) } = parts;
  return {
    codeGenerators: generators.map(({ id, label, scope, destructive = false }, order) => {
      return { id, label, scope, order, destructive };
    }),
    async generateCode({ generatorId, table }, context): Promise<string> {
      const generator = find(generators, generatorId);
      let relation: R;
      try {
        relation = await findRelation(parts, table, context);
      } catch (error) {
        if (!(error instanceof RelationMissing) || generator.fromInfo === undefined || !table.columns?.length) {
          throw error;
        }
        return generator.fromInfo(table);
      }
      checkScope(generator, relation);
      return await generator.generate({ relation, columns: await catalog.columns(relation, context), context });
    },
  };
}

function find<R extends Relation>(generators: readonly Generator<R>[], id: string): Generator<R> {
  const found = generators.find((one) => one.id === id);
  if (found !== undefined) return found;
  const known = generators.map((one) => one.id).join(", ");
  throw new DriverError("InvalidRequest", `Cannot generate code: no generator ${id}; there are ${known}`);
}

function checkScope({ label, scope }: Pick<Generator, "label" | "scope">, { name, isView }: Relation): void {
  if (scope === "TableOrView" || isView === (scope === "View")) return;
  throw new DriverError("InvalidRequest", `Cannot generate ${label}: ${name} is a ${isView ? "view" : "table"}`);
}
