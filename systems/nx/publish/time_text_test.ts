import { strictEqual, throws } from "node:assert/strict";
import { fileTime, momentOf, rfc3339 } from "./time_text.ts";

const AT = { seconds: 1_767_323_045n, nanos: 678_900_000, offsetMinutes: 0 };

Deno.test("rfc3339() has the digits of a second that are needed, in the clock's own offset", () => {
  strictEqual(rfc3339(AT), "2026-01-02T03:04:05.6789Z");
  strictEqual(rfc3339({ ...AT, offsetMinutes: 150 }), "2026-01-02T05:34:05.6789+02:30");
  strictEqual(rfc3339({ ...AT, offsetMinutes: -570 }), "2026-01-01T17:34:05.6789-09:30");
  strictEqual(rfc3339({ ...AT, nanos: 0 }), "2026-01-02T03:04:05Z");
  strictEqual(rfc3339({ ...AT, nanos: 1 }), "2026-01-02T03:04:05.000000001Z");
  strictEqual(rfc3339({ seconds: -1n, nanos: 0, offsetMinutes: 0 }), "1969-12-31T23:59:59Z");
});

Deno.test("fileTime() cuts off after three digits, and has no plus", () => {
  strictEqual(fileTime({ ...AT, nanos: 678_999_999 }), "20260102T030405.678Z");
  strictEqual(fileTime({ ...AT, offsetMinutes: 150 }), "20260102T053405.678_0230");
  strictEqual(fileTime({ ...AT, offsetMinutes: -60 }), "20260102T020405.678-0100");
});

Deno.test("rfc3339() refuses what no calendar or clock has", () => {
  throws(() => rfc3339({ ...AT, nanos: -1 }), RangeError);
  throws(() => rfc3339({ ...AT, nanos: 1e9 }), RangeError);
  throws(() => rfc3339({ ...AT, offsetMinutes: 1_440 }), RangeError);
  throws(() => rfc3339({ ...AT, seconds: 253_402_300_800n }), RangeError);
});

Deno.test("momentOf() splits milliseconds, also before 1970", () => {
  strictEqual(rfc3339(momentOf(-1, 0)), "1969-12-31T23:59:59.999Z");
  strictEqual(rfc3339(momentOf(1_767_323_045_678, 60)), "2026-01-02T04:04:05.678+01:00");
});
