import { deepEqual, equal, match, ok } from "node:assert/strict";
import { ERROR_CODES, explain } from "../../packages/cli/errors/catalogue.ts";
import { probeHere, probeJsonHere } from "./run_here.ts";
import { probe } from "./run_probe.ts";

Deno.test("probe explain prints the section of a code, in upper or lower case", async () => {
  const { code, stdout, stderr } = await probe(["explain", "NoCommonLayout"]);
  equal(code, 0);
  equal(stderr, "");
  const { happened, causes, remedy, commands } = explain("NoCommonLayout")!;
  match(stdout, /^NoCommonLayout: ProtocolError, exit code 5; StartError, exit code 5\n/);
  for (const text of [happened, ...causes, remedy, ...commands]) ok(stdout.includes(text), text);
  equal((await probe(["explain", "nocommonlayout"])).stdout, stdout);
});

Deno.test("probe explain --json gives one section, or all", async () => {
  const one = await probeJsonHere(["explain", "Timeout"]);
  equal(one.code, 0);
  deepEqual(one.json, JSON.parse(JSON.stringify(explain("Timeout"))));
  deepEqual(Object.keys(one.json), ["code", "classes", "happened", "causes", "remedy", "commands"]);
  const all = await probeJsonHere(["explain"]);
  equal(all.code, 0);
  deepEqual(all.json.codes.map(({ code }: { code: string }) => code), ERROR_CODES);
});

Deno.test("probe explain lists every code with its meaning", async () => {
  const { code, stdout } = await probeHere(["explain"]);
  equal(code, 0);
  const lines = stdout.trimEnd().split("\n");
  deepEqual(lines.map((line) => line.split(" ")[0]), ERROR_CODES);
  ok(
    lines.includes(
      `${"NotReady".padEnd(Math.max(...ERROR_CODES.map((code) => code.length)))}  ${explain("NotReady")!.happened}`,
    ),
  );
});

Deno.test("probe explain exits with 1 for an unknown code, and suggests a similar one", async () => {
  const { code, json } = await probeJsonHere(["explain", "NotReddy"]);
  equal(code, 1);
  deepEqual(json, {
    error: {
      code: "Usage",
      message: "Unknown error code: NotReddy; did you mean NotReady?",
      hint: "see fluxwire probe explain --help",
    },
  });
  const far = await probeHere(["explain", "nothing-like-it"]);
  equal(far.code, 1);
  equal(far.stderr, "error[Usage]: Unknown error code: nothing-like-it (see fluxwire probe explain --help)\n");
});
