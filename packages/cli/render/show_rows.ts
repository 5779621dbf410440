/**
 * The result of a verb that asks for rows.
 *
 * @module
 */
import type { Output } from "@fluxwire/command";
import type { QueryResultDto } from "@fluxwire/wire";
import { msText } from "../command/duration.ts";
import { type FormatOptions, isCounted, outcomeText, writeResult } from "./formats.ts";
import { plainResult } from "./plain_json.ts";

/** How a result is shown. */
export interface ShowOptions extends FormatOptions {
  /** How long the answer took, in milliseconds; null if that is not to be shown. */
  ms: number | null;
  /**
   * The most rows to show; a driver may answer more than were asked for.
   *
   * @default {null}
   */
  limit?: number | null;
}

/** Shows rows and their number; formats for programs have the number on stderr, and only of a result without rows. */
export function showRows(output: Output, answer: QueryResultDto, { ms, limit = null, ...format }: ShowOptions): void {
  const isLonger = limit !== null && answer.rows.length > limit;
  const result = isLonger ? { ...answer, rows: answer.rows.slice(0, limit) } : answer;
  if (output.isJson) return output.json({ ...plainResult(result), ms });
  writeResult(output, result, format);
  const counted = `${outcomeText(result)}${isLonger ? ` of ${answer.rows.length}` : ""}`;
  const outcome = ms === null ? counted : `${counted} in ${msText(ms)}`;
  if (isCounted(format.format)) output.line(output.paint(outcome, "dim"));
  else if (result.columns.length === 0) output.aside([outcome]);
}
