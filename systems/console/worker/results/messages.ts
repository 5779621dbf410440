/**
 * What the page asks its worker about results.
 *
 * @module
 */

/** How a cell can look; a cell's look is a place in this list. */
export const LOOKS = ["text", "number", "other", "bytes", "null", "empty", "quoted"] as const;

/** A question about a result, which the page names by a number of its own. */
export type ResultAsk =
  | { readonly op: "open"; readonly id: number; readonly payload: ArrayBuffer; readonly layout: string }
  | { readonly op: "close"; readonly id: number }
  | ({ readonly op: "cells"; readonly id: number } & CellRange)
  | { readonly op: "whole"; readonly id: number; readonly row: number; readonly column: number }
  | ({ readonly op: "copy"; readonly id: number } & CellRange)
  | ({ readonly op: "json"; readonly id: number } & CellRange)
  | ({ readonly op: "find"; readonly id: number } & FindRequest);

/** Cells beside each other. */
export interface CellRange {
  /** The first row. */
  readonly row: number;
  /** How many rows. */
  readonly rows: number;
  /** The first column. */
  readonly column: number;
  /** How many columns. */
  readonly columns: number;
}

/** Asks for the next cell with a text. */
export interface FindRequest {
  /** The text; upper and lower case are one. */
  readonly text: string;
  /** The row and column to begin after, or before. */
  readonly row: number;
  /** The column. */
  readonly column: number;
  /** Forwards or backwards. */
  readonly by: 1 | -1;
}

/** A place in a grid. */
export interface CellPlace {
  /** The row, from 0. */
  readonly row: number;
  /** The column, from 0. */
  readonly column: number;
}

/** The answer to each question. */
export interface ResultAnswers {
  /** What the result is. */
  readonly open: ResultHead;
  /** Nothing. */
  readonly close: null;
  /** Texts and looks, row by row. */
  readonly cells: { readonly texts: readonly string[]; readonly looks: Uint8Array };
  /** The cell. */
  readonly whole: WholeCell;
  /** The cells, separated by tabs and line ends. */
  readonly copy: string;
  /** The cells as exact JSON. */
  readonly json: string;
  /** The place; null if no cell has the text. */
  readonly find: CellPlace | null;
}

/** What a result is. */
export interface ResultHead {
  /** Which member holds the answer. */
  readonly shape: "Table" | "Json" | "Text" | "Binary";
  /** The columns. */
  readonly columns: readonly HeadColumn[];
  /** How many rows there are. */
  readonly rows: number;
  /** Rows that a write changed; null if the driver does not mention it. */
  readonly affectedRows: string | null;
  /** How long the database took, in milliseconds. */
  readonly executionTimeMs: string;
  /** Whether the driver has named a next page. */
  readonly hasNext: boolean;
  /** The text of the shapes Text and Json. */
  readonly text: string | null;
  /** The bytes of the shape Binary. */
  readonly bytes: Uint8Array | null;
  /** The payload's bytes. */
  readonly size: number;
}

/** A column. */
export interface HeadColumn {
  /** Its name. */
  readonly name: string;
  /** Its type, as the database calls it. */
  readonly type: string;
  /** Whether it is part of the key. */
  readonly isKey: boolean;
  /** The characters of its widest cell among the first rows, and of its name; at most 60. */
  readonly characters: number;
}

/** A cell, whole. */
export interface WholeCell {
  /** Its type, for people. */
  readonly type: string;
  /** Its text; empty for bytes and NULL. */
  readonly text: string;
  /** Its bytes; null if it has none. */
  readonly bytes: Uint8Array | null;
  /** The same as JSON text; null if it is none. */
  readonly json: string | null;
}
