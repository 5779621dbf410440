import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { Host, type HostOptions, launch, type Service, type ServiceStatus } from "@fluxwire/host";
import { HostError, type ServiceEvent } from "@fluxwire/supervise";
import { Events } from "./host_events.ts";
import { isAlive, MOCK, scriptOf, serviceOf, WILLFUL } from "./host_services.ts";
import { freshSocket, pathOf, RunningDriver } from "./running_driver.ts";

/** A host and its events. */
class Subject implements AsyncDisposable {
  readonly events = new Events<ServiceEvent>();
  readonly host: Host;

  constructor(services: readonly Service[], options: HostOptions = {}) {
    this.host = new Host(services, { ...options, onEvent: this.events.add });
  }

  /** The next event of that kind for a service. */
  next({ socketId }: Service, event: ServiceEvent["event"]): Promise<ServiceEvent> {
    const from = this.events.all.length;
    return this.events.until((candidate) => candidate.service === socketId && candidate.event === event, from);
  }

  async status({ socketId }: Service): Promise<ServiceStatus> {
    return (await this.host.status()).services.find(({ id }) => id === socketId)!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.host[Symbol.asyncDispose]();
  }
}

/** Checks that are frequent enough for a test to see their results, and patient with a driver on a busy machine. */
const IMPATIENT = { intervalMs: 50, timeoutMs: 3_000, maxMisses: 2 };

Deno.test("Host starts its services, counts what goes over its connections, and stops them", async () => {
  const [one, two] = [serviceOf(MOCK), serviceOf(MOCK)];
  await using subject = new Subject([one, two, serviceOf(MOCK, { enabled: false, socketId: "off" })]);
  const { host } = subject;
  await host.start();
  const client = await host.connect(one.socketId);
  const session = await client.open({ endpoint: "localhost:8080" });
  await session.execute({ sql: "SELECT * FROM mockdb" });

  const status = await subject.status(one);
  deepEqual(
    [status.state, status.adopted, status.connections, status.sessions, status.inFlight, status.restarts],
    ["ready", false, 1, 1, 0, 0],
  );
  deepEqual(status.driver, { name: "custom-mock-driver", version: "0.1.0", layout: "0.7.1" });
  deepEqual([status.calls.total, status.calls.failed], [3, 0]);
  ok(status.calls.p50Ms! > 0 && status.calls.p99Ms! >= status.calls.p50Ms!);
  ok(status.receivedBytes > 500 && status.sentBytes > 100, `${status.receivedBytes} ${status.sentBytes}`);
  if (Deno.build.os === "linux") ok(status.memoryBytes! > 10_000_000);
  equal((await subject.status(two)).calls.total, 0);
  equal((await host.status()).services[2]!.state, "disabled");
  await rejects(host.connect("off"), (error) => error instanceof HostError && error.code === "ServiceNotReady");
  await rejects(host.connect("nope"), (error) => error instanceof HostError && error.code === "UnknownService");

  await host.stop();
  await client.closed;
  ok(!isAlive(status.pid!));
  equal((await subject.status(one)).state, "stopped");
  const log = host.log(one.socketId).lines().map(({ text }) => text);
  ok(log.includes("INFO 1 session was open; all are closed"), log.join("\n"));
  await host[Symbol.asyncDispose]();
  await rejects(host.start(), { code: "ServiceNotReady", message: "Cannot start services: the host is stopped" });
  await rejects(host.restart(one.socketId), { code: "ServiceNotReady" });
});

Deno.test("Host restarts a killed driver, and disturbs no other", async () => {
  const [victim, bystander] = [serviceOf(MOCK), serviceOf(MOCK)];
  await using subject = new Subject([victim, bystander]);
  const { host } = subject;
  await host.start();
  const client = await host.connect(bystander.socketId);
  const before = await subject.status(victim);
  const waiting = subject.next(victim, "waiting");
  const again = subject.next(victim, "ready");
  Deno.kill(before.pid!, "SIGKILL");
  match((await waiting).cause!, /^It ended with signal SIGKILL \(it was killed from outside\)/);
  await again;
  await client.ping();

  const after = await subject.status(victim);
  deepEqual([after.restarts, after.failures.length], [1, 1]);
  ok(after.pid !== before.pid);
  match(after.lastError!.cause, /SIGKILL/);
  await (await host.connect(victim.socketId)).ping();
  equal((await subject.status(bystander)).restarts, 0);
});

Deno.test("Host gives up a driver that never starts, and shows why", async () => {
  const broken = scriptOf("echo no database >&2; exit 3");
  const backoff = { firstMs: 1, factor: 1, jitter: 0, maxMs: 1 };
  await using subject = new Subject([broken], { restart: { backoff } });
  await subject.host.start();
  const { state, failures, restarts } = await subject.status(broken);
  deepEqual([state, failures.length, restarts], ["given-up", 6, 5]);
  for (const { cause } of failures) match(cause, /exit code 3 .*no database$/);
  await rejects(subject.host.connect(broken.socketId), /it is given-up; its last error: Cannot start sh: /);
});

