import { deepEqual, equal, throws } from "node:assert/strict";
import { assignment, plainValue } from "./plain_value.ts";

Deno.test("plainValue() reads numbers, booleans and null as what they look like, and the rest as text", () => {
  equal(plainValue("5"), 5n);
  equal(plainValue("-9223372036854775808"), -(2n ** 63n));
  equal(plainValue("1.5"), 1.5);
  equal(plainValue("true"), true);
  equal(plainValue("null"), null);
  for (const text of ["", "Sol", "007", "9223372036854775808", "1e400", "https://a.example", "true ", "None"]) {
    equal(plainValue(text), text);
  }
});

Deno.test("plainValue() obeys a type before the text", () => {
  equal(plainValue("text:5"), "5");
  equal(plainValue("text:int:5"), "int:5");
  equal(plainValue("float:2"), 2);
  equal(plainValue("float:NaN"), NaN);
  deepEqual(plainValue("decimal:1.10"), { type: "Decimal", value: "1.10" });
  deepEqual(plainValue("hex:00ff"), Uint8Array.of(0, 255));
  deepEqual(plainValue('json:{"a":1}'), { type: "Json", value: '{"a":1}' });
  deepEqual(plainValue("date:2026-01-31"), { type: "Date", value: "2026-01-31" });
  deepEqual(plainValue("time:12:30:00"), { type: "Time", value: "12:30:00" });
  deepEqual(plainValue("datetime:2026-01-31T12:30:00Z"), { type: "DateTime", value: "2026-01-31T12:30:00Z" });
});

Deno.test("plainValue() refuses a text that is no value of its type, and says how to send it as text", () => {
  for (
    const text of [
      "int:x",
      "int:9223372036854775808",
      "float:1e400",
      "bool:yes",
      "hex:f",
      "json:{",
      "date:today",
      "datetime:x",
    ]
  ) {
    throws(() => plainValue(text), { name: "UsageError", message: new RegExp(`text:${text.replace(/[{]/, "\\$&")}`) });
  }
});

Deno.test("plainValue() takes days and times that exist", () => {
  for (
    const text of ["date:2026-02-29", "date:2026-13-01", "time:24:00:00", "time:12:60:00", "datetime:2026-02-30T12:00"]
  ) {
    throws(() => plainValue(text), { name: "UsageError", message: new RegExp(`it is no ${text.split(":")[0]};`) });
  }
  deepEqual(plainValue("date:2028-02-29"), { type: "Date", value: "2028-02-29" });
  deepEqual(plainValue("time:23:59:59.5"), { type: "Time", value: "23:59:59.5" });
});

Deno.test("assignment() splits at the first equals sign", () => {
  deepEqual(assignment("note=a=b"), { column: "note", text: "a=b", value: "a=b", isTyped: false });
  deepEqual(assignment("n=int:1"), { column: "n", text: "int:1", value: 1n, isTyped: true });
  throws(() => assignment("=1"), /write the column, =, and the value/);
  throws(() => assignment("n"), /write the column, =, and the value/);
});
