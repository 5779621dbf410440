import { deepEqual, ok } from "node:assert/strict";
import { type CheckResult, checksOf, runChecks } from "@fluxwire/testing/conformance";
import { RustLikeDriver } from "./rust_like_driver.ts";

async function run(): Promise<CheckResult[]> {
  return await runChecks(new RustLikeDriver(), {
    checks: checksOf("full"),
    layouts: ["0.7.1"],
    deadlineMs: 2_500,
    concurrency: 4,
    sharesSessions: true,
    signal: new AbortController().signal,
  });
}

Deno.test("conformance says nothing false of a driver that behaves as DBFlux's own programs do", async () => {
  const results = await run();
  const ids = (verdict: string) => results.filter((one) => one.verdict === verdict).map(({ id }) => id);
  const message = (id: string) => results.find((one) => one.id === id)?.message;
  // The one thing that is wrong with it: TableDetails ends the connection.
  deepEqual(ids("failed"), ["errors.every-request"]);
  deepEqual(ids("blocked"), ["errors.unsupported", "errors.session-of-errors"]);
  deepEqual(
    message("sockets.second-connection"),
    "it serves one connection at a time, as DBFlux's own driver host does",
  );
  deepEqual(
    message("handshake.no-chunks"),
    "it announces exactly what the host requests, which hosts ignore",
  );
  deepEqual(message("queries.integer"), "it gives every statement the same rows");
  ok(ids("passed").length > 50);
});
