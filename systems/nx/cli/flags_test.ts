import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { type Flag, Flags, UsageError } from "./flags.ts";

const KNOWN: readonly Flag[] = [
  { name: "publisher", value: "WORDS", help: "" },
  { name: "log_level", value: "LEVEL", help: "" },
  { name: "check", value: null, help: "" },
  { name: "lines", short: "n", value: "N", help: "" },
];

Deno.test("Flags.parse() takes one dash or two, and values behind a blank or an equals sign", () => {
  for (
    const args of [["-publisher", "noop"], ["--publisher", "noop"], ["-publisher=noop"], ["--publisher=noop"]]
  ) strictEqual(Flags.parse(args, KNOWN).text("publisher"), "noop");
  strictEqual(Flags.parse(["-publisher="], KNOWN).text("publisher"), "");
  strictEqual(Flags.parse(["-publisher", "-x"], KNOWN).text("publisher"), "-x");
  strictEqual(Flags.parse(["-n", "3"], KNOWN).count("lines", 9), 3);
  deepStrictEqual(Flags.parse(["status", "-check", "hub-1"], KNOWN).words, ["status", "hub-1"]);
  deepStrictEqual(Flags.parse(["proxy", "--", "-1"], KNOWN).words, ["proxy", "-1"]);
});

Deno.test("Flags.parse() turns switches on and off", () => {
  const isOn = (arg: string) => Flags.parse([arg], KNOWN).has("check");
  deepStrictEqual(["-check", "--check", "-check=true", "-check=false"].map(isOn), [true, true, true, false]);
});

Deno.test("Flags.parse() refuses what it does not know, and says what it does", () => {
  const usage = (message: string) => new UsageError(message);
  throws(
    () => Flags.parse(["-verbose"], KNOWN),
    usage("Unknown flag -verbose: the flags are -publisher, -log_level, -check, -lines"),
  );
  throws(() => Flags.parse(["-publisher"], KNOWN), usage("Missing value of -publisher: give -publisher WORDS"));
  throws(() => Flags.parse(["-check=maybe"], KNOWN), usage("Cannot use -check=maybe: it is true or false"));
  throws(
    () => Flags.parse(["-log_level", "loud"], KNOWN).choice("log_level", ["info", "warn"]),
    usage("Cannot use -log_level loud: choose one of info, warn"),
  );
  throws(
    () => Flags.parse(["-n", "10"], KNOWN).count("lines", 9),
    usage("Cannot use -lines 10: it must be a number from 0 to 9"),
  );
});
