import { deepEqual, equal, match } from "node:assert/strict";
import { CONFIGURATION, OWN, peerEnvironment, peerProgram, type RunningExporter, startShell } from "./exporters.ts";

const FOLDER = new URL("../peers/python/jumpstarter/", import.meta.url).pathname;
const CUSTOM = new URL("./custom.ts", import.meta.url).pathname;
const WITH_CUSTOM = `${CONFIGURATION}  custom:
    type: ${CUSTOM}#custom
`;
const VERSIONS = { "0.6.0": "jumpstarter-0.6", "0.8.1": "jumpstarter-0.8" } as const;
const PROGRAM_MS = 120_000;

/** Runs a program of a version; it must succeed. The result is its output. */
async function output({ host, folder }: RunningExporter, program: string, args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args,
    cwd: folder,
    env: { ...peerEnvironment(folder), JUMPSTARTER_HOST: host, JMP_DRIVERS_ALLOW: "UNSAFE" },
    signal: AbortSignal.timeout(PROGRAM_MS),
  }).output();
  equal(code, 0, new TextDecoder().decode(stderr) + new TextDecoder().decode(stdout));
  return new TextDecoder().decode(stdout);
}

for (const [version, target] of Object.entries(VERSIONS)) {
  Deno.test(`the client of Jumpstarter ${version} drives our exporter: library, test class and j`, async () => {
    const python = await peerProgram("python", target);
    const show = "import importlib.metadata; print(importlib.metadata.version('jumpstarter'))";
    await using own = await startShell(OWN, WITH_CUSTOM);
    equal((await output(own, python, ["-c", show])).trim(), version);
    const lines = (await output(own, python, [`${FOLDER}older_client.py`])).trim().split("\n");
    deepEqual(JSON.parse(lines.at(-1)!), {
      number: 42,
      count: [1, 2, 3],
      alias: [0, 5],
      echo: "hello",
      image: true,
    });
    const args = ["-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", FOLDER, `${FOLDER}test_devices.py`];
    match(await output(own, await peerProgram("pytest", target), args), /4 passed/);
    await output(own, await peerProgram("j", target), ["power", "on"]);
  });
}
