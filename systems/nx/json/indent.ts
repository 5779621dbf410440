/**
 * JSON, indented anew and otherwise untouched: order of members, digits of numbers, escapes.
 *
 * @module
 */
import { type JsonNode, readJson } from "./json_node.ts";

const INDENT = "  ";
/** What could end a script or a line of one, when the text stands in a page. */
const UNSAFE = /[<>&\u2028\u2029]/g;

/**
 * A text of JSON with two spaces a level and no line end at the end; `<` `>` `&` and U+2028 and U+2029 as escapes.
 *
 * @throws {JsonError} for what is no JSON.
 */
export function indentedJson(text: string): string {
  return rendered(text, readJson(text), "\n").replace(UNSAFE, escape);
}

function rendered(text: string, node: JsonNode, line: string): string {
  const inner = line + INDENT;
  if (node.kind === "object" && node.members.length > 0) {
    const members = node.members.map(({ start, value }) => {
      return `${inner}${nameAt(text, start)}: ${rendered(text, value, inner)}`;
    });
    return `{${members.join(",")}${line}}`;
  }
  if (node.kind === "array" && node.items.length > 0) {
    return `[${node.items.map((item) => inner + rendered(text, item, inner)).join(",")}${line}]`;
  }
  if (node.kind === "object") return "{}";
  if (node.kind === "array") return "[]";
  return text.slice(node.start, node.end);
}

/** The name of a member as it is written, with its quotes. */
function nameAt(text: string, start: number): string {
  const name = /"(?:[^"\\]|\\.)*"/y;
  name.lastIndex = start;
  return name.exec(text)![0];
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
