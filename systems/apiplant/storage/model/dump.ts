/** The text of all content of a model storage: equal content has equal text. */
import { sha256 } from "../../digest/sha256.ts";
import type { Seq } from "../../event/event.ts";
import { isObject } from "../../json/equal.ts";
import type { Json } from "../../json/json.ts";
import { parseExact, STORED_DEPTH } from "../../json/parse.ts";
import { stringifyExact } from "../../json/stringify.ts";
import type { HookDefinition, StoredModel } from "../../model/definition.ts";
import type { Instance } from "../../model/instance.ts";
import { StorageError } from "../roles.ts";

/** What a line of a dump holds. The first is the head; a model's versions come in order, then its hooks and instances. */
export type DumpRecord =
  | { readonly kind: "head"; readonly seq: Seq; readonly logId: string }
  | { readonly kind: "model"; readonly model: StoredModel }
  | { readonly kind: "hook"; readonly of: string; readonly hook: HookDefinition }
  | { readonly kind: "instance"; readonly of: string; readonly instance: Instance };

/** The line of a record, without a line end. Members stand in one order; data keeps the order of its event. */
export function dumpLine(record: DumpRecord): string {
  switch (record.kind) {
    case "head":
      return stringifyExact({ seq: record.seq, logId: record.logId, v: 1 });
    case "model": {
      const { definition, revision, definedAt } = record.model;
      return stringifyExact({ model: definition as unknown as Json, revision, definedAt });
    }
    case "hook":
      return stringifyExact({ of: record.of, hook: record.hook as unknown as Json });
    case "instance": {
      const { id, revision, modelVersion, createdAt, updatedAt, data } = record.instance;
      return stringifyExact({ of: record.of, instance: { id, revision, modelVersion, createdAt, updatedAt, data } });
    }
  }
}

/**
 * The record of a line.
 *
 * @throws {StorageError} `corrupt` if the line is not one of a dump of a known version.
 */
export function dumpRecord(line: string): DumpRecord {
  let value;
  try {
    value = parseExact(line, STORED_DEPTH);
  } catch (error) {
    throw new StorageError("corrupt", "A line of the dump is not JSON", { cause: error });
  }
  if (isObject(value)) {
    const { of } = value;
    if (typeof value.seq === "number" && typeof value.logId === "string" && value.v === 1) {
      return { kind: "head", seq: value.seq, logId: value.logId };
    }
    if (isObject(value.model)) {
      const { model, revision, definedAt } = value;
      return { kind: "model", model: { definition: model, revision, definedAt } as unknown as StoredModel };
    }
    if (typeof of === "string" && isObject(value.hook)) {
      return { kind: "hook", of, hook: value.hook as unknown as HookDefinition };
    }
    if (typeof of === "string" && isObject(value.instance)) {
      return { kind: "instance", of, instance: value.instance as unknown as Instance };
    }
  }
  throw new StorageError("corrupt", "A line of the dump is not of a known kind: it may be of a newer version");
}

/**
 * Reads the lines of a dump, and gives each record but the head to `take`.
 *
 * @returns The head, which is the first line.
 * @throws {StorageError} `corrupt` if the lines are not a dump of a known version.
 */
export async function readDump(
  lines: AsyncIterable<string>,
  take: (record: Exclude<DumpRecord, { kind: "head" }>) => void,
): Promise<{ seq: Seq; logId: string }> {
  let head: { seq: Seq; logId: string } | null = null;
  for await (const line of lines) {
    const record = dumpRecord(line);
    if ((head === null) !== (record.kind === "head")) {
      throw new StorageError("corrupt", "The first line of a dump is its head");
    }
    if (record.kind === "head") head = record;
    else take(record);
  }
  if (head === null) throw new StorageError("corrupt", "The dump is empty");
  return head;
}

/** The SHA-256 of a dump, in hexadecimal digits, each line with its line end. */
export async function digestOf(lines: AsyncIterable<string>): Promise<string> {
  const hash = await sha256();
  for await (const line of lines) hash.update(`${line}\n`);
  return hash.digest("hex");
}
