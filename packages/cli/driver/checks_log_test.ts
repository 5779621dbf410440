import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ChecksLog } from "./checks_log.ts";

const TIME = "2026-01-02T03:04:05.678Z";

/** What a driver made with the SDK logs of a request that it cannot read. */
function unreadable(client: string, error = "expected text"): string {
  return `${TIME} WARN unreadable request body="Execute" error="${error}" client="${client}"`;
}

Deno.test("ChecksLog holds back what is logged of the checks' broken requests, and gives it when a check has failed", () => {
  const log = new ChecksLog(), first = unreadable(log.clientName), second = unreadable(log.clientName, "found 99");
  strictEqual(log.isEmpty, true);
  deepStrictEqual([log.holds(first), log.holds(second), log.isEmpty], [true, true, false]);
  deepStrictEqual(log.failed(), { lines: [first, second], omitted: 0 });
  strictEqual(log.holds(first), false);
});

Deno.test("ChecksLog holds back nothing else: other clients' requests, and lines of the driver's own", () => {
  const log = new ChecksLog(), name = log.clientName;
  for (
    const line of [
      unreadable("dbflux_driver_ipc"),
      unreadable(new ChecksLog().clientName),
      unreadable("dbflux_driver_ipc", `client=\\"${name}\\"`),
      `${TIME} INFO opened client="${name}"`,
      `${TIME} WARN slow client="${name}"`,
      `${TIME} ERROR unreadable request client="${name}"`,
      `I say: ${unreadable(name)}`,
      `${unreadable(name)} rows=3`,
      "",
    ]
  ) strictEqual(log.holds(line), false, line);
  strictEqual(log.isEmpty, true);
});

Deno.test("ChecksLog holds 200 lines, and counts the others", () => {
  const log = new ChecksLog();
  for (let line = 0; line < 203; line++) strictEqual(log.holds(unreadable(log.clientName)), true);
  const { lines, omitted } = log.failed();
  deepStrictEqual([lines.length, omitted], [200, 3]);
});