Deno.test("Host keeps the log of a service with any name", async () => {
  const names = ["../planets", ".hidden", "a\ud800b"];
  const services = names.map((name) =>
    scriptOf("exit 1", { socketId: `${name}-${freshSocket()}`, restart: "temporary" })
  );
  const folder = Deno.makeTempDirSync();
  try {
    await using subject = new Subject(services, { logFolder: folder });
    await subject.host.start();
    await subject.host[Symbol.asyncDispose]();
    const files = [...Deno.readDirSync(folder)].map(({ name }) => name.replace(/-.*/, "")).sort();
    deepEqual(files, ["%2E.%2Fplanets", "%2Ehidden", "a%EF%BF%BDb"]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("Host neither shows nor keeps a service's secrets that its driver prints", async () => {
  const env = { PLANETS_KEY: "hunter2", PLANETS_PIN: "12345678", RUST_LOG: "debug" };
  const teller = scriptOf('echo "$PLANETS_KEY $PLANETS_PIN $RUST_LOG $DBFLUX_DRIVER_IPC_TOKEN" >&2; exit 3', {
    env,
    restart: "temporary",
  });
  const folder = Deno.makeTempDirSync();
  try {
    await using subject = new Subject([teller], { logFolder: folder, token: "12345678-token" });
    await subject.host.start();
    match((await subject.status(teller)).lastError!.cause, /its last words: \[masked\] \[masked\] debug \[masked\]$/);
    const lines = subject.host.log(teller.socketId).lines().map(({ text }) => text);
    await subject.host[Symbol.asyncDispose]();
    const file = Deno.readTextFileSync(`${folder}/${teller.socketId}.log`);
    const output = JSON.stringify([await subject.host.status(), subject.events.all, lines, file]);
    ok(file.includes("[masked]"));
    // The names of sockets have digits and hyphens too.
    for (const secret of ["hunter2", "12345678", "-token"]) ok(!output.includes(secret), secret);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test({
  name: "Host finds a hanging driver, and starts another",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const service = serviceOf(MOCK, { stop: { stdinGraceMs: 50, termGraceMs: 50 } });
    await using subject = new Subject([service], { liveness: IMPATIENT });
    await subject.host.start();
    const { pid } = await subject.status(service);
    const stopping = subject.next(service, "stopping");
    const again = subject.next(service, "ready");
    const client = await subject.host.connect(service.socketId);
    Deno.kill(pid!, "SIGSTOP");
    const unanswered = rejects(client.ping(), { name: "ConnectionError", code: "ConnectionClosed" });
    equal(
      (await stopping).cause,
      "It hangs: 2 checks in a row had no answer within 3000 ms, and it made no progress",
    );
    await unanswered;
    await again;
    ok(!isAlive(pid!));
    await (await subject.host.connect(service.socketId)).ping();
  },
});

Deno.test({
  name: "Host does not take a driver that computes for a call for a hanging one",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const service = serviceOf(WILLFUL);
    await using subject = new Subject([service], { liveness: IMPATIENT });
    await subject.host.start();
    const client = await subject.host.connect(service.socketId);
    const session = await client.open();
    const { rows } = await session.execute({ sql: "busy 10000" });
    deepEqual(rows, [["busy 10000"]]);
    deepEqual(subject.events.all.map(({ event }) => event), ["starting", "ready"]);
  },
});

Deno.test("Host uses a driver that already listens, and never stops it", async () => {
  await using running = new RunningDriver({ module: pathOf(MOCK), permissions: ["--allow-net"] });
  await running.line(/listening on socket/);
  const service = serviceOf(MOCK, { socketId: running.socket });
  {
    await using subject = new Subject([service]);
    await subject.host.start();
    const { state, adopted, pid } = await subject.status(service);
    deepEqual([state, adopted, pid], ["ready", true, null]);
    await (await subject.host.connect(service.socketId)).ping();
  }
  ok(isAlive(running.pid));
});

Deno.test("Host starts its own service when an adopted one has gone", async () => {
  await using running = new RunningDriver({ module: pathOf(MOCK), permissions: ["--allow-net"] });
  await running.line(/listening on socket/);
  const service = serviceOf(MOCK, { socketId: running.socket });
  await using subject = new Subject([service], { liveness: IMPATIENT });
  await subject.host.start();
  const waiting = subject.next(service, "waiting");
  const again = subject.next(service, "ready");
  running.kill("SIGKILL");
  equal((await waiting).cause, "It is gone: nothing listens on its socket any more");
  ok((await again).pid! > 0);
  equal((await subject.status(service)).adopted, false);
});

Deno.test("Host follows the restart policy of each service", async () => {
  const transient = serviceOf(WILLFUL, { restart: "transient" });
  const temporary = serviceOf(WILLFUL, { restart: "temporary" });
  await using subject = new Subject([transient, temporary]);
  await subject.host.start();
  const end = async (service: Service, code: number, event: ServiceEvent["event"]) => {
    const announced = subject.next(service, event);
    const session = await (await subject.host.connect(service.socketId)).open();
    await rejects(session.execute({ sql: `exit ${code}` }));
    return (await announced).cause;
  };
  match((await end(temporary, 3, "ended"))!, /^It ended with exit code 3/);
  const again = subject.next(transient, "ready");
  match((await end(transient, 3, "waiting"))!, /^It ended with exit code 3/);
  await again;
  match((await end(transient, 0, "ended"))!, /^It ended with exit code 0/);
});

Deno.test({
  name: "Host ends a driver that exceeds its memory limit, reports it, and names what enforces the limit",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const limits = { memoryBytes: 20 << 20, cpuPercent: 100 };
    const greedy = serviceOf(MOCK, { restart: "temporary", limits });
    const modest = serviceOf(MOCK, { limits: { memoryBytes: 2 ** 30 } });
    await using subject = new Subject([greedy, modest]);
    const ended = subject.next(greedy, "ended");
    await subject.host.start();
    match((await ended).cause!, /memoryBytes 20971520/);
    const { state, limits: kept } = await subject.status(modest);
    equal(state, "ready");
    const { limit, enforcement, reason } = kept.memoryBytes!;
    equal(limit, 2 ** 30);
    ok(enforcement !== "none");
    equal(reason === null, enforcement === "cgroup");
    deepEqual((await subject.status(greedy)).limits.cpuPercent, {
      limit: 100,
      enforcement: "none",
      reason: "the host does not run it",
    });
  },
});

Deno.test({
  name: "drivers that crash in a loop, hang or flood their logs disturb no call of another driver",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const patience = { startupTimeoutMs: 60_000 };
    const [calm, crashing] = [serviceOf(MOCK, patience), serviceOf(MOCK, patience)];
    const hanging = serviceOf(MOCK, { ...patience, stop: { stdinGraceMs: 50, termGraceMs: 50 } });
    const flooding = scriptOf('yes "a line of a log that never ends" >&2 & exec "$0" "$@"', patience);
    const backoff = { firstMs: 20, factor: 1, jitter: 0, maxMs: 20 };
    await using subject = new Subject([calm, crashing, hanging, flooding], {
      liveness: IMPATIENT,
      restart: { backoff, maxFailures: 3 },
    });
    await subject.host.start();
    const client = await subject.host.connect(calm.socketId);
    const pings = async (count: number) => {
      for (let i = 0; i < count; i++) await client.ping();
    };
    /** Counts the pings that are answered until it resolves. */
    const pingsUntil = async (event: Promise<ServiceEvent>) => {
      let isOver = false, count = 0;
      const over = event.finally(() => isOver = true);
      while (!isOver) {
        await client.ping();
        if (!isOver) count++;
      }
      await over;
      return count;
    };
    const meanwhile = { restarts: [] as number[], hang: 0 };
    let shortestRestartMs = Infinity;
    for (let crash = 1; crash <= 3; crash++) {
      await pings(100);
      const next = subject.next(crashing, crash < 3 ? "ready" : "given-up");
      Deno.kill((await subject.status(crashing)).pid!, "SIGKILL");
      const begunAt = performance.now(), count = await pingsUntil(next);
      if (crash === 3) break;
      meanwhile.restarts.push(count);
      shortestRestartMs = Math.min(shortestRestartMs, performance.now() - begunAt);
    }
    const hung = subject.next(hanging, "stopping");
    Deno.kill((await subject.status(hanging)).pid!, "SIGSTOP");
    meanwhile.hang = await pingsUntil(hung);
    await pings(700);

    const { restarts, calls } = await subject.status(calm);
    deepEqual([restarts, calls.failed], [0, 0]);
    // A restart takes the time in which Deno starts, and a hang is found after two times 3,000 ms.
    ok(meanwhile.restarts.every((count) => count > 0) && meanwhile.hang >= 10, JSON.stringify(meanwhile));
    ok(calls.p99Ms! < shortestRestartMs, `p99 ${calls.p99Ms} ms, a restart ${shortestRestartMs} ms`);
    ok(subject.host.log(flooding.socketId).lines().length <= 2_000);
    equal((await subject.status(flooding)).restarts, 0);
    console.log(`pings beside them: p50 ${calls.p50Ms!.toFixed(2)} ms, p99 ${calls.p99Ms!.toFixed(2)} ms`);
  },
});

Deno.test("Host looks for a service without a command until another program starts it", async () => {
  const { command, ...mock } = serviceOf(MOCK);
  const service: Service = { ...mock, command: null, args: [] };
  const backoff = { firstMs: 1, factor: 1, jitter: 0, maxMs: 1 };
  await using subject = new Subject([service], { restart: { backoff } });
  await subject.host.start();
  for (let i = 0; i < 20; i++) await subject.next(service, "waiting");
  const ready = subject.next(service, "ready");
  await using _driver = await launch({ ...mock, command: command! });
  equal((await ready).pid, null);
  deepEqual((await subject.status(service)).adopted, true);
});
