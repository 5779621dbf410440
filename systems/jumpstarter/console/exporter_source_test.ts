import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { FlagValues } from "@fluxwire/command";
import type { Acted, Action, LineRing, SourceError, TreeNode } from "@fluxwire/console";
import { bytes, call, defineDevice, serve, stream, t } from "../mod.ts";
import type { ExporterSource } from "./exporter_source.ts";
import { openSource } from "./source.ts";

const { signal } = new AbortController();

/** A device with a method of each kind. */
const BENCH = defineDevice({
  name: "bench",
  description: "A bench of the test",
  open: () => ({
    methods: {
      set_level: call(
        [t.number().as("volts"), t.enum(["ac", "dc"]).as("mode"), t.default(t.boolean(), false).as("slow")],
        (...[volts, mode, slow, { log }]) => {
          log.warning(`set to ${volts}`);
          return { volts, mode, slow };
        },
        "Sets the level",
      ),
      count: stream([t.integer()], function* (to) {
        for (let number = 1; number <= to; number++) yield { number };
      }),
      wait: stream([], async function* ({ signal }) {
        yield "begun";
        await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      }),
      console: bytes(() => new TransformStream<Uint8Array, Uint8Array>()),
      flash: call(
        [t.string().as("part"), t.source().as("image"), t.optional(t.boolean()).as("verify")],
        async (...[part, image, verify]) => {
          return { part, verify, text: await new Response(image as ReadableStream<Uint8Array<ArrayBuffer>>).text() };
        },
      ),
      dump: call([t.sink()], async (image, { signal }) => {
        await new Blob(["dumped"]).stream().pipeTo(image, { signal });
      }),
      refuse: call([t.sink()], () => Promise.reject(new Error("The card is not there"))),
      compare: call([t.source(), t.source()], () => null),
      fail: call([], () => Promise.reject(new Error("The fuse has blown"))),
    },
  }),
});

/** The source of an exporter at an address. */
async function sourceOf(address: string): Promise<ExporterSource> {
  return await openSource({ id: "exporter", value: address, args: new FlagValues(new Map()) }) as ExporterSource;
}

async function asked<T>(source: ExporterSource, operation: string, input: unknown): Promise<T> {
  return await source.operations[operation]!.run(input, signal) as T;
}

function act(source: ExporterSource, action: string, args: readonly unknown[]): Promise<Acted> {
  return asked(source, "act", { node: ".", action, args });
}

/** Resolves when a ring has come to a state. */
async function later(ring: LineRing, isSo: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _watching = ring.watch(() => isSo() && resolve());
  if (!isSo()) await promise;
}

Deno.test("an exporter's devices are a tree, and their methods forms of their schemas", async () => {
  await using served = await serve(BENCH);
  const source = await sourceOf(served.socket);
  const { nodes: [root] } = await asked<{ nodes: TreeNode[] }>(source, "tree", { under: null });
  deepStrictEqual([root!.id, root!.kind, root!.hasChildren], [".", "exporter", false]);
  const fact = (wanted: string) => root!.facts.find(({ name }) => name === wanted)?.value ?? "";
  deepStrictEqual([fact("Status"), fact("Description")], ["LEASE_READY Ready for commands", "A bench of the test"]);
  match(fact("Methods that need files"), /^compare: use fluxwire jumpstarter j/);
  const { actions } = await asked<{ actions: Action[] }>(source, "actions", { node: root!.id });
  deepStrictEqual(actions.map(({ id, kind, changes }) => [id, kind, changes]), [
    ["set_level", "call", true],
    ["count", "stream", true],
    ["wait", "stream", true],
    ["console", "bytes", true],
    ["fail", "call", true],
    ["flash", "bytes", true],
    ["dump", "bytes", true],
    ["refuse", "bytes", true],
    ["reset every device", "call", true],
  ]);
  const { help, input } = actions[0]!;
  deepStrictEqual([help, input.minItems, input.prefixItems?.map(({ title }) => title)], [
    "Sets the level",
    2,
    ["volts", "mode", "slow"],
  ]);
  deepStrictEqual(input.prefixItems?.[1]?.enum, ["ac", "dc"]);
  await source.close();
});

