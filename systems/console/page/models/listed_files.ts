/**
 * Files in a field.
 *
 * @module
 */

/** A file, as the value of a field has it. */
export interface StoredFile {
  /** By which the server knows it. */
  readonly id: string;
  /** The name that it was uploaded with. */
  readonly name: string;
  /** Its type, as it was uploaded with. */
  readonly type: string;
  /** How many bytes it has. */
  readonly size: number;
}

/** The files of a value as JSON, one or a list; none of a value that is no such JSON. */
export function filesIn(value: string): StoredFile[] {
  try {
    return [JSON.parse(value) as unknown].flat().filter(isFile);
  } catch {
    return [];
  }
}

function isFile(value: unknown): value is StoredFile {
  const { id, name, type, size } = (value ?? {}) as Record<string, unknown>;
  return [id, name, type].every((text) => typeof text === "string") && typeof size === "number";
}

/**
 * A list with one more item at its end.
 *
 * @param list The list as JSON; what is no list gives way.
 * @param item The item as JSON.
 */
export function listWith(list: string, item: string): string {
  const inner = /^\s*\[([^]*)\]\s*$/.exec(list)?.[1]?.trim() ?? "";
  return `[${inner === "" ? "" : `${inner},`}${item}]`;
}
