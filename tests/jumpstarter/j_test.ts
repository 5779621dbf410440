import { deepEqual, equal, match } from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { freePort } from "../free_port.ts";
import { CONFIGURATION, jmp, OWN, type Program, type RunningExporter, startRun, startShell } from "./exporters.ts";

const CUSTOM = new URL("./custom.ts", import.meta.url).pathname;
const WITH_CUSTOM = `${CONFIGURATION}  custom:
    type: ${CUSTOM}#custom
`;
const COMMAND_MS = 120_000;

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs our `j` on an exporter. */
async function ran(
  { folder }: { folder: string },
  args: string[],
  env: Record<string, string>,
  input = "",
): Promise<Ended> {
  const process = new Deno.Command(OWN.program, {
    args: [...OWN.args, "j", ...args],
    cwd: folder,
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(COMMAND_MS),
  }).spawn();
  const [{ code, stdout, stderr }] = await Promise.all([
    process.output(),
    new Blob([input]).stream().pipeTo(process.stdin),
  ]);
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

function jOf(exporter: RunningExporter): (...args: string[]) => Promise<Ended> {
  return (...args) => ran(exporter, args, { JUMPSTARTER_HOST: exporter.host });
}

const PEERS: readonly (readonly [string, () => Promise<Program>])[] = [
  ["a real exporter", jmp],
  ["our exporter", () => Promise.resolve(OWN)],
];

for (const [name, program] of PEERS) {
  Deno.test(`j drives ${name}`, async (t) => {
    await using exporter = await startShell(await program());
    const j = jOf(exporter);

    await t.step("without words it shows the tree", async () => {
      const { code, stdout } = await j();
      equal(code, 0);
      match(stdout, /^power {5}jumpstarter_driver_power\.client\.PowerClient/m);
      match(stdout, /^lab .*\n {2}supply /m);
      const { devices } = JSON.parse((await j("--json")).stdout);
      equal(devices.map((device: { name: string }) => device.name).join(), "power,echo,storage,serial,shell,lab,same");
    });

    await t.step("help names devices, commands and flags", async () => {
      match((await j("--help")).stdout, /--passphrase-env NAME/);
      match((await j("power")).stdout, /cycle \[--wait SECONDS\]/);
      match((await j("shell", "--help")).stdout, /^ {2}greet /m);
      match((await j("lab", "supply", "read", "--help")).stdout, /lab supply read/);
    });

    await t.step("power commands, also by a path and an alias", async () => {
      deepEqual(await j("power", "cycle", "-w", "0.1"), { code: 0, stdout: "", stderr: "" });
      const { stdout } = await j("same", "read");
      equal(stdout, "voltage=0 V  current=0 A  apparent_power=0 VA\nvoltage=5 V  current=2 A  apparent_power=10 VA\n");
      // Protobuf's maps have no order.
      const [, reading] = (await j("lab.supply", "read", "--json")).stdout.split("\n");
      deepEqual(JSON.parse(reading!), { voltage: 5, current: 2 });
    });

    await t.step("a program's output and exit code pass through", async () => {
      const greeted = await j("shell", "greet", "--env", "PLACE=here", "World");
      deepEqual(greeted, { code: 0, stdout: "Hello World from here\n", stderr: "oh\n" });
      equal((await j("shell", "fail")).code, 42);
    });

    await t.step("bytes joins stdin and stdout", async () => {
      const { code, stdout } = await ran(
        exporter,
        ["echo", "bytes"],
        { JUMPSTARTER_HOST: exporter.host },
        "to and fro",
      );
      deepEqual({ code, stdout }, { code: 0, stdout: "to and fro" });
    });

    await t.step("flash and dump keep every byte; a failed dump leaves no file", async () => {
      const image = new Uint8Array(randomBytes(100_000));
      await Deno.writeFile(`${exporter.folder}/image`, image);
      equal((await j("storage", "flash", "image")).code, 0);
      equal((await j("storage", "dump", "copy.gz", "--compression", "gzip")).code, 0);
      equal((await j("storage", "flash", "-t", "part:copy.gz", "--compression", "gzip")).code, 0);
      equal((await j("storage", "dump", "copy", "--target", "part")).code, 0);
      deepEqual(new Uint8Array(await Deno.readFile(`${exporter.folder}/copy`)), image);
      equal((await j("storage", "dump", "lost", "--target", "nothing")).code, 6);
      const names = [...Deno.readDirSync(exporter.folder)].map(({ name }) => name);
      deepEqual(names.filter((name) => name.startsWith("lost")), []);
    });

    await t.step("failures have codes, and one line", async () => {
      const failed = await j("power", "call", "explode");
      equal(failed.code, 6);
      match(
        failed.stderr,
        /^error\[\w+\]: Cannot call power\.explode: method explode not found on driver \(NOT_FOUND\) \(/,
      );
      const document = JSON.parse((await j("power", "call", "explode", "--json")).stdout);
      equal(document.error.code, "NOT_FOUND");
      equal((await j("power", "explode")).code, 1);
      equal((await j("power", "on", "now")).code, 1);
      equal((await j("storage", "flash", "no-such-file")).code, 1);
      equal((await j("--host", `${exporter.folder}/nothing`)).code, 2);
      equal((await j("--timeout", "300", "echo", "forward-tcp", "0")).code, 7);
    });
  });
}

Deno.test("j makes commands from what our exporter reports of methods", async () => {
  await using exporter = await startShell(OWN, WITH_CUSTOM);
  const j = jOf(exporter);
  const { stdout } = await j("custom");
  match(stdout, /^ {2}execute COMMAND ARGS +Execute a command on the exporter's machine$/m);
  match(stdout, /^ {2}store FILE +Takes a file$/m);
  equal((await j("custom", "execute", "echo", '["a", "b"]')).stdout, "a b\n\n");
  equal((await j("custom", "double", "21")).stdout, "42\n");
  equal((await j("custom", "count", "3")).stdout, "1\n2\n3\n");
  equal((await j("custom", "store", "exporter.yaml")).stdout, `${new TextEncoder().encode(WITH_CUSTOM).length}\n`);
  deepEqual(await j("custom", "double", "many"), {
    code: 1,
    stdout: "",
    stderr: 'error[Usage]: Cannot use NUMBER "many": expected integer (see fluxwire jumpstarter j --help)\n',
  });
});

Deno.test("j needs a host, and the passphrase of its exporter", async () => {
  const port = freePort();
  await using exporter = await startRun(OWN, port, ["--tls-grpc-insecure", "--passphrase", "open sesame"]);
  const variables = { JUMPSTARTER_HOST: exporter.host, JMP_GRPC_INSECURE: "1", SECRET: "open sesame" };
  equal((await ran(exporter, ["power", "on"], { ...variables, JMP_GRPC_PASSPHRASE: "open sesame" })).code, 0);
  equal((await ran(exporter, ["--passphrase-env", "SECRET", "power", "on"], variables)).code, 0);
  const wrong = await ran(exporter, ["power", "on"], { ...variables, JMP_GRPC_PASSPHRASE: "wrong" });
  equal(wrong.code, 3);
  match(wrong.stderr, /invalid or missing passphrase/);
  equal((await ran(exporter, ["power", "on"], { JUMPSTARTER_HOST: "" })).code, 1);
});
