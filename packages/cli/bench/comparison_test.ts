import { deepEqual, throws } from "node:assert/strict";
import { UsageError } from "@fluxwire/command";
import { type Comparable, ratiosTo, readSaved } from "./comparison.ts";

function measured(name: string, ms: number, rate: number): Comparable {
  return {
    name,
    rate,
    times: { corrected: { "p50": ms, "p90": 2 * ms, "p99": 3 * ms, "p99.9": 4 * ms, max: 5 * ms } },
  };
}

Deno.test("ratiosTo() divides each number by the other's, and leaves out what has none", () => {
  const ratios = { "p50": 2, "p90": 2, "p99": 2, "p99.9": 2, max: 2, rate: 0.5 };
  deepEqual(ratiosTo(measured("a", 2, 100), measured("a", 1, 200)), ratios);
  const none = { "p50": null, "p90": null, "p99": null, "p99.9": null, max: null };
  deepEqual(ratiosTo({ name: "a", rate: 1, times: { corrected: null } }, measured("a", 1, 0)), { ...none, rate: null });
});

Deno.test("readSaved() reads a document of bench, and refuses anything else", async () => {
  const path = await Deno.makeTempFile();
  try {
    const document = {
      ok: true,
      measurements: [measured("ping", 1, 2), { name: "b", rate: 0, times: { corrected: null } }],
    };
    await Deno.writeTextFile(path, JSON.stringify(document));
    deepEqual(readSaved(path), document);
    for (
      const text of ["", "null", "{}", '{"measurements":[{}]}', '{"measurements":[{"name":"a","rate":1,"times":{}}]}']
    ) {
      await Deno.writeTextFile(path, text);
      throws(() => readSaved(path), UsageError, text);
    }
  } finally {
    await Deno.remove(path);
  }
  throws(() => readSaved(path), /^UsageError: Cannot compare with .*: No such file/);
});
