import { equal } from "node:assert/strict";
import { FLUXWIRE } from "../parts/fluxwire.ts";
import { HOST } from "../parts/host.ts";
import { PROBE } from "../parts/probe.ts";
import { PARTS } from "../parts.ts";
import type { Part } from "./part.ts";
import { unknownWord } from "./unknown_word.ts";

const CASES: readonly [word: string, Part, message: string][] = [
  ["pnig", PROBE, "Unknown verb of probe: pnig; did you mean ping?"],
  ["frobnicate", PROBE, "Unknown verb of probe: frobnicate"],
  ["stauts", HOST, "Unknown verb of host: stauts; did you mean status?"],
  ["prob", FLUXWIRE, "Unknown part: prob; did you mean probe?"],
  ["expain", FLUXWIRE, "Unknown part: expain; did you mean explain?"],
  ["jumpstart", FLUXWIRE, "Unknown part: jumpstart; did you mean jumpstarter?"],
  ["nx", PROBE, "Unknown verb of probe: nx; did you mean fluxwire nx?"],
  ["toString", FLUXWIRE, "Unknown part: toString"],
  ["ping", FLUXWIRE, "Unknown part: ping; did you mean fluxwire probe ping?"],
  ["host", PROBE, "Unknown verb of probe: host; did you mean fluxwire host?"],
  ["status", PROBE, "Unknown verb of probe: status; did you mean fluxwire host status?"],
];

Deno.test("unknownWord() names what was probably meant, even if another part has it", async () => {
  for (const [word, part, message] of CASES) equal((await unknownWord(word, part, PARTS)).message, message);
});
