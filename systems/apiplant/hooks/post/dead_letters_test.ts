import { deepStrictEqual, equal } from "node:assert/strict";
import { MemoryEventStorage } from "../../storage/memory/event_storage.ts";
import { type DeadLetter, DeadLetters, MAX_LETTERS } from "./dead_letters.ts";

function letter(seq: number): DeadLetter {
  return {
    event: `e${seq}`,
    seq,
    model: "post",
    instance: "i",
    hook: "postCreate",
    code: "hook_failed",
    message: "no",
    attempts: 1,
    at: "2026-11-29T10:00:00.000Z",
  };
}

Deno.test("DeadLetters keeps the newest, and counts what it drops, over restarts too", async () => {
  await using log = new MemoryEventStorage();
  const letters = new DeadLetters(log, "dead/a");
  for (let seq = 1; seq <= MAX_LETTERS + 2; seq++) await letters.add(letter(seq));
  await letters.add({ ...letter(3), attempts: 2 });
  const kept = await new DeadLetters(log, "dead/a").list();
  equal(kept.dropped, 2);
  equal(kept.letters.length, MAX_LETTERS);
  deepStrictEqual([kept.letters[0]!.seq, kept.letters.at(-1)!.attempts], [4, 2]);
  await letters.delete("e4");
  deepStrictEqual([(await letters.list()).dropped, (await letters.list()).letters[0]!.seq], [2, 5]);
});
