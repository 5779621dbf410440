import { deepEqual, equal, match, ok } from "node:assert/strict";
import { probeHere } from "./run_here.ts";
import { probe } from "./run_probe.ts";

const VERBS = ["tour", "hello", "ping", "query", "decode", "encode"];

Deno.test("probe exits with 1 for wrong usage, with one line on stderr or a document on stdout", async () => {
  const cases: [string[], string][] = [
    [["pnig"], "Unknown verb of probe: pnig; did you mean ping?"],
    [["ping", "--jsn"], "Unknown option of ping: --jsn; did you mean --json?"],
    [["ping", "--timeout"], "Missing value of --timeout: give --timeout MS"],
    [
      ["ping", "--timeout", "soon"],
      "Cannot use --timeout soon: it must be a number of milliseconds from 1 to 2147483647",
    ],
    [["ping", "--layout", "1.0"], "Cannot use --layout 1.0: choose one of auto, 0.4, 0.5, 0.6, 0.7.0, 0.7.1, 0.8"],
    [["query"], "Missing SQL: give the statement, or - to read it from stdin"],
    [["ping", "extra"], "Cannot use argument extra: ping takes none"],
    [["call", "ping", "{}"], "Cannot use argument {}: call takes 1; use -d for the request's fields"],
    [["decode", "--layout", "0.4"], "Missing --role: choose one of request, response, auth-request, auth-response"],
    [
      ["decode", "--layout", "auto", "--role", "request"],
      "Cannot use --layout auto: choose one of 0.4, 0.5, 0.6, 0.7.0, 0.7.1, 0.8",
    ],
    [
      ["decode", "--layout", "0.4", "--role", "request", "--hex", "xyz"],
      "Cannot use --hex xyz: expected pairs of hexadecimal digits",
    ],
  ];
  for (const [args, message] of cases) {
    const human = await probeHere(args);
    equal(human.code, 1, message);
    equal(human.stdout, "");
    const verb = args[0] === "pnig" ? "" : ` ${args[0]}`, hint = `see fluxwire probe${verb} --help`;
    equal(human.stderr, `error[Usage]: ${message} (${hint})\n`);
    for (const withJson of [["--json", ...args], [...args, "--json"]]) {
      if (withJson.at(-2) === "--timeout") continue;
      const { code, stdout, stderr } = await probeHere(withJson);
      equal(code, 1);
      equal(stderr, "");
      deepEqual(JSON.parse(stdout), { error: { code: "Usage", message, hint } });
    }
  }
});

Deno.test("probe exits with 1 for wrong usage as a process too", async () => {
  const { code, stdout, stderr } = await probe(["ping", "--jsn"]);
  const text = "error[Usage]: Unknown option of ping: --jsn; did you mean --json? (see fluxwire probe ping --help)\n";
  deepEqual([code, stdout, stderr], [1, "", text]);
});

Deno.test("probe refuses a value without a field in the driver's form", async () => {
  const { code, stderr } = await probe(["query", "select", "--value", "endpont=x"]);
  equal(code, 1);
  match(stderr, /^error\[Usage\]: Cannot fill form: it has no field "endpont"; its fields are endpoint, api_key /);
});

Deno.test("probe exits with 1 for a missing file, and an invalid socket name", async () => {
  const missing = await probe(["decode", "--layout", "0.4", "--role", "request", "/nonexistent/frame.bin"]);
  equal(missing.code, 1);
  match(missing.stderr, /^error\[Usage\]: Cannot read \/nonexistent\/frame\.bin: /);
  const name = await probe(["ping", "--socket", "x".repeat(200)]);
  equal(name.code, 1);
  match(name.stderr, /^error\[SocketNameInvalid\]: /);
});

Deno.test("probe --help lists every verb, and each verb has its own help", async () => {
  const overview = await probe(["--help"]);
  equal(overview.code, 0);
  equal(overview.stderr, "");
  for (const verb of VERBS) {
    match(overview.stdout, new RegExp(`^  ${verb} +\\S`, "m"));
    const help = await probeHere([verb, "--help"]);
    equal(help.code, 0);
    ok(help.stdout.includes(`Usage: fluxwire probe ${verb} `), help.stdout);
    for (const flag of ["--json", "--timeout MS", "--token-env NAME", "--help, -h"]) {
      ok(help.stdout.includes(`  ${flag} `), flag);
    }
  }
});

Deno.test("probe --version is that of the package", async () => {
  const { code, stdout } = await probe(["--version"]);
  equal(code, 0);
  match(stdout, /^\d+\.\d+\.\d+\n$/);
});
