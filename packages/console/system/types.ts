/**
 * What the page and a system's source say to each other: a tree, what can be done at a node of it, and rows. A hub with its
 * children, an exporter's devices and a model server's models are all shown by these.
 *
 * Streams of such a source are `logs` with a {@link LogLine} in each line, `tree` with a {@link TreeChange} in each line,
 * and the runs of its actions by their ids: a run of `stream` gives a JSON value in each line, one of `bytes` base64. A run that
 * takes a file gives its result as JSON in one line.
 *
 * @module
 */
import type { ErrorJson } from "../error_json.ts";
import type { JsonSchema } from "./json_schema.ts";

/** How a node is; the page draws a mark and the text, never a colour alone. */
export interface NodeState {
  /** Whether all is well, something is going on, something is wrong, or it is off on purpose. */
  readonly level: "good" | "busy" | "bad" | "off";
  /** In a word or two. */
  readonly text: string;
}

/** A fact about a node: its name and its value, as people read them. */
export interface NodeFact {
  /** What it is. */
  readonly name: string;
  /** Its value. */
  readonly value: string;
}

/** A node of a system's tree. */
export interface TreeNode {
  /** By which the page asks for it. */
  readonly id: string;
  /** Its name for people. */
  readonly title: string;
  /** What it is, in the system's own word: `hub`, `child`, `device`, `model`. */
  readonly kind: string;
  /** Whether there are nodes below it. */
  readonly hasChildren: boolean;
  /** Whether {@link SystemOps.rows} gives its rows. */
  readonly hasRows: boolean;
  /** How it is; null for what has no state. */
  readonly state: NodeState | null;
  /** Why it does not work, with what to do about it; null if it does. */
  readonly problem: ErrorJson | null;
  /** More about it. */
  readonly facts: readonly NodeFact[];
}

/** What can be done at a node. */
export interface Action {
  /** By which the page asks for it. */
  readonly id: string;
  /** Its name for people. */
  readonly title: string;
  /** What it does, in a sentence; null if that is not known. */
  readonly help: string | null;
  /** Its arguments: a schema of a list, whose `prefixItems` become fields; without those the page asks for a list as JSON. */
  readonly input: JsonSchema;
  /** Whether it answers once, gives values one after the other, or opens bytes in both directions, which a terminal shows. */
  readonly kind: "call" | "stream" | "bytes";
  /** Which way the bytes of a file go, as the page sees it; absent for bytes in both directions. */
  readonly file?: "up" | "down";
  /** Whether it changes something; `--view` refuses it then. One of bytes always does. */
  readonly changes: boolean;
  /** What the page asks first, for what cannot be undone; null for nothing. */
  readonly confirm: string | null;
}

/** What an action came to: a value, or a run, whose lines are the stream of this name. */
export type Acted = { readonly result: unknown } | { readonly run: string };

/** A column of rows. */
export interface Column {
  /** The member of a row. */
  readonly name: string;
  /** Its name for people. */
  readonly title: string;
  /** The type, as the system calls it. */
  readonly type: string;
  /** What a new value must be; null for a column that cannot be changed. */
  readonly schema: JsonSchema | null;
}

/** Which rows the page wants. */
export interface RowQuery {
  /** What they must fit, in the system's own words; empty for all. */
  readonly filter: string;
  /** By what they are sorted, in the system's own words; empty for the system's order. */
  readonly order: string;
  /** The most rows of one answer. */
  readonly limit: number;
  /** Where the answer before ended; null for the first. */
  readonly from: string | null;
}

/** A row. */
export interface Row {
  /** The node that it is, for actions and for facts; null for a row that is no node. */
  readonly node: string | null;
  /** Its values, by the names of columns; a member that is absent has no value. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Rows of a node. */
export interface Rows {
  /** The columns, in their order. */
  readonly columns: readonly Column[];
  /** The rows, in their order. */
  readonly rows: readonly Row[];
  /** What the next {@link RowQuery} has as `from`; null after the last row. */
  readonly next: string | null;
}

/** A line of the stream `logs`. */
export interface LogLine {
  /** When, as ISO 8601 in UTC; null if the system does not say. */
  readonly time: string | null;
  /** Where it is from. */
  readonly from: string;
  /** `debug`, `info`, `warn` or `error`. */
  readonly level: string;
  /** The line. */
  readonly text: string;
}

/** A line of the stream `tree`: the node below which others may be, or are otherwise; null for the roots. */
export interface TreeChange {
  /** The node; its own state and what is below it are asked for again. */
  readonly changed: string | null;
}

/** The largest number of rows that a page may ask for at once. */
export const MAX_ROWS = 1_000;
