import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { ForeignFolder } from "./foreign_folder.ts";

/** The command as a package of the registry. */
const COMMAND = ["run", "--no-prompt", "-A", "jsr:@fluxwire/cli"];

Deno.test("@fluxwire/cli probes the mock driver in a foreign folder, both from a JSR registry", async () => {
  await using foreign = await ForeignFolder.make();
  const tour = await foreign.works([...COMMAND, "probe"]);
  match(tour, /^ok +query .*: 4 rows$/m);
  match(tour, /, 0 failed in /);
  deepStrictEqual(foreign.trap.fetches, []);
  const { requests } = foreign.registry;
  deepStrictEqual(requests.filter(({ status }) => status !== 200), []);
  ok(
    requests.some(({ path }) => /^\/@fluxwire\/mock-driver\/[^/]+\/reference\.ts$/.test(path)),
    "the mock driver's module",
  );
});

Deno.test("probe bench in a foreign folder fetches its histogram from the npm registry, and nothing else", async () => {
  await using foreign = await ForeignFolder.make();
  const { code, stderr } = await foreign.deno([...COMMAND, "probe", "bench", "--duration", "1"]);
  strictEqual(code, 2, stderr);
  match(stderr, /^error\[PackageMissing\]: Cannot load the histogram of bench: .*hdr-histogram-js/m);
  const fetches = new Set(foreign.trap.fetches.map((line) => line.split(" ")[1]));
  deepStrictEqual([...fetches], ["/hdr-histogram-js"]);
  const { requests } = foreign.registry;
  ok(
    requests.some(({ path }) => /^\/@fluxwire\/cli\/[^/]+\/bench\/npm\/main\.ts$/.test(path)),
    "the bench's own module",
  );
});
