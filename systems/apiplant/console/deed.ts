/** What can be done at a node of a model server, and how it is done. */
import type { Action, JsonSchema } from "@fluxwire/console/api";
import { UsageError } from "@fluxwire/command";

/** The words of a node's id behind its kind: `post` and `0197...` of `instance:post/0197...`. */
export type Path = readonly string[];

/** An action, and what it does. */
export interface Deed extends Omit<Action, "input" | "kind"> {
  /** The schemas of its arguments. */
  readonly args: readonly JsonSchema[];
  /** Does it. */
  run(path: Path, args: readonly unknown[], signal: AbortSignal): Promise<unknown>;
}

/** What the page reads. */
export function reading(id: string, title: string, args: readonly JsonSchema[], run: Deed["run"]): Deed {
  return { id, title, help: null, args, changes: false, confirm: null, run };
}

/** What changes something; `confirm` is what the page asks before. */
export function changing(
  id: string,
  title: string,
  args: readonly JsonSchema[],
  run: Deed["run"],
  confirm: string | null = null,
): Deed {
  return { id, title, help: null, args, changes: true, confirm, run };
}

/** The action of a deed. */
export function actionOf({ id, title, help, args, changes, confirm }: Deed): Action {
  const input: JsonSchema = { type: "array", prefixItems: args, items: false };
  return { id, title, help, input, kind: "call", changes, confirm };
}

/** An argument that must be a text. */
export function textAt(args: readonly unknown[], at: number, name: string): string {
  const value = args[at];
  if (typeof value !== "string") throw new UsageError(`Cannot use ${name}: it must be a text`);
  return value;
}

/** An argument that may be left out. */
export function textOrNullAt(args: readonly unknown[], at: number, name: string): string | null {
  const value = args[at] ?? null;
  return value === null || value === "" ? null : textAt(args, at, name);
}

/** An argument that must be a revision. */
export function revisionAt(args: readonly unknown[], at: number): number {
  const value = args[at];
  if (!Number.isSafeInteger(value)) throw new UsageError("Cannot use revision: it must be a whole number");
  return value as number;
}

/** An argument that must be an object. */
export function membersAt(args: readonly unknown[], at: number, name: string): Readonly<Record<string, unknown>> {
  const value = args[at];
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError(`Cannot use ${name}: it must be an object`);
  }
  return value as Record<string, unknown>;
}
