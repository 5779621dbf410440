import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { isShown, type LogRecord, recordLine, recordOf } from "./record.ts";
import { threadMs } from "../../../tests/thread_time.ts";

const SUBJECT = { instanceId: "hub-1", deviceId: "1111", driverId: "com.example.hub", pid: 42 };
const TIME = new Date("2026-11-20T18:06:08.123Z");

function record(change: Partial<LogRecord> = {}): LogRecord {
  return { time: TIME, level: "info", stream: "stdout", text: "line", ...change };
}

Deno.test("recordLine() writes time, level, instance and stream before the text", () => {
  strictEqual(recordLine(record(), SUBJECT, "text"), "2026-11-20T18:06:08.123Z INFO hub-1 stdout: line");
  const own = record({ level: "warn", stream: "host", text: "sentence" });
  strictEqual(recordLine(own, SUBJECT, "text"), "2026-11-20T18:06:08.123Z WARN hub-1 host: sentence");
  strictEqual(recordLine(own, null, "text"), "2026-11-20T18:06:08.123Z WARN - host: sentence");
});

Deno.test("recordLine() writes a document on one line, with the fields that a driver has sent", () => {
  deepStrictEqual(JSON.parse(recordLine(record(), SUBJECT, "json")), {
    ts: "2026-11-20T18:06:08.123Z",
    level: "INFO",
    instance_id: "hub-1",
    device_id: "1111",
    driver_id: "com.example.hub",
    pid: 42,
    stream: "stdout",
    msg: "line",
    fields: {},
  });
  const parts = (text: string) => {
    const { msg, fields } = JSON.parse(recordLine(record({ stream: "rpc", text }), SUBJECT, "json"));
    return [msg, fields];
  };
  deepStrictEqual(parts('permit {join} {"on":{"a":1}}'), ["permit {join}", { on: { a: 1 } }]);
  deepStrictEqual(parts("a {b}"), ["a {b}", {}]);
  deepStrictEqual(parts("plain"), ["plain", {}]);
});

Deno.test("recordOf() takes the level out of the host's own lines, and leaves a driver's as they are", () => {
  const line = { seq: 0, time: TIME, service: "hub-1", level: "warn" } as const;
  strictEqual(recordOf({ ...line, stream: "host", text: "WARN a sentence" }).text, "a sentence");
  strictEqual(recordOf({ ...line, stream: "stderr", text: "WARN a sentence" }).text, "WARN a sentence");
});

Deno.test("isShown() hides what is less urgent", () => {
  deepStrictEqual((["debug", "info", "warn", "error"] as const).map((level) => isShown(record({ level }), "warn")), [
    false,
    false,
    true,
    true,
  ]);
});

Deno.test("recordLine() looks for fields behind a few braces only, whatever a driver sends", () => {
  const text = "x" + ' {"a":'.repeat(20_000) + "}";
  const startedAt = threadMs();
  const { msg, fields } = JSON.parse(recordLine(record({ stream: "rpc", text }), null, "json"));
  ok(threadMs() - startedAt < 2_000);
  deepStrictEqual([msg, fields], [text, {}]);
  const few = JSON.parse(recordLine(record({ stream: "rpc", text: 'a {b} {c {"n": 1}' }), null, "json"));
  deepStrictEqual([few.msg, few.fields], ["a {b} {c", { n: 1 }]);
});
