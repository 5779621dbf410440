/**
 * Values as people tell them apart: NULL, an empty text, and a text that says NULL.
 *
 * @module
 */
import { type ComponentChildren, h } from "../preact.ts";

/** How much of a value is drawn in a cell, in characters. */
const MAX_CELL = 200;

/** A value in a cell. */
export function ValueText({ value }: { value: unknown }): ComponentChildren {
  if (value === undefined) return null;
  if (value === null) return <i class="special">NULL</i>;
  if (value === "") return <i class="special">(empty)</i>;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (text === "NULL") return "'NULL'";
  if (text.includes("\n")) {
    return (
      <details>
        <summary>{text.slice(0, text.indexOf("\n")).slice(0, MAX_CELL)} …</summary>
        <pre>{text}</pre>
      </details>
    );
  }
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL)}…` : text;
}
