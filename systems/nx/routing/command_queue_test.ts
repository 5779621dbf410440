import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { CommandQueue, MAX_WAITING, MAX_WAITING_BYTES } from "./command_queue.ts";

interface Command {
  readonly childRef: string;
  readonly byteLength: number;
  readonly name: string;
}

/** Commands named `child/number`. */
function queueOf(maxInFlight: number, ...names: string[]): CommandQueue<Command> {
  const queue = new CommandQueue<Command>();
  queue.maxInFlight = maxInFlight;
  for (const name of names) queue.add(commandOf(name));
  return queue;
}

function commandOf(name: string): Command {
  return { childRef: name.split("/")[0]!, byteLength: 1, name };
}

/** Everything that may go now. */
function taken(queue: CommandQueue<Command>): string[] {
  const names: string[] = [];
  for (let command = queue.take(); command !== null; command = queue.take()) names.push(command.name);
  return names;
}

Deno.test("CommandQueue.take() gives children their turn, each in its own order, half of the places for one at most", () => {
  deepStrictEqual(taken(queueOf(8, "a/1", "a/2", "a/3", "a/4", "a/5", "b/1", "c/1", "c/2")), [
    "a/1",
    "b/1",
    "c/1",
    "a/2",
    "c/2",
    "a/3",
    "a/4",
  ]);
  deepStrictEqual(taken(queueOf(3, "a/1", "a/2", "a/3", "b/1")), ["a/1", "b/1", "a/2"]);
  deepStrictEqual(taken(queueOf(1, "a/1", "a/2")), ["a/1"]);
  deepStrictEqual(taken(queueOf(0, "a/1")), []);
});

Deno.test("CommandQueue.release() lets the next one of that child go", () => {
  const queue = queueOf(2, "a/1", "a/2", "b/1", "b/2");
  deepStrictEqual(taken(queue), ["a/1", "b/1"]);
  queue.release(commandOf("b/1"));
  deepStrictEqual(taken(queue), ["b/2"]);
  queue.release(commandOf("a/1"));
  deepStrictEqual(taken(queue), ["a/2"]);
  strictEqual(queue.inFlight, 2);
  strictEqual(queue.waiting, 0);
});

Deno.test("CommandQueue.remove() takes out what waits, and leaves what was taken", () => {
  const queue = queueOf(2), [first, second] = [commandOf("a/1"), commandOf("a/2")];
  queue.add(first);
  queue.add(second);
  strictEqual(queue.take(), first);
  queue.remove(second);
  queue.remove(first);
  strictEqual(queue.waiting, 0);
  strictEqual(queue.inFlight, 1);
  queue.release(first);
  strictEqual(queue.take(), null);
});

Deno.test("CommandQueue.add() refuses the 4,097th command and the byte after 64 MiB", () => {
  strictEqual(MAX_WAITING, 4_096);
  strictEqual(MAX_WAITING_BYTES, 67_108_864);
  const queue = queueOf(0);
  for (let i = 0; i < 4_096; i++) strictEqual(queue.add(commandOf(`a/${i}`)), true);
  strictEqual(queue.add(commandOf("b/1")), false);
  const bytes = queueOf(0), half = { childRef: "a", byteLength: 33_554_432, name: "" };
  strictEqual(bytes.add({ ...half }), true);
  strictEqual(bytes.add({ ...half }), true);
  strictEqual(bytes.add(commandOf("a/1")), false);
});

Deno.test("CommandQueue gives every command of many children once, in each child's order, in any order of endings", () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const queue = queueOf(5), flying: Command[] = [], seen = new Map<string, number>();
  let added = 0, ended = 0;
  while (ended < 3_000) {
    if (added < 3_000 && random(2) === 0) queue.add(commandOf(`${random(20)}/${added++}`));
    const command = random(3) === 0 ? queue.take() : null;
    if (command !== null) {
      const number = Number(command.name.split("/")[1]);
      strictEqual(number > (seen.get(command.childRef) ?? -1), true);
      seen.set(command.childRef, number);
      flying.push(command);
      strictEqual(flying.filter(({ childRef }) => childRef === command.childRef).length <= 3, true);
      strictEqual(flying.length <= 5, true);
    }
    if (flying.length > 0 && random(3) === 0) {
      queue.release(flying.splice(random(flying.length), 1)[0]!);
      ended++;
    }
  }
  deepStrictEqual([queue.waiting, queue.inFlight], [0, 0]);
});
