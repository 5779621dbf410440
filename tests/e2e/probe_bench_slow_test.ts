import { deepEqual, equal, match } from "node:assert/strict";
import { FetchTrap } from "./no_network.ts";
import { probe, probeJson } from "./run_probe.ts";

const NUMBER = "it must be a number";

Deno.test("probe bench exits with 1 for wrong usage, before anything is fetched or started", async () => {
  const cases: [string[], string][] = [
    [["--rate", "0"], `Cannot use --rate 0: ${NUMBER} from 1 to 1000000`],
    [["--rate", "fast"], `Cannot use --rate fast: ${NUMBER} from 0 to 1000000`],
    [["--duration", "0"], `Cannot use --duration 0: ${NUMBER} of milliseconds from 1 to 2147483647`],
    [["--warm-up", "-1"], `Cannot use --warm-up -1: ${NUMBER} from 0 to 2147483647`],
    [["--connections", "1001"], `Cannot use --connections 1001: ${NUMBER} from 0 to 1000`],
    [["--pipeline", "0"], `Cannot use --pipeline 0: ${NUMBER} from 1 to 1000`],
    [["--payload", "20000000"], `Cannot use --payload 20000000: ${NUMBER} of bytes from 1 to 16777216`],
    [
      ["--compare", "/nonexistent"],
      "Cannot compare with /nonexistent: No such file or directory (os error 2): readfile '/nonexistent'",
    ],
    [
      ["--fail-if", "p98>5ms"],
      "Cannot use --fail-if p98>5ms: write one of p50, p90, p99, p99.9, max, rate, errors, then > >= < or <=, then a number, with us, ms or s if it is a time: p99>5ms, rate<1000, errors>0",
    ],
    [["ping"], "Cannot use argument ping: bench takes none"],
  ];
  await using trap = new FetchTrap();
  const home = await Deno.makeTempDir();
  const env = trap.environment(home);
  for (const [args, message] of cases) {
    const { code, json } = await probeJson(["bench", ...args], { env });
    equal(code, 1, message);
    deepEqual(json, { error: { code: "Usage", message, hint: "see fluxwire probe bench --help" } });
  }
  deepEqual(trap.fetches, []);
  await Deno.remove(home, { recursive: true });
});

Deno.test("probe bench reports the remedy if no registry can be reached, as text and as JSON", async () => {
  await using trap = new FetchTrap();
  const home = await Deno.makeTempDir();
  const env = trap.environment(home);
  const { code, json } = await probeJson(["bench", "--duration", "1"], { env });
  equal(code, 2);
  equal(json.error.code, "PackageMissing");
  match(json.error.message, /^Cannot load the histogram of bench: .*hdr-histogram-js/);
  match(json.error.hint, /^run it once while the npm registry can be reached/);
  const human = await probe(["bench", "--duration", "1"], { env });
  equal(human.code, 2);
  equal(human.stdout, "");
  match(human.stderr, /^error\[PackageMissing\]: .*\n$/);
  await Deno.remove(home, { recursive: true });
});
