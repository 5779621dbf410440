import { equal, ok } from "node:assert/strict";
import { seededDraw } from "./draw.ts";
import { value } from "./primitive_of.ts";

const OFFSET = /(Z|[+-]\d\d:\d\d)$/;
const DATE = /^([+-]\d{5,6}|-?\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?$/;

Deno.test("value() makes only times that a host can hold, leap seconds, far years and offsets among them", () => {
  const draw = seededDraw(13), seen = new Set<string>();
  for (let i = 0; i < 20_000; i++) {
    const made = value(draw, 0);
    if (made === null || typeof made !== "object" || !("value" in made)) continue;
    const { type, value: text } = made;
    if (type !== "DateTime" && type !== "Date" && type !== "Time") continue;
    seen.add(text);
    const [date, time] = type === "DateTime" ? text.split("T") : type === "Date" ? [text] : [undefined, text];
    if (date !== undefined) ok(DATE.test(date), text);
    if (time !== undefined) ok(TIME.test(time.replace(type === "DateTime" ? OFFSET : /$/, "")), text);
    equal(type === "DateTime" ? OFFSET.test(text) : true, true, text);
  }
  for (const edge of ["23:59:60", "+12024-01-02", "2024-01-02T03:04:05+14:00"]) ok(seen.has(edge), edge);
});
