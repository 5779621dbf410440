/** Hooks of a simulation: a pre hook that reads another instance, and vetoes by it; post hooks whose runs are noted. */
import { Refusal } from "../commit/refusal.ts";
import { PostHooks } from "../hooks/post/post_hooks.ts";
import type { PreCall } from "../hooks/runner.ts";
import type { HookParts, RunningHooks } from "../server/start_core.ts";
import type { SeededRandom } from "./random.ts";
import type { VirtualClock } from "./virtual_time.ts";

/** How often a post hook fails, after which its event is a dead letter. */
const FAILING = 0.05;

/** A run of a post hook to its end. */
export interface PostRun {
  readonly server: string;
  /** The place of its event. */
  readonly seq: number;
}

/** Vetoes an item that is larger than the room of its owner, after a while; notes each post hook that has run. */
export function roomHooks(parts: HookParts, random: SeededRandom, onRun: (run: PostRun) => void): RunningHooks {
  const clock = parts.clock as VirtualClock;
  const post = new PostHooks({
    ...parts,
    isolates: {
      async run({ context }) {
        await pause(clock, random.next() * 40);
        onRun({ server: parts.serverId, seq: (context as { revision: number }).revision });
        if (!random.chance(FAILING)) return { type: "done", value: null };
        return { type: "threw", name: "Error", message: "no", stack: "" };
      },
    },
    timeoutMs: 1_000,
    now: () => clock.now(),
    reads: { get: () => Promise.resolve(null), list: () => Promise.reject(new TypeError("No hook lists")) },
    net: { kind: "hosts", hosts: [] },
    run: { kind: "names", names: [] },
    onLog: () => {},
    report: () => {},
  });
  return {
    check: () => Promise.resolve(),
    async pre({ model, after, reads }: PreCall) {
      if (model.definition.id !== "item" || after === null) return undefined;
      await pause(clock, random.next() * 5);
      const owner = await reads.get("owner", after["owner"] as string);
      await pause(clock, random.next() * 5);
      if (owner === null) return undefined;
      if ((after["size"] as number) > (owner.data["room"] as number)) {
        throw new Refusal("vetoed", "Its owner has no room");
      }
      return undefined;
    },
    applied: (events) => post.applied(events),
    post: () => Promise.resolve(),
    start: () => post.start(),
    close: (signal) => post.close(signal),
  };
}

function pause(clock: VirtualClock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.setTimeout(resolve, ms));
}
