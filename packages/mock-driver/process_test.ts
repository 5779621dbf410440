import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { type DriverClient, openClient } from "@fluxwire/wire/client";
import { connect } from "@fluxwire/transport";
import { pathOf, RunningDriver } from "../../tests/e2e/running_driver.ts";
import { PROCESS_FAULTS } from "./faults/of_process.ts";
import { FAULTS } from "./faults/table.ts";

const MOCK = pathOf("packages/mock-driver/main.ts");
const LISTENING = / Custom driver listening on socket: /;

/** The output of `--stats`. */
interface Counted {
  connections: number;
  frames: { in: number; out: number };
  bytes: { in: number; out: number };
  requests: Record<string, number>;
  answers: Record<string, number>;
  faults: Record<string, number>;
}

/** A mock driver in its own process, with counters in a file. */
class MockProcess implements AsyncDisposable {
  readonly driver: RunningDriver;
  readonly #folder: string;

  constructor(args: readonly string[], permissions: readonly string[] = [], env: Record<string, string> = {}) {
    this.#folder = Deno.makeTempDirSync({ prefix: "fluxwire-mock-" });
    this.driver = new RunningDriver({
      module: MOCK,
      permissions: [
        "--allow-net",
        "--allow-env=FLUXWIRE_LIFELINE,DBFLUX_DRIVER_IPC_TOKEN",
        `--allow-write=${this.#file}`,
        ...permissions,
      ],
      args: [...args, "--stats", this.#file],
      stdin: "piped",
      env: { FLUXWIRE_LIFELINE: "stdin", ...env },
    });
  }

  get #file(): string {
    return `${this.#folder}/stats.json`;
  }

  async client(token?: string): Promise<DriverClient> {
    await this.driver.line(LISTENING);
    return await openClient(await connect(this.driver.socket), { token });
  }

  /** Sends Hello and closes the connection. */
  async greet(): Promise<void> {
    const client = await this.client();
    client.close();
    await client.closed;
  }

  async ended(): Promise<Deno.CommandStatus> {
    return await this.driver.ended();
  }