Deno.test("calls answer, streams are runs of values, bytes are runs in both directions, and failures have remedies", async () => {
  await using served = await serve(BENCH);
  const source = await sourceOf(served.socket);
  deepStrictEqual(await act(source, "set_level", [1.5, "dc"]), { result: { volts: 1.5, mode: "dc", slow: false } });
  const logs = source.stream("logs")!;
  await later(logs, () => logs.next > 0 && logs.read(0, 100).lines.some((line) => line.includes("set to 1.5")));
  const { run } = await act(source, "count", [3]) as { run: string }, values = source.stream(run)!;
  await later(values, () => values.end !== null);
  deepStrictEqual(values.read(0, 10).lines, ['{"number":1}', '{"number":2}', '{"number":3}']);
  const { run: terminal } = await act(source, "console", []) as { run: string }, lines = source.stream(terminal)!;
  source.write(terminal, new TextEncoder().encode("hi"));
  await later(lines, () => lines.next > 0);
  deepStrictEqual(lines.read(0, 1).lines, ["aGk="]);
  await asked(source, "stop", { run: terminal });
  await later(lines, () => lines.end !== null);
  strictEqual(lines.end?.error, null);
  await rejects(act(source, "fail", []), ({ message, failure: { code, remedy } }: SourceError) => {
    match(message, /The fuse has blown/);
    return code === "UNKNOWN" && remedy!.includes("log");
  });
  await rejects(
    act(source, "set_level", ["high", "dc"]),
    ({ failure }: SourceError) => failure.code === "INVALID_ARGUMENT",
  );
  await rejects(act(source, "explode", []), /no such method/);
  const { run: endless } = await act(source, "wait", []) as { run: string }, waiting = source.stream(endless)!;
  await later(waiting, () => waiting.next > 0);
  await source.close();
  strictEqual(waiting.end?.error, null);
});

Deno.test("a file of the page goes to a method beside its other arguments, packed or not, and one comes from a method", async () => {
  await using served = await serve(BENCH);
  const source = await sourceOf(served.socket), image = new TextEncoder().encode("image");
  const sent = async (bytes: Uint8Array, args: readonly unknown[]) => {
    const { run } = await act(source, "flash", args) as { run: string }, lines = source.stream(run)!;
    source.write(run, bytes, { at: 0, isLast: true });
    await later(lines, () => lines.end !== null);
    return lines.end?.error ?? JSON.parse(lines.read(0, 1).lines[0]!);
  };
  deepStrictEqual(await sent(image, ["boot"]), { part: "boot", verify: null, text: "image" });
  const packed = await new Response(new Blob([image]).stream().pipeThrough(new CompressionStream("gzip"))).bytes();
  deepStrictEqual(await sent(packed, ["boot", true, "gzip"]), { part: "boot", verify: true, text: "image" });
  match((await sent(image, ["boot", true, "gzip"])).message, /Cannot call flash/);
  match((await sent(image, ["boot", true, "rar"])).message, /the compression "rar"/);
  const got = async (action: string, args: readonly unknown[]) => {
    const { run } = await act(source, action, args) as { run: string }, lines = source.stream(run)!;
    await later(lines, () => lines.end !== null);
    const bytes = await new Blob(lines.read(0, 10).lines.map((line) => Uint8Array.fromBase64(line))).bytes();
    return { bytes, error: lines.end!.error };
  };
  deepStrictEqual(await got("dump", []), { bytes: new TextEncoder().encode("dumped"), error: null });
  const { bytes: unpacked } = await got("dump", ["gzip"]);
  const plain = new Response(new Blob([unpacked]).stream().pipeThrough(new DecompressionStream("gzip")));
  strictEqual(await plain.text(), "dumped");
  const { error } = await got("refuse", []);
  match(error!.message, /The card is not there/);
  strictEqual(error!.remedy!.includes("log"), true);
  await source.close();
});

Deno.test("an exporter that goes shows as gone, and is used again once it is back", async () => {
  const folder = Deno.makeTempDirSync(), place = `${folder}/link`;
  const first = await serve(BENCH);
  Deno.symlinkSync(first.socket, place);
  const source = await sourceOf(place);
  await asked(source, "tree", { under: null });
  const changes = source.stream("tree")!;
  await first[Symbol.asyncDispose]();
  await later(changes, () => changes.next > 0);
  await rejects(asked(source, "tree", { under: null }), ({ failure: { code, message, remedy } }: SourceError) => {
    strictEqual(message.includes(folder), false);
    return code === "SocketUnreachable" && remedy!.length > 0;
  });
  await using second = await serve(BENCH);
  Deno.removeSync(place);
  Deno.symlinkSync(second.socket, place);
  const { nodes } = await asked<{ nodes: TreeNode[] }>(source, "tree", { under: null });
  strictEqual(nodes[0]?.kind, "exporter");
  await source.close();
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("what cannot be used is refused before anything is opened, and names its option", () => {
  const args = (entries: [string, string[]][]) => new FlagValues(new Map(entries));
  const opened = (value: string, entries: [string, string[]][]) => () =>
    openSource({ id: "exporter", value, args: args(entries) });
  const refusals: [() => unknown, RegExp][] = [
    [opened("", []), /Cannot use --exporter: it is empty/],
    [
      opened("bench:1", [["passphrase-env", ["FLUXWIRE_TEST_NONE"]]]),
      /--passphrase-env FLUXWIRE_TEST_NONE: the variable/,
    ],
    [opened("bench:1", [["tls-ca", ["/none.pem"]]]), /Cannot read the certificates of \/none\.pem/],
  ];
  for (const [open, text] of refusals) {
    let message = "";
    try {
      open();
    } catch (error) {
      ({ message } = error as Error);
    }
    match(message, text);
  }
});
