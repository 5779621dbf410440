import assert from "node:assert/strict";
import { readArguments, TARGETS } from "./fuzz.ts";

Deno.test("readArguments gives every target a minute by default", () => {
  assert.deepEqual(readArguments([]), { seconds: 60, targets: TARGETS });
  assert.deepEqual(readArguments(["round_trip", "--seconds", "5"]), { seconds: 5, targets: ["round_trip"] });
});

Deno.test("readArguments refuses a target that does not exist and an invalid time", () => {
  assert.throws(() => readArguments(["decode"]), /^Error: Cannot fuzz decode: the targets are decode_bincode, /);
  for (const seconds of ["0", "1.5", "soon"]) {
    assert.throws(
      () => readArguments(["--seconds", seconds]),
      new RegExp(`^Error: Cannot fuzz for ${seconds} seconds`),
    );
  }
  assert.throws(() => readArguments(["--seconds"]), /^Error: Cannot fuzz for undefined seconds/);
});

Deno.test("TARGETS are the targets that the manifest declares", async () => {
  const manifest = await Deno.readTextFile(new URL("../fuzz/Cargo.toml", import.meta.url));
  const declared = [...manifest.matchAll(/^\[\[bin\]\]\nname = "(\w+)"/gm)].map((match) => match[1]);
  assert.deepEqual(declared, TARGETS);
});
