import { deepEqual, equal, match } from "node:assert/strict";
import { connectLease, type Exporter } from "@fluxwire/jumpstarter/client";
import { TOKENS } from "../../systems/jumpstarter/distributed/testing/fake_controller.ts";
import { jmp, OWN, peerEnvironment, peerProgram, type Program } from "./exporters.ts";
import { type Place, startPlace } from "./leased.ts";

const POWER = `export:
  power: { type: jumpstarter_driver_power.driver.MockPower }
  echo: { type: jumpstarter_driver_network.driver.EchoNetwork }
`;
const FAILING = "hooks: { beforeLease: { script: sleep 0.5; exit 3, onFailure: endLease } }\n";
const PROGRAM_MS = 120_000;

const EXPORTERS: Record<string, () => Promise<Program>> = {
  "the real jmp run": jmp,
  "our exporter": () => Promise.resolve(OWN),
};

function connected({ controller, tls }: Place): Promise<Exporter> {
  const lease = { namespace: "lab", client: "alice", token: TOKENS.Client, lease: "lease-1" };
  return connectLease({ controller: controller.endpoint, tls, ...lease });
}

/** What the exporter has done since it registered; Listen may come before or behind a status. */
function since({ controller: { events } }: Place, start: string): string[] {
  return events.slice(events.indexOf(start) + 1).filter((event) => !event.startsWith("Listen"));
}

/** Hooks that end when the controller has their status: of statuses that wait, an exporter reports the latest only. */
async function heldHooks({ controller, folder }: Place): Promise<string> {
  const [before, after] = await Promise.all(
    ["BEFORE_LEASE_HOOK Running beforeLease hook", "AFTER_LEASE_HOOK Running afterLease hooks"]
      .map(async (status) => {
        const gate = await Deno.makeTempFile({ dir: folder });
        controller.seen(`ReportStatus ${status}`).then(() => Deno.remove(gate));
        return `while test -e ${gate}; do sleep 0.05; done`;
      }),
  );
  return `hooks:
  beforeLease: { script: 'echo before $LEASE_NAME of $CLIENT_NAME; ${before}' }
  afterLease: { script: 'echo after; ${after}' }
`;
}

async function echoed(exporter: Exporter): Promise<number> {
  await using stream = await exporter.device("echo").bytes();
  const writing = (async () => {
    for (let count = 0; count < 32; count++) await stream.write(new Uint8Array(65_536).fill(count));
    stream.endWriting();
  })();
  let length = 0;
  for (let bytes = await stream.read(); bytes !== null; bytes = await stream.read()) length += bytes.length;
  await writing;
  return length;
}

/** It registers, serves a lease through a router, and unregisters. */
async function served(program: Program): Promise<void> {
  await using place = await startPlace();
  const { controller } = place;
  const exporter = await place.start(program, POWER);
  await controller.seen("Status");
  deepEqual(controller.events, [
    "Register",
    "ReportStatus AVAILABLE Exporter registered and available",
    "Status",
  ]);
  const { "user-agent": _, ...identity } = controller.identity;
  deepEqual(identity, {
    authorization: `Bearer ${TOKENS.Exporter}`,
    "jumpstarter-kind": "Exporter",
    "jumpstarter-namespace": "lab",
    "jumpstarter-name": "bench",
  });
  const [{ labels, reports }] = controller.registered as [typeof controller.registered[0]];
  deepEqual(labels, {});
  deepEqual(reports.map(({ labels }) => labels["jumpstarter.dev/name"]), [undefined, "power", "echo"]);
  controller.lease("lease-1", "alice");
  {
    await using client = await connected(place);
    equal(await client.device("power").call("on"), null);
    deepEqual(await Array.fromAsync(client.device("power").stream("read")), [
      { voltage: 0, current: 0 },
      { voltage: 5, current: 2 },
    ]);
    equal(await echoed(client), 2_097_152);
    equal((await client.status()).status, "LEASE_READY");
    await using second = await connected(place);
    equal(await second.device("power").call("off"), null);
    deepEqual(new Set(controller.router.keys.map((keys) => keys.join())), new Set(["authorization,user-agent"]));
    controller.unlease();
    await client.closed;
  }
  await controller.seen("ReportStatus AVAILABLE Available for new lease");
  equal(await exporter.stop("SIGTERM"), 0);
  deepEqual(since(place, "Status"), [
    "ReportStatus LEASE_READY Ready for commands",
    "ReportStatus AVAILABLE Available for new lease",
    "ReportStatus OFFLINE Exporter shutting down",
    "Unregister Exporter shutdown",
  ]);
  equal((await exporter.output).includes(TOKENS.Exporter), false);
}

