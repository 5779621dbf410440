/** Hooks of a simulation: a pre hook that reads another instance, and vetoes by it. */
import { Refusal } from "../commit/refusal.ts";
import type { Event } from "../event/event.ts";
import type { PreCall } from "../hooks/runner.ts";
import type { RunningHooks } from "../server/start_core.ts";
import type { SeededRandom } from "./random.ts";
import type { VirtualClock } from "./virtual_time.ts";

/** Vetoes an item that is larger than the room of its owner, after a while. */
export function roomHooks(clock: VirtualClock, random: SeededRandom): RunningHooks {
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
    applied: () => {},
    post: (_events: readonly Event[]) => Promise.resolve(),
    start: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function pause(clock: VirtualClock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.setTimeout(resolve, ms));
}
