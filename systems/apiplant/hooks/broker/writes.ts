/** Changes that post hooks make: normal changes with hooks of their own. */
import type { Operation, Writer } from "../../commit/command.ts";
import { Refusal } from "../../commit/refusal.ts";
import type { Cause } from "../../event/event.ts";
import type { Json } from "../../json/json.ts";
import { exceedsDepth } from "../../json/depth.ts";
import { isObject } from "../../json/equal.ts";
import { HookError, malformed, notAllowed } from "./hook_error.ts";

/** How many changes may cause each other. */
export const MAX_DEPTH = 5;

/** The names of changes. */
export const WRITES = ["create", "update", "patch", "delete"] as const;

/** A kind of change that hooks can make. */
export type WriteOp = typeof WRITES[number];

/** Who makes the changes of a call. */
export interface HookWriter {
  readonly writer: Writer;
  readonly actor: string;
  readonly requestId: string;
  readonly cause: Cause;
}

/**
 * Makes a change, and waits until it is applied.
 *
 * @returns The instance; null for a deletion.
 * @throws {HookError} `not_allowed` beyond the depth, `malformed`, or the code of the refusal.
 */
export async function writeForHook(
  op: WriteOp,
  args: readonly Json[],
  { writer, actor, requestId, cause }: HookWriter,
  signal: AbortSignal,
): Promise<Json> {
  if (cause.depth > MAX_DEPTH) throw notAllowed(`At most ${MAX_DEPTH} changes of hooks may cause each other`);
  if (args.some((arg) => exceedsDepth(arg))) throw malformed("Data may have 64 levels");
  const operations = [operationOf(op, args)];
  try {
    const { outcomes: [outcome] } = await writer.write({ operations, batch: false, actor, requestId, cause, signal });
    return outcome?.kind === "instance" ? { ...outcome.instance } : null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new HookError("Refusal", error.code, error.message, error.details);
  }
}

function operationOf(op: WriteOp, args: readonly Json[]): Operation {
  const [model, second, third, fourth] = args;
  if (typeof model !== "string") throw malformed(`${op} needs a model`);
  if (op === "create") {
    const { id } = optionsOf(op, third, ["id"]);
    if (id !== undefined && typeof id !== "string") throw malformed("The id of an instance is a text");
    return { op, model, data: second ?? null, ...id === undefined ? {} : { id } };
  }
  if (typeof second !== "string") throw malformed(`${op} needs the id of an instance`);
  const { ifMatch } = optionsOf(op, op === "delete" ? third : fourth, ["ifMatch"]);
  if (ifMatch !== undefined && typeof ifMatch !== "number") throw malformed("ifMatch is a revision");
  const condition = ifMatch === undefined ? {} : { ifMatch };
  return op === "delete"
    ? { op, model, id: second, ...condition }
    : { op, model, id: second, data: third ?? null, ...condition };
}

function optionsOf(op: WriteOp, value: Json | undefined, known: readonly string[]): { readonly [name: string]: Json } {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw malformed(`The options of ${op} are an object`);
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw malformed(`The options of ${op} have ${known.join(", ")}, not ${unknown}`);
  return value;
}
