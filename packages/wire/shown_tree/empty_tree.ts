/**
 * Explains why DBFlux's tree has nothing to open, and what a driver can do.
 *
 * @module
 */
import type { DatabaseInfo, DataStructure } from "../dto.ts";

/** Why a tree has nothing to open. */
export type EmptyTreeReason =
  /** DBFlux shows nothing of this kind of structure. */
  | "kind-not-shown"
  /** Tables and views are outside of schemas, where DBFlux does not look. */
  | "outside-schemas"
  /** A relational answer has no schemas, and no tables or views outside of them. */
  | "no-schemas"
  /** No database is marked as current, so the contents belong to none. */
  | "no-current-database"
  /** The answer is correct, but the current database is empty. */
  | "no-contents";

/** Why nothing can be opened, and the remedy. */
export interface EmptyTree {
  /** The reason. */
  reason: EmptyTreeReason;
  /** What the driver must do, as a sentence without a full stop. */
  remedy: string;
}

/** Why the tree of an answer has nothing to open. */
export function emptyTree(structure: DataStructure): EmptyTree {
  switch (structure.type) {
    case "Relational":
      return relational(structure);
    case "Document":
      return below("collections", structure.databases);
    case "TimeSeries":
      return below("measurements", structure.databases);
    default:
      return {
        reason: "kind-not-shown",
        remedy:
          `DBFlux does not show a ${structure.type} structure; answer Relational with schemas, Document with collections, or KeyValue`,
      };
  }
}

function relational(
  { databases, schemas, tables, views }: Extract<DataStructure, { type: "Relational" }>,
): EmptyTree {
  if (schemas.length > 0) return noCurrent("schemas");
  const isMarked = databases.length === 0 || databases.some(({ isCurrent }) => isCurrent);
  const current = isMarked ? "" : ", with their database marked isCurrent: true";
  if (tables.length + views.length > 0) {
    const remedy =
      `Put tables and views into schemas: [{ name: "main", tables, views }]${current}: DBFlux ignores others`;
    return { reason: "outside-schemas", remedy };
  }
  const remedy = `Give schemas: [{ name: "main", tables, views }]${current}, even without tables`;
  return { reason: "no-schemas", remedy };
}

function below(member: string, databases: readonly DatabaseInfo[]): EmptyTree {
  if (!databases.some(({ isCurrent }) => isCurrent)) return noCurrent(member);
  const remedy = member === "collections"
    ? "Give the collections of the current database; their member database is its name, or absent"
    : `Give the ${member} of the current database`;
  return { reason: "no-contents", remedy };
}

function noCurrent(member: string): EmptyTree {
  return {
    reason: "no-current-database",
    remedy: `Name the database in databases with isCurrent: true: DBFlux shows ${member} only below the current one`,
  };
}