/** It runs hooks around a lease whose client ends its session, and releases it. */
async function hooked(program: Program): Promise<void> {
  await using place = await startPlace();
  const { controller } = place;
  await place.start(program, POWER + await heldHooks(place));
  await controller.seen("Status");
  controller.lease("lease-1", "alice");
  {
    await using client = await connected(place);
    const lines: string[] = [];
    for await (const { source, message } of client.logs()) {
      if (source === "BEFORE_LEASE_HOOK") lines.push(message);
      if (message === "before lease-1 of alice") break;
    }
    equal(lines.at(-1), "before lease-1 of alice");
    equal((await client.endSession()).success, true);
    await controller.seen("ReportStatus AVAILABLE Exporter available after lease release");
  }
  deepEqual(since(place, "Status"), [
    "ReportStatus BEFORE_LEASE_HOOK Running beforeLease hook",
    "ReportStatus LEASE_READY Ready for commands",
    "ReportStatus AFTER_LEASE_HOOK Running afterLease hooks",
    "ReportStatus AVAILABLE Available for new lease",
    "ReleaseLease lease-1",
    "ReportStatus AVAILABLE Exporter available after lease release",
  ]);
}

/** It reports a hook that fails with endLease, and releases the lease. */
async function failing(program: Program): Promise<void> {
  await using place = await startPlace();
  const { controller } = place;
  await place.start(program, POWER + FAILING);
  await controller.seen("Status");
  controller.lease("lease-1", "alice");
  await controller.seen("ReleaseLease lease-1");
  const failed = "ReportStatus BEFORE_LEASE_HOOK_FAILED beforeLease hook failed (on_failure=endLease): ";
  deepEqual(since(place, "ReportStatus BEFORE_LEASE_HOOK Running beforeLease hook").slice(0, 2), [
    `${failed}Hook failed with exit code 3`,
    "ReleaseLease lease-1",
  ]);
  await controller.free(2);
}

for (const [name, program] of Object.entries(EXPORTERS)) {
  Deno.test(`${name} serves leases of a controller, with hooks and without, in the order that controllers see`, async () => {
    const peer = await program();
    // Most of the time is spent on processes that start and stop.
    await Promise.all([served(peer), hooked(peer), failing(peer)]);
  });
}

/** Our shell leases the real exporter, shows its hooks, lets the real j and ours in, and gives the lease back. */
async function ownShell(): Promise<void> {
  await using place = await startPlace();
  const { controller, folder } = place;
  await place.start(await jmp(), POWER + await heldHooks(place));
  await controller.seen("Status");
  const own = [OWN.program, ...OWN.args].join(" ");
  // Deno's cache is below the home.
  const { HOME: _, ...env } = peerEnvironment(folder);
  const { code, stdout, stderr } = await new Deno.Command(OWN.program, {
    args: [
      ...OWN.args,
      ...["shell", "--client-config", await place.clientConfig(), "--selector", "board=pi", "--duration", "1h30m"],
      ...["--", "sh", "-c", `${await peerProgram("j")} power read && ${own} j power read && echo $JMP_LEASE && exit 7`],
    ],
    cwd: folder,
    env,
    signal: AbortSignal.timeout(PROGRAM_MS),
  }).output();
  const [text, problems] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)) as [string, string];
  equal(code, 7, text + problems);
  equal(text.match(/voltage=5(\.0)? V/g)?.length, 2, text);
  match(text, /^lease-1$/m);
  match(problems, /before lease-1 of alice/);
  match(problems, /^after$/m);
  match(problems, /^Warning: grpcOptions of .*client.yaml has settings without effect: grpc.enable_retries$/m);
  deepEqual(controller.events.filter((event) => /RequestLease|by its client/.test(event)), [
    "RequestLease board=pi for 5400 s",
    "ReleaseLease lease-1 by its client",
  ]);
}

/** The real jmp shell leases our exporter, sees its hooks, uses j, and keeps the exit code. */
async function realShell(): Promise<void> {
  await using place = await startPlace();
  const { controller, folder } = place;
  const exporter = await place.start(OWN, POWER + await heldHooks(place));
  await controller.seen("Status");
  const j = await peerProgram("j");
  const { code, stdout, stderr } = await new Deno.Command(await peerProgram("jmp"), {
    args: [
      ...["shell", "--client-config", await place.clientConfig(), "--selector", "board=any", "--exporter-logs"],
      ...["--", "sh", "-c", `${j} power read && ${j} power on && exit 7`],
    ],
    cwd: folder,
    env: peerEnvironment(folder),
    signal: AbortSignal.timeout(PROGRAM_MS),
  }).output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  equal(code, 7, text);
  match(text, /before lease-1 of alice/);
  match(text, /voltage=5\.0 V/);
  match(text, /after/);
  await controller.free(2);
  // The client gives its lease back when it has seen AVAILABLE.
  deepEqual(since(place, "Status").slice(0, 4), [
    "ReportStatus BEFORE_LEASE_HOOK Running beforeLease hook",
    "ReportStatus LEASE_READY Ready for commands",
    "ReportStatus AFTER_LEASE_HOOK Running afterLease hooks",
    "ReportStatus AVAILABLE Available for new lease",
  ]);
  equal(await exporter.stop("SIGHUP"), 0);
  equal(controller.events.at(-1), "Unregister Exporter shutdown");
}

Deno.test("the real jmp shell leases our exporter, and our shell the real one: hooks, j, exit code, release", async () => {
  await Promise.all([ownShell(), realShell()]);
});
