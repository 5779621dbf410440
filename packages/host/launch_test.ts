import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { createHash } from "node:crypto";
import { connect, ConnectionError, listen } from "@fluxwire/transport";
import { launch, type LaunchOptions } from "./launch.ts";
import { StartError } from "@fluxwire/supervise";

const LISTEN = `
  const listener = Deno.listen({ transport: "unix", path: "\\0" + Deno.args[0] });
  (async () => { for await (const connection of listener) connection.close(); })();`;
const STDIN_ENDS = `(async () => { for await (const _ of Deno.stdin.readable); Deno.exit(0); })();`;

/** A driver made of a line of JavaScript, which has the socket's name as its argument. */
function script(code: string, changes: Partial<LaunchOptions> = {}): LaunchOptions {
  const socketId = `fluxwire-test-${crypto.randomUUID()}`;
  return { command: Deno.execPath(), args: ["eval", code, socketId], socketId, ...changes };
}

/** What a launch that must fail throws. */
async function refusal(options: LaunchOptions): Promise<StartError> {
  const thrown = await launch(options).then(() => null, (error: unknown) => error);
  ok(thrown instanceof StartError, String(thrown));
  return thrown;
}

/** Whether a process runs; one that has ended and was not reaped by the machine's init does not. */
function isAlive(pid: number): boolean {
  try {
    return !Deno.readTextFileSync(`/proc/${pid}/stat`).includes(") Z ");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

Deno.test("launch() resolves once the socket accepts, and stop() ends it by its stdin", async () => {
  const driver = await launch(script(LISTEN + STDIN_ENDS, { stop: { stdinGraceMs: 60_000 } }));
  (await connect(driver.socketId)).close();
  const report = await driver.stop();
  equal(report.step, "stdin");
  deepEqual(report.status, { success: true, code: 0, signal: null });
  deepEqual(await driver.process.exited, report.status);
  deepEqual(await driver.stop(), report);
});

Deno.test("launch() gives the driver its lifeline, a token that its output hides, and the variables asked for", async () => {
  const tell = `const [lifeline, token, mine] =
      ["FLUXWIRE_LIFELINE", "DBFLUX_DRIVER_IPC_TOKEN", "MINE"].map((name) => Deno.env.get(name));
    console.log(lifeline, token, [...token].reverse().join(""), mine);`;
  const options = script(tell + LISTEN + STDIN_ENDS, { env: { MINE: "yes", FLUXWIRE_LIFELINE: "no" } });
  await using given = await launch({ ...options, token: "secret" });
  await given.stop();
  deepEqual(given.process.output.stdout, ["stdin [masked] terces yes"]);
  await using fresh = await launch(options);
  await fresh.stop();
  ok(/^[0-9a-f-]{36}$/.test(fresh.token!));
  deepEqual(fresh.process.output.stdout, [`stdin [masked] ${[...fresh.token!].reverse().join("")} yes`]);
});

Deno.test("DriverInstance.stop() ends a driver that ignores its stdin with SIGTERM", async () => {
  const driver = await launch(script(LISTEN, { stop: { stdinGraceMs: 0, termGraceMs: 60_000 } }));
  const { step, status } = await driver.stop();
  equal(step, "SIGTERM");
  equal(status.signal, "SIGTERM");
});

Deno.test("DriverInstance.stop() ends a driver that ignores SIGTERM with SIGKILL", async () => {
  const stubborn = `Deno.addSignalListener("SIGTERM", () => {});` + LISTEN;
  const driver = await launch(script(stubborn, { stop: { stdinGraceMs: 0, termGraceMs: 50 } }));
  const { step, status } = await driver.stop();
  equal(step, "SIGKILL");
  equal(status.signal, "SIGKILL");
});

Deno.test("DriverInstance.stop() also ends what a wrapper has started", async () => {
  const own = script(LISTEN);
  const tell = `console.log(Deno.pid);` + LISTEN;
  const command = `"$0" eval '${tell}' "$1" & wait`;
  const driver = await launch({
    ...own,
    command: "sh",
    args: ["-c", command, Deno.execPath(), own.socketId],
    stop: { stdinGraceMs: 0 },
  });
  await driver.stop();
  const pid = Number(driver.process.output.stdout[0]);
  ok(pid > 0);
  ok(!isAlive(pid), `process ${pid} is left`);
});

Deno.test("DriverInstance.stop() says so when the driver had ended before", async () => {
  const endsWhenTold = `
    const listener = Deno.listen({ transport: "unix", path: "\\0" + Deno.args[0] });
    for await (const connection of listener) if (await connection.read(new Uint8Array(1)) !== null) Deno.exit(7);`;
  const driver = await launch(script(endsWhenTold));
  await (await connect(driver.socketId)).write(Uint8Array.of(1));
  await driver.process.exited;
  const report = await driver.stop();
  deepEqual(report, { step: "already", status: { success: false, code: 7, signal: null }, left: [] });
});

Deno.test("DriverInstance is stopped when it is disposed of", async () => {
  let pid = 0;
  {
    await using driver = await launch(script(LISTEN + STDIN_ENDS));
    pid = driver.process.pid;
    ok(isAlive(pid));
  }
  ok(!isAlive(pid));
});

Deno.test("launch() explains a driver that ends early", async () => {
  const options = script(`console.log("out"); console.error("\\x1b[31mno database\\x1b[0m"); Deno.exit(3);`);
  await rejects(launch(options), (error) => {
    ok(error instanceof StartError);
    equal(error.code, "ExitedEarly");
    equal(
      error.message,
      `Cannot start ${options.command}: it ended with exit code 3 before its socket accepted a connection; its last words: no database`,
    );
    deepEqual(error.output, { stdout: ["out"], stderr: ["no database"] });
    return true;
  });
});

Deno.test("launch() explains a driver that ends by a signal", async () => {
  await rejects(launch(script(`Deno.kill(Deno.pid, "SIGKILL");`)), (error) => {
    ok(error instanceof StartError);
    equal(error.code, "Killed");
    ok(error.message.includes("it ended with signal SIGKILL (it was killed from outside) before"), error.message);
    deepEqual(error.status, { success: false, code: 137, signal: "SIGKILL" });
    ok(error.message.endsWith("; it wrote nothing"), error.message);
    return true;
  });
});

Deno.test("launch() gives up on a driver that never listens, and stops it", async () => {
  const forever = `console.log(Deno.pid); setInterval(() => {}, 1000);`;
  const options = script(forever, { startupTimeoutMs: 400, stop: { stdinGraceMs: 0 } });
  await rejects(launch(options), (error) => {
    ok(error instanceof StartError);
    equal(error.code, "NotReady");
    ok(
      error.message.startsWith(
        `Cannot start ${options.command}: nothing listened on socket "${options.socketId}" within 400 ms`,
      ),
      error.message,
    );
    const pid = Number(error.output.stdout[0] ?? 0);
    ok(pid === 0 || !isAlive(pid));
    return true;
  });
});

Deno.test("launch() stops the driver when its signal aborts", async () => {
  const controller = new AbortController();
  const reason = new Error("no longer wanted");
  const options = script(`setInterval(() => {}, 1000);`, { signal: controller.signal, stop: { stdinGraceMs: 0 } });
  const launching = launch(options);
  setTimeout(() => controller.abort(reason), 20);
  await rejects(launching, reason);
});

Deno.test("launch() explains a program that is not there", async () => {
  const error = await refusal(script("", { command: "fluxwire-no-such-program" }));
  equal(error.code, "ProgramMissing");
  match(error.message, /^Cannot start fluxwire-no-such-program: there is no such program: none of the \d+ folders/);
  equal(error.status, null);
});

Deno.test("launch() does not take a stranger's socket for the driver's", async () => {
  const options = script(LISTEN);
  const stranger = await listen(options.socketId);
  await rejects(launch(options), (error) => error instanceof StartError && error.code === "SocketTaken");
  stranger.close();
});

Deno.test("launch() refuses a socket name that cannot be", async () => {
  await rejects(
    launch(script(LISTEN, { socketId: "x".repeat(200) })),
    (error) => error instanceof ConnectionError && error.code === "SocketNameInvalid",
  );
});

Deno.test("launch() hands down what is on the list, and what is declared", async () => {
  const tell = `console.log(Object.keys(Deno.env.toObject()).sort().join(" "));`;
  Deno.env.set("FLUXWIRE_TEST_SECRET", "x");
  try {
    await using driver = await launch(script(tell + LISTEN + STDIN_ENDS, { env: { MINE: "yes" } }));
    await driver.stop();
    const names = driver.process.output.stdout[0]!.split(" ");
    ok(names.includes("MINE") && names.includes("PATH"), names.join(" "));
    ok(!names.includes("FLUXWIRE_TEST_SECRET"), names.join(" "));
  } finally {
    Deno.env.delete("FLUXWIRE_TEST_SECRET");
  }
});

Deno.test("launch() starts the driver in its working folder", async () => {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    await using driver = await launch(script("console.log(Deno.cwd());" + LISTEN + STDIN_ENDS, { cwd: folder }));
    await driver.stop();
    deepEqual(driver.process.output.stdout, [folder]);
  } finally {
    Deno.removeSync(folder);
  }
  const error = await refusal(script(LISTEN, { cwd: folder }));
  equal(error.code, "WorkingFolderMissing");
  ok(error.message.includes(`its working folder ${folder} is not there`), error.message);
});

Deno.test("launch() starts only the file whose sha256 was given", async () => {
  const sha256 = createHash("sha256").update(Deno.readFileSync(Deno.execPath())).digest("hex");
  await using driver = await launch(script(LISTEN + STDIN_ENDS, { sha256: sha256.toUpperCase() }));
  ok(driver.process.pid > 0);
  const mismatch = await refusal(script(`console.log("must not run")`, { sha256: "0".repeat(64) }));
  equal(mismatch.code, "DigestMismatch");
  equal(
    mismatch.message,
    `Cannot start ${Deno.execPath()}: ${Deno.execPath()} has sha256 ${sha256}, not ${"0".repeat(64)}`,
  );
  equal((await refusal(script("", { command: "fluxwire-no-such", sha256 }))).code, "DigestUnchecked");
  await rejects(launch(script("", { sha256: "abc" })), RangeError);
});

Deno.test("launch() refuses a start-up time that no timer can have", async () => {
  for (const startupTimeoutMs of [0, -1, NaN, Infinity, 2 ** 31]) {
    await rejects(launch(script(LISTEN, { startupTimeoutMs })), RangeError);
  }
});

Deno.test({
  name: "launch() tells that Deno may not start programs",
  permissions: { net: true, env: true, run: false },
  fn: async () => {
    const error = await refusal({ command: "sh", socketId: `fluxwire-test-${crypto.randomUUID()}` });
    equal(error.code, "RunNotPermitted");
    equal(error.hint, "run Deno with --allow-run");
  },
});

Deno.test({
  name: "launch() names the possible causes where it may not look at the file",
  permissions: { net: true, env: true, run: true, read: false },
  fn: async () => {
    const error = await refusal({ command: "/fluxwire/none", socketId: `fluxwire-test-${crypto.randomUUID()}` });
    equal(error.code, "ProgramMissing");
    match(error.message, /the program, the interpreter in its first line, or its loader is not there$/);
  },
});

Deno.test("launch() tells what the system refuses for a reason that is not the file's", async () => {
  const long = await refusal(script(LISTEN, { args: ["x".repeat(10_000_000)] }));
  equal(long.code, "SpawnFailed");
  match(long.message, /Argument list too long/);
});

Deno.test("DriverInstance.connect() says Hello with its token, and tells who is to blame", async () => {
  await using driver = await launch(script(LISTEN + STDIN_ENDS));
  await rejects(driver.connect(), (error) => {
    ok(error instanceof StartError);
    equal(error.code, "NoCommonLayout");
    ok(error.message.startsWith(`Cannot speak to ${Deno.execPath()}: tried layouts`), error.message);
    return true;
  });
  const reason = new Error("no longer wanted");
  await rejects(driver.connect({ signal: AbortSignal.abort(reason) }), reason);
});
