import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import type { Acted, Action, LineRing, SourceError, TreeNode } from "@fluxwire/console";
import { DEMO, demoInstances, HostPlace } from "../e2e/host_process.ts";
import type { NxSource } from "./nx_source.ts";
import { openSource } from "./source.ts";

const { signal } = new AbortController();

/** The demo on a host of its own, and the console's source of it. */
async function withDemo(work: (source: NxSource, place: HostPlace) => Promise<void>): Promise<void> {
  await using place = new HostPlace();
  place.instances(demoInstances());
  const host = place.start([...place.flags, "-drivers_dir", `${DEMO}/drivers`, "-publisher", "noop"]);
  await host.line("control");
  const source = await openSource({ id: "nx", value: place.control }) as NxSource;
  try {
    await work(source, place);
  } finally {
    await source.close();
  }
}

async function tree(source: NxSource, under: string | null): Promise<readonly TreeNode[]> {
  return (await source.operations["tree"]!.run({ under }, signal) as { nodes: readonly TreeNode[] }).nodes;
}

async function actions(source: NxSource, node: string): Promise<readonly Action[]> {
  return (await source.operations["actions"]!.run({ node }, signal) as { actions: readonly Action[] }).actions;
}

async function act(source: NxSource, node: string, action: string, args: readonly unknown[]): Promise<Acted> {
  return await source.operations["act"]!.run({ node, action, args }, signal) as Acted;
}

/** Resolves once something is so, which is looked at again after each change of the tree. */
async function until<T>(source: NxSource, look: () => Promise<T | null>): Promise<T> {
  const changes = source.stream("tree")!;
  for (;;) {
    const before = changes.next, found = await look().catch(() => null);
    if (found !== null) return found;
    await later(changes, () => changes.next > before);
  }
}

/** Resolves when a ring has come to a state. */
async function later(ring: LineRing, isSo: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _watching = ring.watch(() => isSo() && resolve());
  if (!isSo()) await promise;
}

/** The child's endpoint, once all are ready and it is published. */
function endpoint(source: NxSource): Promise<TreeNode> {
  return until(source, async () => {
    const [hub] = await tree(source, null), below = await tree(source, "instance hub-1");
    const child = below.find(({ id }) => id === "instance child-1");
    const [power] = await tree(source, "instance child-1");
    const isReady = [hub, child].every((node) => node?.state?.text === "ready");
    return isReady && power !== undefined ? power : null;
  });
}

/** The values of a run that has ended. */
async function valuesOf(
  source: NxSource,
  acted: Acted,
): Promise<{ values: Record<string, string>[]; lines: LineRing }> {
  const lines = source.stream((acted as { run: string }).run)!;
  await later(lines, () => lines.end !== null);
  return { values: lines.read(0, 100).lines.map((line) => JSON.parse(line)), lines };
}

Deno.test("a command of a child is followed to its hub by one id, and its answer is the last step", async () => {
  await withDemo(async (source) => {
    const power = await endpoint(source);
    strictEqual(power.title, "Power");
    const [send] = await actions(source, power.id);
    deepStrictEqual(send!.input.prefixItems, [{ type: "boolean", title: "Value" }]);
    const { values } = await valuesOf(source, await act(source, power.id, "send", [true]));
    deepStrictEqual(values.map(({ step, where }) => [step, where]), [
      ["sent", "child-1.power"],
      ["at the host", "child-1"],
      ["sent to the hub", "hub-1"],
      ["answered by the hub", "hub-1"],
      ["answer", "child-1.power"],
    ]);
    match(values[0]!["what"]!, /^id [0-9a-f-]{36}$/);
    match(values[4]!["what"]!, /"payload":"true"/);
    const asked = await valuesOf(source, await act(source, "instance child-1", "ask the hub", ["power", "1.50"]));
    match(asked.values.at(-1)!["what"]!, /"payload":"1\.50"/);
    const refused = await valuesOf(source, await act(source, "instance child-1", "command", ["none", "1"]));
    strictEqual(refused.values.at(-1)!["step"], "refused");
  });
});

Deno.test("events of a hub and of one child come as they are reported, from the row on that says that the host listens, until they are stopped", async () => {
  await withDemo(async (source) => {
    const power = await endpoint(source);
    const events = (await actions(source, "instance hub-1")).find(({ id }) => id === "events");
    deepStrictEqual([events?.kind, events?.changes], ["stream", false]);
    const runs = await Promise.all(["instance hub-1", "instance child-1"].map(async (node) => {
      return (await act(source, node, "events", []) as { run: string }).run;
    }));
    const all = runs.map((run) => source.stream(run)!);
    await Promise.all(all.map((lines) => later(lines, () => lines.next >= 1)));
    await valuesOf(source, await act(source, power.id, "send", [true]));
    await Promise.all(all.map((lines) => later(lines, () => lines.next >= 2)));
    for (const lines of all) {
      const rows = lines.read(0, 100).lines.map((line) => JSON.parse(line) as Record<string, string>);
      deepStrictEqual(rows.map(({ child, event }) => [child, event]), [["", "listening"], [
        "child-001",
        "power_changed",
      ]]);
      strictEqual(rows[1]!["what"], '{"payload":"true"}');
    }
    for (const run of runs) await source.operations["stop"]!.run({ run }, signal);
    await Promise.all(all.map((lines) => later(lines, () => lines.end !== null)));
    deepStrictEqual(all.map(({ end }) => end?.error ?? null), [null, null]);
  });
});

Deno.test("instances can be stopped and restarted, a child says that its hub is away, and unknown ones are refused", async () => {
  await withDemo(async (source) => {
    await endpoint(source);
    deepStrictEqual(await act(source, "instance hub-1", "stop", []), { result: null });
    const child = await until(source, async () => {
      const found = (await tree(source, "instance hub-1")).find(({ id }) => id === "instance child-1");
      return found?.problem === null ? null : found ?? null;
    });
    deepStrictEqual([child.state?.text, child.problem?.code], ["its hub is away", "HubUnavailable"]);
    deepStrictEqual(await act(source, "instance hub-1", "restart", []), { result: null });
    await endpoint(source);
    const { result } = await act(source, "instance hub-1", "discover", []) as { result: { children: unknown[] } };
    strictEqual(result.children.length, 1);
    await rejects(actions(source, "instance hub-9"), { message: "Cannot find the instance hub-9" });
    await rejects(act(source, "instance hub-1", "fly", []), { message: "Cannot do fly here" });
    deepStrictEqual(await actions(source, "nonsense"), []);
  });
});

Deno.test("a host that does not run shows as not running, with a remedy", async () => {
  const folder = Deno.makeTempDirSync(), source = await openSource({ id: "nx", value: `${folder}/nx.sock` });
  await rejects(source.operations["tree"]!.run({}, signal), ({ failure: { code, message, remedy } }: SourceError) => {
    strictEqual(code, "HostNotRunning");
    strictEqual(message.includes(folder), false);
    return remedy!.length > 0;
  });
  await source.close();
  Deno.removeSync(folder);
});
