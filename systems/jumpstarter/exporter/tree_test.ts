import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { call } from "../device/method.ts";
import { defineDevice, type Device } from "../device/define_device.ts";
import { LIFECYCLE_MS } from "./lifecycle.ts";
import { ExporterLog } from "./log.ts";
import { type NodePlan, planOf } from "./plan.ts";
import { Session } from "./session.ts";
import { Bench } from "./testing/raw_client.ts";
import { DeviceTree } from "./tree.ts";

/** A device that writes down what happens to it. */
function witness(name: string, seen: string[], fails: readonly string[] = []): Device {
  const note = (what: string) => {
    seen.push(`${what} ${name}`);
    if (fails.includes(what)) throw new Error(`${what} failed`);
  };
  return defineDevice({
    name,
    version: "1.2.3",
    labels: { place: "shelf" },
    open(_, { children }) {
      note("open");
      return {
        methods: {
          ask_child: call([], async () => `${name}: ${await children.child!.call("name")}`, "Ask"),
          name: call([], () => name),
        },
        reset: () => note("reset"),
        close: () => note("close"),
      };
    },
  }) as Device;
}

function below(device: Device, children: Readonly<Record<string, NodePlan>>): NodePlan {
  return { ...planOf(device, {}), children };
}

Deno.test("the report has a node, all below it, then its next sibling; aliases repeat their target's uuids", async () => {
  const plan = below(witness("a", []), { child: planOf(witness("b", []), {}) });
  await using bench = await Bench.of({ a: plan, c: witness("c", []), alias: { kind: "alias", target: "a" } });
  const reports = await bench.reports();
  const rows = reports.map(({ uuid, parentUuid, labels }) => [labels["jumpstarter.dev/name"], uuid, parentUuid]);
  const [root, a, b, c] = reports.map(({ uuid }) => uuid);
  deepStrictEqual(rows, [
    [undefined, root, undefined],
    ["a", a, root],
    ["child", b, a],
    ["c", c, root],
    ["alias", a, root],
    ["child", b, a],
  ]);
  const { "fluxwire.dev/methods": methods, ...labels } = reports[1]!.labels;
  deepStrictEqual((JSON.parse(methods!) as { name: string }[]).map(({ name }) => name), ["ask_child", "name"]);
  deepStrictEqual(labels, {
    place: "shelf",
    "fluxwire.dev/version": "1.2.3",
    "jumpstarter.dev/client": "jumpstarter.client.DriverClient",
    "jumpstarter.dev/name": "a",
  });
  deepStrictEqual(reports[1]!.methodsDescription, { "ask-child": "Ask" });
  strictEqual(reports[0]!.labels["jumpstarter.dev/client"], "jumpstarter_driver_composite.client.CompositeClient");
  strictEqual(await bench.call("alias", "ask_child"), "a: b");
});

Deno.test("Session opens and resets children first, and closes parents first, also where devices fail", async () => {
  const seen: string[] = [], log = new ExporterLog();
  const plan = below(witness("a", seen), { child: planOf(witness("b", seen, ["close"]), {}) });
  await (await Session.open(plan, log)).close();
  deepStrictEqual(seen, ["open b", "open a", "reset b", "reset a", "close a", "close b"]);
  const records = await Array.fromAsync(log.read(new AbortController().signal));
  deepStrictEqual(records.map(({ message }) => message), ["Cannot close child: Error: close failed"]);
});

Deno.test("a device that hangs holds no other: each step has its time, and a session closes devices once", async () => {
  const seen: string[] = [], log = new ExporterLog(), clock = new ManualClock();
  const hanging = defineDevice({
    name: "hanging",
    open: () => ({ methods: {}, reset: () => new Promise<void>(() => {}), close: () => new Promise<void>(() => {}) }),
  }) as Device;
  const plan = below(witness("a", seen), { child: planOf(hanging, {}) });
  const tree = await DeviceTree.open(plan, log, clock);
  const reset = rejects(tree.reset(), { message: "it took longer than 60000 ms" });
  await clock.timer(LIFECYCLE_MS.reset);
  clock.advance(LIFECYCLE_MS.reset);
  await reset;
  const closed = Promise.all([tree.close(), tree.close()]);
  // Each of the two devices has a timer for each of its three steps; that of the one that hangs comes last.
  while (clock.count < 6) await Promise.resolve();
  clock.advance(LIFECYCLE_MS.close);
  await closed;
  deepStrictEqual(seen, ["open a", "reset a", "close a"]);
});

Deno.test("a device that opens too late fails the session, and is closed when it has opened", async () => {
  const clock = new ManualClock(), opening = Promise.withResolvers<void>(), closed = Promise.withResolvers<void>();
  const slow = defineDevice({
    name: "slow",
    async open() {
      await opening.promise;
      return { methods: {}, close: () => closed.resolve() };
    },
  }) as Device;
  const failed = rejects(DeviceTree.open(planOf(slow, {}), new ExporterLog(), clock), {
    message: "Cannot open the root: it took longer than 120000 ms",
  });
  await clock.timer(LIFECYCLE_MS.open);
  clock.advance(LIFECYCLE_MS.open);
  await failed;
  opening.resolve();
  await closed.promise;
});

Deno.test("Session.open() closes what is open if a device cannot be opened or reset", async () => {
  for (const step of ["open", "reset"]) {
    const seen: string[] = [];
    const plan = below(witness("a", seen, [step]), { child: planOf(witness("b", seen), {}) });
    await rejects(Session.open(plan, new ExporterLog()), { message: `${step} failed` });
    strictEqual(seen.at(-1), "close b");
  }
});
