/**
 * Answers as the REPL shows them.
 *
 * @module
 */
import { type DriverResponseEnvelope, type QueryResultDto, type SchemaSnapshot, toExact } from "@fluxwire/wire";
import { columnLines } from "../render/columns.ts";
import { oneLine } from "@fluxwire/command";

/** The body of an answer as exact JSON. */
export function exactBody(answer: DriverResponseEnvelope): unknown {
  return (toExact("response", answer) as { body: unknown }).body;
}

/** The rows of an answer; null if it has none. */
export function rowsOfAnswer({ body }: DriverResponseEnvelope): QueryResultDto | null {
  return "result" in body && "columns" in body.result ? body.result : null;
}

/** An answer without rows, for people: columns for databases or a schema, otherwise exact JSON. */
export function answerLines(answer: DriverResponseEnvelope): string[] {
  const { body } = answer;
  if (body.type === "Databases") {
    return columnLines(body.databases.map(({ name, isCurrent }) => [oneLine(name), isCurrent ? "current" : ""]));
  }
  if (body.type === "Schema") return columnLines(schemaRows(body.schema));
  return JSON.stringify(exactBody(answer), null, 2).split("\n");
}

/** The objects of a schema, each with its kind, name and columns; the kind is the wire's word. */
export function schemaRows({ structure }: SchemaSnapshot): SchemaRow[] {
  return rowsOf(structure, "");
}

/** An object of a schema: its kind, its name with its schema's name, and its columns. */
export type SchemaRow = [kind: string, name: string, columns: string];

function rowsOf(parts: object, place: string): SchemaRow[] {
  return Object.entries(parts).flatMap(([kind, members]) => {
    if (!Array.isArray(members)) return [];
    return members.flatMap((member) => {
      // A schema of a database has tables and views of its own.
      const inside = kind === "schemas" ? rowsOf(member, `${member.name}.`) : [];
      return [schemaRow(kind, member, place), ...inside];
    });
  });
}

function schemaRow(kind: string, member: Record<string, unknown>, place: string): SchemaRow {
  const name = String(member.name ?? Object.values(member).find((value) => typeof value !== "object"));
  const columns = Array.isArray(member.columns) ? member.columns : [];
  const schema = place === "" && typeof member.schema === "string" ? `${member.schema}.` : place;
  return [kind, oneLine(schema + name), columns.map(({ name }) => oneLine(name)).join(", ")];
}
