/**
 * Paths of fields in narrow columns.
 *
 * @module
 */
import { type ComponentChildren, h } from "../preact.ts";

/** A path that breaks after its dots. */
export function breakable(path: string): ComponentChildren {
  return path.split(/(?<=\.)/).flatMap((part, at) => at === 0 ? [part] : [<wbr key={at} />, part]);
}
