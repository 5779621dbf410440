import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { connect } from "../client/connect.ts";
import { Place } from "./testing/place.ts";

const CONFIG = `export:
  power: { type: power/mock }
  group: { children: { echo: { type: network/echo } } }
  again: { ref: group }
`;

Deno.test("check shows the devices of a file, by alias as well, as text and as a document", async () => {
  using place = new Place(CONFIG);
  const { code, stdout } = await place.ran(["check", "--exporter", "bench"]);
  strictEqual(code, 0);
  match(stdout, /^power +power {2}jumpstarter_driver_power\.client\.PowerClient\ngroup +\(group\)\n/);
  const { devices } = JSON.parse((await place.ran(["check", "--exporter-config", "exporter.yaml", "--json"])).stdout);
  deepStrictEqual(devices.map(({ path, target }: { path: string; target: string }) => [path, target]), [
    ["power", null],
    ["group", null],
    ["group.echo", null],
    ["again", "group"],
  ]);
});

Deno.test("a file that cannot be used, and wrong flags, are exit code 1 with the place and the remedy", async () => {
  using place = new Place("export: { one: { type: power/none } }");
  const bad = await place.ran(["check", "--exporter-config", "exporter.yaml"]);
  strictEqual(bad.code, 1);
  match(
    bad.stderr,
    /exporter\.yaml: export\.one\.type: Driver 'power\/none' is not installed\. Please check exporter /,
  );
  const cases: [string[], RegExp][] = [
    [["check"], /Give one of --exporter ALIAS and --exporter-config FILE/],
    [["check", "--exporter", "none"], /Cannot find exporter none: there is no file .*exporters\/none\.yaml or \/etc\//],
    [["run", "--exporter", "bench", "--tls-cert", "c"], /--tls-cert: give --tls-grpc-listener .* or --socket PATH/],
    [
      ["run", "--exporter", "bench", "--tls-grpc-listener", "0"],
      /Give both --tls-cert and --tls-key, or --tls-grpc-inse/,
    ],
    [["run", "--exporter", "bench", "--tls-grpc-listener", "x", "--tls-grpc-insecure"], /write \[HOST:\]PORT/],
    [["run", "--exporter", "bench", "--socket", "s", "--passphrase-env", "NONE_SUCH"], /the variable is not set/],
  ];
  for (const [args, text] of cases) {
    const { code, stderr } = await place.ran(args);
    match(stderr, text);
    strictEqual(code, 1, stderr);
  }
});

Deno.test("shell runs a command beside the devices, with upstream's variables, and keeps its exit code", async () => {
  using place = new Place(CONFIG);
  const script =
    'test -S "$JUMPSTARTER_HOST" && echo "$JUMPSTARTER_HOST $JMP_DRIVERS_ALLOW $JMP_EXPORTER $JMP_LEASE"; exit 7';
  const { code, stdout, stderr } = await place.ran(["shell", "--exporter", "bench", "--", "sh", "-c", script]);
  strictEqual(code, 7, stderr);
  const [socket, ...others] = stdout.trim().split(" ");
  deepStrictEqual(others, ["UNSAFE", "bench", "local"]);
  match(socket!, /\/jumpstarter-[^/]+\/socket$/);
  let isLeft = true;
  try {
    Deno.statSync(socket!.replace(/\/socket$/, ""));
  } catch {
    isLeft = false;
  }
  strictEqual(isLeft, false);
  const missing = await place.ran(["shell", "--exporter", "bench", "--", "./none"]);
  strictEqual(missing.code, 127);
  match(missing.stderr, /Cannot run \.\/none: there is no such program/);
});

Deno.test("run listens until SIGTERM, runs its after-hook, and removes its socket", async () => {
  using place = new Place(`${CONFIG}hooks: { afterLease: { script: "echo bye > after" } }`);
  const socket = `${place.folder}/socket`;
  const child = place.command(["run", "--exporter", "bench", "--socket", "socket", "--passphrase-env", "P"], {
    P: "pass",
  })
    .spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const problems = new Response(child.stderr).text();
  strictEqual((await lines.read()).value, `Listening on unix:${socket}\n`);
  const exporter = await connect({ endpoint: { address: `unix:${socket}`, tls: null, passphrase: "pass" } });
  strictEqual((await exporter.status()).status, "LEASE_READY");
  strictEqual(await exporter.device("power").call("on"), null);
  await exporter.close();
  child.kill("SIGTERM");
  strictEqual((await child.status).code, 0, await problems);
  await lines.cancel();
  strictEqual(Deno.readTextFileSync(`${place.folder}/after`), "bye\n");
  ok(![...Deno.readDirSync(place.folder)].some(({ name }) => name === "socket"));
  match(await problems, /INFO: power: power on/);
});

Deno.test("run ends with 1 if a before-hook with onFailure exit fails", async () => {
  using place = new Place("hooks: { beforeLease: { script: exit 3, onFailure: exit } }");
  const { code, stderr } = await place.ran(["run", "--exporter", "bench", "--socket", "s"]);
  strictEqual(code, 1);
  match(stderr, /WARNING: Hook failed with exit code 3/);
});
