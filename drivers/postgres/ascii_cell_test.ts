import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { momentCell } from "@fluxwire/sql";
import { exactNumber, hexBytes, isDay, utcMoment } from "./ascii_cell.ts";

/** Reads a text that stands between others. */
function within<T>(text: string, read: (bytes: Uint8Array, from: number, to: number) => T): T {
  const bytes = new TextEncoder().encode(`9${text}9`);
  return read(bytes, 1, bytes.length - 1);
}

Deno.test("exactNumber() is what Number() makes of the text, for up to 15 digits", () => {
  const texts = ["0", "-0", "1", "-7", "0.1", "0.3", "1.25", "-0.000001", "0.00000000000001", "123456789012345"];
  for (let i = 1; i < 10_000; i++) texts.push(String(i / 7).slice(0, 16), String(i / 1_000), String(-i * 1.1));
  let exact = 0;
  for (const text of texts) {
    const value = within(text, exactNumber);
    if (value === null) continue;
    exact++;
    strictEqual(Object.is(value, Number(text)), true, `${text}: ${value}`);
  }
  strictEqual(exact > 20_000, true, `only ${exact}`);
});

Deno.test("exactNumber() leaves other texts to another reader", () => {
  const texts = [
    "",
    "-",
    ".",
    "-.",
    "1.2.3",
    "1e5",
    "NaN",
    "Infinity",
    "-Infinity",
    "0.1000000000000001",
    "/",
    ":",
    "é",
  ];
  deepStrictEqual(texts.filter((text) => within(text, exactNumber) !== null), []);
});

Deno.test("hexBytes() reads up to 64 bytes, and leaves all else to another reader", () => {
  for (const count of [0, 1, 2, 63, 64]) {
    const bytes = Uint8Array.from({ length: count }, (_, i) => 255 - i);
    deepStrictEqual(within(`\\x${bytes.toHex()}`, hexBytes), bytes);
  }
  const others = ["", "\\", "\\x0", "\\x0g", "\\xg0", "\\y00", "xx00", "a\\\\b", `\\x${"00".repeat(65)}`];
  deepStrictEqual(others.filter((text) => within(text, hexBytes) !== null), []);
});

Deno.test("isDay() is true for years of four digits alone", () => {
  const texts = [
    "2024-01-02",
    "9999-12-31",
    "infinity",
    "10000-01-01",
    "2024-01-02 BC",
    "2024/01/02",
    "2024-01-0x",
    "",
  ];
  deepStrictEqual(texts.filter((text) => within(text, isDay)), ["2024-01-02", "9999-12-31"]);
});

Deno.test("utcMoment() is what momentCell() makes of a text, and leaves other offsets and odd days to it", () => {
  const moments = ["2024-01-02 03:04:05+00", "0001-12-28 23:59:59.999999+00", "9999-02-01 00:00:00.1+00"];
  for (let month = 1; month <= 12; month++) {
    const last = new Date(Date.UTC(2023, month, 0)).toISOString().slice(0, 10);
    moments.push(`${last} 00:00:00+00`);
  }
  for (const text of moments) {
    const read = within(text, (...place) => new TextDecoder().decode(utcMoment(...place)!));
    deepStrictEqual({ type: "DateTime", value: read }, momentCell(text));
  }
  const [first] = moments, others = ["", "infinity", "0044-03-15 00:00:00+00 BC", "10000-01-01 00:00:00+00"];
  // Every text that differs in one place: what is read must be what the other reader makes of it.
  for (let i = 0; i < first!.length; i++) {
    for (const other of "0369:.-+ xTZ") others.push(`${first!.slice(0, i)}${other}${first!.slice(i + 1)}`);
  }
  for (
    const text of ["2024-02-29 00:00:00+00", "2024-01-02 03:04:05.+00", "2024-01-02 03:04:05.1234567891+00", ...others]
  ) {
    const read = within(text, (...place) => utcMoment(...place)?.slice() ?? null);
    if (read !== null) deepStrictEqual({ type: "DateTime", value: new TextDecoder().decode(read) }, momentCell(text));
  }
  const left = [
    "2024-02-29 00:00:00+00",
    "2024-04-31 00:00:00+00",
    "2024-13-01 00:00:00+00",
    "2024-00-01 00:00:00+00",
    "2024-01-02 24:00:00+00",
    "2024-01-02 03:04:05+01",
    "2024-01-02 03:04:05-00",
  ];
  deepStrictEqual(left.filter((text) => within(text, utcMoment) !== null), []);
});
