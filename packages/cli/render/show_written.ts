/**
 * The result of a verb that writes a row.
 *
 * @module
 */
import type { Output } from "@fluxwire/command";
import type { CrudResult } from "@fluxwire/wire";
import { msText } from "../command/duration.ts";
import type { Stored } from "../driver/stored.ts";
import { affectedText } from "./formats.ts";
import { plainInteger, toPlain } from "./plain_json.ts";
import { fittedTable } from "./table.ts";
import { verticalLines } from "./vertical.ts";

/** Shows how many rows were written, and the row if the driver returns it and its columns are known. */
export function showWritten(output: Output, { affectedRows, returningRow }: CrudResult, options: {
  /** How long the answer took, in milliseconds. */
  ms: number;
  /** The columns of the table. */
  columns: Stored["columns"];
}): void {
  const { ms, columns } = options;
  const row = returningRow ?? null;
  if (output.isJson) {
    return output.json({ affectedRows: plainInteger(affectedRows), row: row?.map(toPlain) ?? null, ms });
  }
  if (row !== null && columns?.length === row.length) {
    const rows = { columns: [...columns], rows: [row] };
    const fit = { maxWidth: output.columns, paintNull: (text: string) => output.paint(text, "dim") };
    for (const line of fittedTable(rows, fit) ?? verticalLines(rows, fit)) output.line(line);
  }
  output.line(output.paint(`${affectedText(affectedRows)} in ${msText(ms)}`, "dim"));
}