  /** The counters, after the process has ended. */
  async counted(): Promise<Counted> {
    await this.ended();
    return JSON.parse(await Deno.readTextFile(this.#file));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.driver[Symbol.asyncDispose]();
    await this.driver.stdin.close().catch(() => {});
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Resident memory of a process, in KiB. */
async function memoryOf(pid: number): Promise<number> {
  const { stdout } = await new Deno.Command("ps", { args: ["-o", "rss=", "-p", String(pid)] }).output();
  return Number(new TextDecoder().decode(stdout));
}

/** The child processes of a process. */
async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-e", "-o", "pid=,ppid="] }).output();
  const lines = new TextDecoder().decode(stdout).trim().split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  return lines.filter(([, parent]) => parent === pid).map(([own]) => own!);
}

Deno.test("every fault of the process has a test, here or among those that spare the process", () => {
  deepStrictEqual(Object.keys(PROCESS_FAULTS).toSorted(), [
    "burns-cpu",
    "crash",
    "exit-at-start",
    "floods-stderr",
    "forks-child",
    "ignores-lifeline",
    "ignores-sigterm",
    "leaks-memory",
    "listens-late",
    "never-listens",
  ]);
});

Deno.test("exit-at-start ends the mock with its number before it listens", async () => {
  await using mock = new MockProcess(["--fault", "exit-at-start:7"]);
  strictEqual((await mock.ended()).code, 7);
  deepStrictEqual(mock.driver.lines, []);
  deepStrictEqual((await mock.counted()).faults, { "exit-at-start": 1 });
});

Deno.test("never-listens runs without a socket, until its lifeline ends", async () => {
  await using mock = new MockProcess(["--fault", "never-listens"]);
  await mock.driver.stdin.close();
  strictEqual((await mock.ended()).code, 0);
  deepStrictEqual(mock.driver.lines, []);
  deepStrictEqual(await mock.counted(), {
    connections: 0,
    frames: { in: 0, out: 0 },
    bytes: { in: 0, out: 0 },
    requests: {},
    answers: {},
    faults: { "never-listens": 1 },
  });
});

Deno.test("listens-late listens after a delay", async () => {
  const start = performance.now();
  await using mock = new MockProcess(["--fault", "listens-late:700"]);
  await mock.greet();
  ok(performance.now() - start >= 700);
  mock.driver.kill("SIGTERM");
  deepStrictEqual((await mock.counted()).faults, { "listens-late": 1 });
});

Deno.test("ignores-sigterm survives SIGTERM, and ends with its lifeline", async () => {
  await using mock = new MockProcess(["--fault", "ignores-sigterm"]);
  await mock.driver.line(LISTENING);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    mock.driver.kill(signal);
    await mock.greet();
    await mock.greet();
  }
  await mock.driver.stdin.close();
  deepStrictEqual((await mock.ended()).code, 0);
  const { connections, faults } = await mock.counted();
  deepStrictEqual([connections, faults], [4, { "ignores-sigterm": 1 }]);
});

Deno.test("ignores-lifeline survives the end of its lifeline, and ends with SIGTERM", async () => {
  await using mock = new MockProcess(["--fault", "ignores-lifeline"]);
  await mock.driver.line(LISTENING);
  await mock.driver.stdin.close();
  await mock.greet();
  await mock.greet();
  mock.driver.kill("SIGTERM");
  deepStrictEqual((await mock.ended()).code, 0);
  deepStrictEqual((await mock.counted()).faults, { "ignores-lifeline": 1 });
});

Deno.test("forks-child leaves a process behind that outlives it", async () => {
  await using mock = new MockProcess(["--fault", "forks-child:60"], ["--allow-run=sleep"]);
  await mock.driver.line(LISTENING);
  const [child] = await childrenOf(mock.driver.pid);
  ok(child !== undefined);
  try {
    mock.driver.kill("SIGTERM");
    strictEqual((await mock.ended()).code, 0);
    Deno.kill(-mock.driver.pid, "SIGKILL");
  } catch (error) {
    // The mock's group has ended: the child is in another one.
    ok(error instanceof Deno.errors.NotFound || (error as NodeJS.ErrnoException).code === "ESRCH", String(error));
  } finally {
    // Throws if it has not outlived its parent.
    Deno.kill(child, "SIGKILL");
  }
  deepStrictEqual((await mock.counted()).faults, { "forks-child": 1 });
});

Deno.test("crash ends the mock after its n-th answer", async () => {
  await using mock = new MockProcess(["--scenario", "full", "--fault", "crash:2"]);
  const client = await mock.client();
  await client.ping();
  await client.closed;
  strictEqual((await mock.ended()).code, 134);
  const { answers, faults } = await mock.counted();
  deepStrictEqual([answers, faults], [{ Hello: 1, Pong: 1 }, { crash: 1 }]);
});

Deno.test("leaks-memory leaks memory with each request", async () => {
  await using mock = new MockProcess(["--fault", "leaks-memory:16"]);
  const client = await mock.client();
  const before = await memoryOf(mock.driver.pid);
  for (let i = 0; i < 8; i++) await client.ping();
  const grownMiB = (await memoryOf(mock.driver.pid) - before) / 1024;
  ok(grownMiB > 100, `${grownMiB} MiB`);
  client.close();
  await client.closed;
  mock.driver.kill("SIGTERM");
  deepStrictEqual((await mock.counted()).faults, { "leaks-memory": 9 });
});

Deno.test("floods-stderr writes its number of lines with each request", async () => {
  await using mock = new MockProcess(["--fault", "floods-stderr:500"]);
  const client = await mock.client();
  await client.ping();
  client.close();
  await client.closed;
  mock.driver.kill("SIGTERM");
  await mock.ended();
  strictEqual(mock.driver.lines.filter((line) => /^(flood )+/.test(line) && line.length === 99).length, 1_000);
});

Deno.test("the full scenario is served with a token, and counts what a client sends", async () => {
  await using mock = new MockProcess(["--scenario", "full", "--seed", "7"], [], { DBFLUX_DRIVER_IPC_TOKEN: "secret" });
  await rejects(mock.client("wrong"), { code: "InvalidRequest" });
  const client = await mock.client("secret");
  const session = await client.open();
  for (let i = 0; i < 100; i++) await session.execute({ sql: "SELECT ?", params: [BigInt(i)] });
  await session.close();
  client.close();
  await client.closed;
  mock.driver.kill("SIGTERM");
  strictEqual((await mock.ended()).code, 0);
  const { connections, frames, bytes, ...rest } = await mock.counted();
  deepStrictEqual([connections, frames], [2, { in: 104, out: 104 }]);
  ok(bytes.in > 1_000 && bytes.out > 1_000);
  deepStrictEqual(rest, {
    requests: { Hello: 2, OpenSession: 1, Execute: 100, CloseSession: 1 },
    answers: { Error: 1, Hello: 1, SessionOpened: 1, ExecuteResult: 100, SessionClosed: 1 },
    faults: {},
  });
});

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-net", MOCK, ...args],
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

Deno.test("the mock lists its faults, as text and as JSON", async () => {
  const { code, stdout, stderr } = await run("--list-faults", "--json");
  deepStrictEqual([code, stderr], [0, ""]);
  const { faults } = JSON.parse(stdout) as { faults: { name: string; kind: string; text: string; number: unknown }[] };
  deepStrictEqual(faults.map(({ name }) => name), Object.keys(FAULTS));
  deepStrictEqual(faults.find(({ name }) => name === "slow"), {
    name: "slow",
    kind: "bytes",
    text: "Waits before each answer.",
    number: { what: "milliseconds", default: 1_000 },
  });
  const { stdout: help } = await run("--help-all");
  match(help, /^Custom Driver Example for DBFlux\n[^]*--list-faults {6}List the faults[^]*\n {2}slow:N +Waits before/);
});

Deno.test("the mock reports invalid options, and exits with 1", async () => {
  const refused = async (...args: string[]) => {
    const { code, stdout, stderr } = await run("--socket", `fluxwire-test-${crypto.randomUUID()}`, ...args);
    deepStrictEqual([code, stdout], [1, ""]);
    return stderr;
  };
  strictEqual(await refused("--fault", "none"), "Error: Unknown fault: none; --list-faults names them\n");
  strictEqual(
    await refused("--stats", "/x.json"),
    "Error: Cannot write /x.json: permission is missing; run Deno with --allow-write=/x.json\n",
  );
});
