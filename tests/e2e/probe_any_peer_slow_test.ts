import { deepEqual, equal, ok } from "node:assert/strict";
import { PROBE } from "../../packages/cli/parts/probe.ts";
import { listen, type Transport } from "@fluxwire/transport";
import { schemaOf, violations } from "../schemas/schema.ts";
import { freshSocket, pathOf, RunningDriver } from "./running_driver.ts";
import { probe, probeJson } from "./run_probe.ts";

/** The verbs that begin with Hello, and their arguments besides a target. `bench` is tested with its packages,
 * `replay` sends what a recording contains, `conformance` gives verdicts, and `inspect` connects when its page asks. */
const VERBS_WITH_HELLO: Readonly<Record<string, readonly string[]>> = {
  tour: [],
  hello: [],
  ping: [],
  open: [],
  query: ["SELECT 1"],
  tables: [],
  browse: ["stars"],
  insert: ["stars", "id=1"],
  update: ["stars", "id=1", "--key", "id=1"],
  delete: ["stars", "--key", "id=1"],
  call: ["ping"],
  schema: [],
  watch: ["--count", "1"],
  repl: [],
  client: [],
  fuzz: ["--runs", "1"],
};
/** The time limit if nothing else ends a command; otherwise it is far away. */
const TIMEOUT_MS = 1_500, FAR_TIMEOUT_MS = 120_000;
/** The extra time that a command may take on a busy machine. */
const SLACK_MS = 120_000;

/** A peer's behaviour on a connection, and the exit code of verbs. */
interface Peer {
  name: string;
  serve(transport: Transport): Promise<void>;
  exitCode: number;
  /** Verbs with another exit code: the real client tries one layout, so it cannot know that another one would work. */
  otherCodes?: Readonly<Record<string, number>>;
}

/** Reads the input, and answers nothing. */
async function ignore(transport: Transport): Promise<void> {
  while (await transport.read() !== null);
}

const bytes = (...values: number[]) => Uint8Array.from(values);

const PEERS: readonly Peer[] = [
  {
    name: "closes every connection",
    serve: (transport) => Promise.resolve(transport.close()),
    exitCode: 5,
    otherCodes: { client: 2 },
  },
  { name: "reads nothing", serve: () => Promise.resolve(), exitCode: 7 },
  {
    name: "answers with bytes that are not a message",
    serve: async (transport) => {
      await transport.read();
      await transport.write(bytes(4, 0, 0, 0, 255, 255, 255, 255));
      await ignore(transport);
    },
    exitCode: 4,
  },
  {
    name: "announces more than a frame can have",
    serve: async (transport) => {
      await transport.read();
      await transport.write(bytes(255, 255, 255, 255));
      await ignore(transport);
    },
    exitCode: 4,
  },
  {
    name: "stops in the middle of a frame",
    serve: async (transport) => {
      await transport.read();
      await transport.write(bytes(100, 0, 0, 0, 1, 2));
      await ignore(transport);
    },
    exitCode: 7,
  },
  {
    name: "talks without an end",
    serve: async (transport) => {
      const chunk = new Uint8Array(65_536).fill(0x61);
      for (;;) await transport.write(chunk);
    },
    exitCode: 4,
  },
];

/** Serves until it is disposed of, even if connections fail. */
async function startPeer({ serve }: Peer): Promise<{ socket: string } & AsyncDisposable> {
  const socket = freshSocket(), listener = await listen(socket), transports = new Set<Transport>();
  const serving = (async () => {
    const connections: Promise<void>[] = [];
    for (let transport = await listener.accept(); transport !== null; transport = await listener.accept()) {
      transports.add(transport);
      connections.push(serve(transport).catch(() => {}));
    }
    await Promise.all(connections);
  })();
  return {
    socket,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const transport of transports) transport.close();
      await serving;
    },
  };
}

Deno.test("every verb that begins with Hello is among the tested ones", () => {
  const others = new Set(["bench", "conformance", "inspect", "record", "replay"]);
  const verbs = PROBE.verbs.filter(({ name, takesTarget }) => takesTarget && !others.has(name)).map(({ name }) => name);
  deepEqual(verbs.filter((name) => !Object.hasOwn(VERBS_WITH_HELLO, name)), []);
});

for (const peer of PEERS) {
  Deno.test(`every verb ends with ${peer.exitCode}, and reports why in JSON, if the peer ${peer.name}`, async () => {
    await using running = await startPeer(peer);
    const schema = await schemaOf("failure");
    await Promise.all(
      Object.entries(VERBS_WITH_HELLO).map(async ([verb, own]) => {
        const start = performance.now();
        const timeoutMs = peer.exitCode === 7 ? TIMEOUT_MS : FAR_TIMEOUT_MS;
        const target = ["--socket", running.socket, "--timeout", String(timeoutMs)];
        const { code, stdout, stderr } = await probe([verb, "--json", ...own, ...target], { stdin: "SELECT 1\n" });
        equal(code, peer.otherCodes?.[verb] ?? peer.exitCode, `${verb}: ${stdout}${stderr}`);
        equal(stderr, "", verb);
        const { error } = JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
        deepEqual(violations({ error }, schema), [], verb);
        const ms = performance.now() - start;
        ok(ms < timeoutMs + SLACK_MS, `${verb} took ${ms} ms`);
      }),
    );
  });
}

Deno.test("probe fuzz exits with 2 if a driver that it did not start is gone", async () => {
  const permissions = ["--allow-net", "--allow-env=FLUXWIRE_LIFELINE"], module = pathOf("packages/mock-driver/main.ts");
  await using driver = new RunningDriver({ module, permissions, args: ["--fault", "crash:4"] });
  await driver.line(/listening/i);
  const { code, json } = await probeJson(["fuzz", "--socket", driver.socket, "--runs", "5", "--seed", "1"]);
  deepEqual([code, json.ended, json.findings], [2, "driver-lost", []]);
});
