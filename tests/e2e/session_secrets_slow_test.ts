import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { createService, Host } from "@fluxwire/host";
import { pathOf } from "./running_driver.ts";
import { RunningProbe } from "./running_probe.ts";
import { probe } from "./run_probe.ts";

const PASSWORD = `s3cr't pa%s"s/w`;
const KEY = "k3y-of-it+x";
const VALUES = { address: "db://user:in-address-9@host/x", key: KEY, password: PASSWORD };
/** What no text may have: parts of the secrets in the forms that the driver prints. */
const LEAK = /s3cr|czNjcid0|k3y-of|azN5LW9m|in-address|aW4tYWRkcmVzcy05/;
const PROGRAM = ["run", "--no-prompt", "-A", pathOf("tests/e2e/programs/telling_driver.ts")];

for (const [ends, verb] of [["open", ["open"]], ["execute", ["query", "SELECT 1"]], ["open", []]] as const) {
  Deno.test(`the probe masks a session's secrets in the last words of a driver: ${[...verb, "ends at", ends].join(" ")}`, async () => {
    for (const json of [[], ["--json"]]) {
      const values = [`address=${VALUES.address}`, `key=${KEY}`, `ends=${ends}`].flatMap((value) => ["--value", value]);
      const { code, stdout, stderr } = await probe(
        [...verb, ...json, ...values, "--password-env", "TOLD", "--", Deno.execPath(), ...PROGRAM],
        { env: { TOLD: PASSWORD } },
      );
      equal(code === 0, false);
      match(stdout + stderr, /its process ended with exit code [34].*\[masked\]/);
      deepEqual(LEAK.exec(stdout + stderr), null);
    }
  });
}

Deno.test("a host masks the secrets of its sessions in a driver's log, its file, status and errors", async () => {
  const logFolder = await Deno.makeTempDir();
  const socketId = `fluxwire-test-${crypto.randomUUID()}`;
  const service = createService({
    socketId,
    command: Deno.execPath(),
    args: [...PROGRAM, "--socket", socketId],
    startupTimeoutMs: 60_000,
    restart: "temporary",
  });
  try {
    await using host = new Host([service], { logFolder });
    await host.start();
    const client = await host.connect(socketId);
    const session = await client.open({ ...VALUES, ends: "execute" });
    await rejects(session.execute({ sql: "SELECT 1", params: [] }));
    while ((await host.status()).services[0]!.lastError === null) await host.log(socketId).follow().next();
    const kept = [
      host.log(socketId).lines().map(({ text }) => text).join("\n"),
      JSON.stringify(await host.status()),
    ];
    await host[Symbol.asyncDispose]();
    kept.push(await Deno.readTextFile(`${logFolder}/${socketId}.log`));
    for (const text of kept) deepEqual([LEAK.exec(text), /\[masked\]/.test(text)], [null, true], text);
    match(kept[0]!, /got db:\/\/user:\[masked\]@host\/x/);
  } finally {
    await Deno.remove(logFolder, { recursive: true });
  }
});

Deno.test("a recording's end and a replay's differences have no secret of a session", async () => {
  const folder = await Deno.makeTempDir();
  const listen = `fluxwire-test-${crypto.randomUUID()}`, file = `${folder}/session.ndjson`;
  const env = { TOLD: PASSWORD };
  const session = ["--value", `address=${VALUES.address}`, "--value", `key=${KEY}`, "--password-env", "TOLD"];
  const command = ["--", Deno.execPath(), ...PROGRAM];
  try {
    await using recording = new RunningProbe(["record", "--listen", listen, "--out", file, ...command]);
    await recording.lines.until(({ event }) => event === "listening");
    equal((await probe(["query", "SELECT 1", "--socket", listen, ...session], { env })).code, 0);
    equal((await probe(["open", "--socket", listen, ...session, "--value", "ends=open"], { env })).code === 0, false);
    const { stderr } = await recording.ended(), stdout = JSON.stringify(recording.lines.all);
    match(stdout, /ended with exit code 3; what it printed is not shown, it may repeat secrets of hosts/);
    deepEqual(LEAK.exec(stdout + stderr), null);
    // The same statement as another host sends it gets another answer, which repeats the password.
    const changed = (await Deno.readTextFile(file)).replaceAll('\\"ends\\":\\"\\"', '\\"ends\\":\\"repeat\\"');
    await Deno.writeTextFile(file, changed);
    const replayed = await probe(
      ["replay", file, "--json", "--password-env", "TOLD", "--secret-env", "key=KEY", ...command],
      { env: { ...env, KEY } },
    );
    match(replayed.stdout, /"found":"[^"]*\[masked\]/);
    deepEqual(LEAK.exec(replayed.stdout + replayed.stderr), null);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
