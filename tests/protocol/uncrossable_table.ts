/**
 * The table of parts that cannot cross the wire, docs/wire/uncrossable.md.
 *
 * @module
 */
import { uncrossable } from "@fluxwire/wire";

/** One row for each part of a request or response that no frame can carry. */
export function uncrossableTable(): string {
  const parts = [...uncrossable("request"), ...uncrossable("response")];
  const rows = parts.map(({ message, path, crosses, reason }) =>
    `| \`${message}\` | ${crosses} | \`${path}\` | ${reason} |`
  );
  return ["| message | crosses | part | why |", "|---|---|---|---|", ...rows].join("\n");
}
