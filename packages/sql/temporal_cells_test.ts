import { deepStrictEqual } from "node:assert/strict";
import { momentCell } from "./temporal_cells.ts";

/** The same moment with an offset of no minutes, which is converted. */
function converted(text: string): unknown {
  return momentCell(text.replace(/\+00$/, "+00:00"));
}

Deno.test("momentCell() reads a moment in UTC like one with another offset", () => {
  const moments = ["2024-01-02 03:04:05+00", "0001-12-28 23:59:59.999999+00", "9999-02-01 00:00:00.1+00"];
  for (let month = 1; month <= 12; month++) {
    const last = new Date(Date.UTC(2023, month, 0)).toISOString().slice(0, 10);
    moments.push(`${last} 00:00:00+00`, `2024-${last.slice(5)} 12:00:00+00`);
  }
  for (const text of moments) {
    deepStrictEqual(momentCell(text), { type: "DateTime", value: text.replace(" ", "T").replace("+00", "Z") });
    deepStrictEqual(momentCell(text), converted(text));
  }
});

Deno.test("momentCell() leaves what is no moment as it is, also if it differs from one in a single place", () => {
  const texts = ["", "infinity", "0044-03-15 00:00:00+00 BC", "10000-01-01 00:00:00+00", "2024-01-02 03:04:05.+00"];
  deepStrictEqual(texts.map(momentCell), texts);
  const moment = "2024-01-02 03:04:05+00";
  for (let i = 0; i < moment.length; i++) {
    const text = `${moment.slice(0, i)}x${moment.slice(i + 1)}`;
    deepStrictEqual(momentCell(text), text);
  }
});
