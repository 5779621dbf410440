import { deepStrictEqual, strictEqual as equal } from "node:assert/strict";
import { Gathering } from "./gathering.ts";

function groups(gathering: Gathering, count: number, changes: number): number {
  let gathered = 0;
  for (let at = 0; at < count; at++) {
    if (!gathering.next()) continue;
    gathered++;
    gathering.gathered(changes);
  }
  return gathered;
}

Deno.test("Gathering leaves out groups after eight of one change, tries every 64th, and goes on at the first larger one", () => {
  const gathering = new Gathering();
  equal(groups(gathering, 100, 3), 100);
  deepStrictEqual([groups(gathering, 8, 1), groups(gathering, 63, 1), groups(gathering, 64 * 10, 1)], [8, 0, 10]);
  equal(groups(gathering, 64, 3), 64);
});
