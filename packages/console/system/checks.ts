/**
 * Checks of what a system's source has answered.
 *
 * @module
 */
import { isErrorJson } from "../error_json.ts";
import type { Acted, Action, Column, LogLine, NodeFact, Row, Rows, TreeNode } from "./types.ts";

/** Whether a value is a list of nodes under `nodes`, as `tree` answers. */
export function isTree(value: unknown): value is { readonly nodes: readonly TreeNode[] } {
  return isListOf(memberOf(value, "nodes"), isNode);
}

/** Whether a value is a list of actions under `actions`, as `actions` answers. */
export function isActions(value: unknown): value is { readonly actions: readonly Action[] } {
  return isListOf(memberOf(value, "actions"), isAction);
}

/** Whether a value is an {@link Acted}. */
export function isActed(value: unknown): value is Acted {
  if (typeof value !== "object" || value === null) return false;
  return "run" in value ? typeof value.run === "string" : "result" in value;
}

/** Whether a value is {@link Rows}. */
export function isRows(value: unknown): value is Rows {
  const { columns, rows, next } = membersOf(value);
  return isListOf(columns, isColumn) && isListOf(rows, isRow) && isTextOrNull(next);
}

/** The {@link LogLine} of a line of `logs`; any other text becomes one. */
export function logLineOf(line: string): LogLine {
  const { time, from, level, text } = membersOf(parsed(line));
  if (typeof text !== "string") return { time: null, from: "", level: "info", text: line };
  const textOf = (value: unknown, otherwise: string) => typeof value === "string" ? value : otherwise;
  return { time: isTextOrNull(time) ? time : null, from: textOf(from, ""), level: textOf(level, "info"), text };
}

function isNode(value: unknown): value is TreeNode {
  const { id, title, kind, hasChildren, hasRows, state, problem, facts } = membersOf(value);
  const { level, text } = membersOf(state);
  return [id, title, kind].every(isText) && typeof hasChildren === "boolean" && typeof hasRows === "boolean" &&
    (state === null || ["good", "busy", "bad", "off"].includes(level as string) && isText(text)) &&
    (problem === null || isErrorJson(problem)) && isListOf(facts, isFact);
}

function isFact(value: unknown): value is NodeFact {
  const { name, value: text } = membersOf(value);
  return isText(name) && isText(text);
}

function isAction(value: unknown): value is Action {
  const { id, title, help, input, kind, file, changes, confirm } = membersOf(value);
  return isText(id) && isText(title) && isTextOrNull(help) && typeof input === "object" && input !== null &&
    ["call", "stream", "bytes"].includes(kind as string) && [undefined, "up", "down"].includes(file as string) &&
    typeof changes === "boolean" && isTextOrNull(confirm);
}

function isColumn(value: unknown): value is Column {
  const { name, title, type, schema } = membersOf(value);
  return [name, title, type].every(isText) && typeof schema === "object";
}

function isRow(value: unknown): value is Row {
  const { node, values } = membersOf(value);
  return isTextOrNull(node) && typeof values === "object" && values !== null && !Array.isArray(values);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

function isListOf<T>(value: unknown, isOne: (element: unknown) => element is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isOne);
}

function memberOf(value: unknown, name: string): unknown {
  return membersOf(value)[name];
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
