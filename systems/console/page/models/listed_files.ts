/**
 * Lists of files in a field.
 *
 * @module
 */

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
