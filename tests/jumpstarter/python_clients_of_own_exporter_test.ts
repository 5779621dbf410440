import { deepEqual, equal, match } from "node:assert/strict";
import { ENCODINGS } from "../../systems/jumpstarter/wire/names.ts";
import { encoded } from "../../systems/jumpstarter/coding/coded.ts";
import { freePort } from "../free_port.ts";
import { CONFIGURATION, OWN, peerEnvironment, peerProgram, startRun, startShell } from "./exporters.ts";

const FOLDER = new URL("../peers/python/jumpstarter/", import.meta.url).pathname;
const CUSTOM = new URL("./custom.ts", import.meta.url).pathname;
const WITH_CUSTOM = `${CONFIGURATION}  custom:
    type: ${CUSTOM}#custom
`;
const PROGRAM_MS = 120_000;

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs one of Jumpstarter's programs on an exporter. */
async function ran(
  { host, folder }: { host: string; folder: string },
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(await peerProgram(name), {
    args,
    cwd: folder,
    env: { ...peerEnvironment(folder), JUMPSTARTER_HOST: host, JMP_DRIVERS_ALLOW: "UNSAFE", ...env },
    signal: AbortSignal.timeout(PROGRAM_MS),
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("the real j drives our exporter", async (t) => {
  await using own = await startShell(OWN, WITH_CUSTOM);
  const j = (...args: string[]) => ran(own, "j", args);

  await t.step("its help has every device", async () => {
    const { code, stdout } = await j("--help");
    equal(code, 0);
    for (const name of ["echo", "lab", "power", "same", "serial", "shell", "storage"]) match(stdout, new RegExp(name));
  });

  await t.step("power: on, and readings of an alias", async () => {
    equal((await j("power", "on")).code, 0);
    deepEqual(await j("same", "read"), {
      code: 0,
      stdout:
        "voltage=0.0 V  current=0.0 A  apparent_power=0.0 VA\nvoltage=5.0 V  current=2.0 A  apparent_power=10.0 VA\n",
      stderr: "",
    });
  });

  await t.step("a program's output comes on both outputs", async () => {
    const greeted = await j("shell", "greet", "--env", "PLACE=here", "World");
    deepEqual(greeted, { code: 0, stdout: "Hello World from here\n", stderr: "oh\n" });
  });

  await t.step("flash and dump keep every byte, plain and in each encoding", async () => {
    const image = crypto.getRandomValues(new Uint8Array(60_000));
    for (const encoding of [null, ...ENCODINGS]) {
      const plain = new Blob([image]).stream();
      await Deno.writeFile(`${own.folder}/image`, encoding === null ? plain : encoded(plain, encoding));
      const flags = encoding === null ? [] : ["--compression", encoding];
      const flashed = await j("storage", "flash", "image", ...flags);
      equal(flashed.code, 0, flashed.stderr);
      const dumped = await j("storage", "dump", "dumped");
      equal(dumped.code, 0, dumped.stderr);
      deepEqual(await Deno.readFile(`${own.folder}/dumped`), image);
    }
    const refused = await j("storage", "flash", "dumped", "--compression", "gzip");
    equal(refused.code, 1);
    match(refused.stderr, /^Error: DriverCall 'flash' failed with gRPC UNKNOWN: /m);
  });
});

Deno.test("the real Python client and its test class drive our exporter", async (t) => {
  await using own = await startShell(OWN, WITH_CUSTOM);

  await t.step("calls, generators, errors, 64 MiB of echo and forwards", async () => {
    const { code, stdout, stderr } = await ran(own, "python", [`${FOLDER}client.py`]);
    equal(code, 0, stderr);
    const { argument, failure, ...got } = JSON.parse(stdout);
    deepEqual(got, {
      execute: "a b\n",
      number: 42,
      count: [1, 2, 3],
      power: [[0, 0], [5, 2]],
      alias: [0, 5],
      missing: [
        "DriverMethodNotImplemented",
        "DriverCall 'explode' failed with gRPC NOT_FOUND: method explode not found on driver",
      ],
      "wrong kind": [
        "DriverMethodNotImplemented",
        "DriverCall 'count' failed with gRPC NOT_FOUND: method count missing marker marker_drivercall",
      ],
      echo: [67_108_864, true],
      forwarded: Array.from({ length: 20 }, (_, index) => `connection ${index}`),
    });
    equal(argument[0], "DriverInvalidArgument");
    match(argument[1], /argument 1 \(command\): expected string, got number/);
    equal(failure[0], "DriverError");
    match(failure[1], /fluxwire-no-such-program/);
  });

  await t.step("the pytest class", async () => {
    const args = ["-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", FOLDER, `${FOLDER}test_devices.py`];
    const { code, stdout, stderr } = await ran(own, "pytest", args);
    equal(code, 0, stdout + stderr);
    match(stdout, /4 passed/);
  });
});

Deno.test("the real jmp shell --tls-grpc reaches our exporter with its passphrase, after the hook, and keeps exit codes", async () => {
  const port = freePort();
  const hooks = `${CONFIGURATION}hooks:
  beforeLease:
    script: |
      echo before the lease
`;
  await using own = await startRun(OWN, port, ["--tls-grpc-insecure", "--passphrase", "open sesame"], hooks);
  const shell = (passphrase: string, ...command: string[]) => {
    const direct = ["--tls-grpc", `127.0.0.1:${port}`, "--tls-grpc-insecure", "--passphrase", passphrase];
    return ran(own, "jmp", ["shell", ...direct, "--", ...command]);
  };
  const j = await peerProgram("j");
  const right = await shell("open sesame", "sh", "-c", `${j} power read && exit 7`);
  equal(right.code, 7, right.stdout + right.stderr);
  match(right.stdout, /before the lease/);
  match(right.stdout, /voltage=5\.0 V/);
  const wrong = await shell("wrong", "true");
  equal(wrong.code, 1);
  match(wrong.stderr, /Error: Authentication failed: invalid or missing passphrase/);
});
