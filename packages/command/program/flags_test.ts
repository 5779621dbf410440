import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import type { Flag } from "../flags.ts";
import { UsageError } from "../usage_error.ts";
import { Flags } from "./flags.ts";

const FLAGS: readonly Flag[] = [
  { name: "publisher", value: "WORDS", help: "" },
  { name: "log_level", value: "LEVEL", help: "" },
  { name: "check", value: null, help: "" },
  { name: "lines", short: "n", value: "N", help: "" },
];

const parse = (...args: string[]) => Flags.parse(args, { name: "run", flags: FLAGS, dash: "-" });

Deno.test("Flags.parse() takes one dash or two, and values behind a blank or an equals sign", () => {
  for (
    const args of [["-publisher", "noop"], ["--publisher", "noop"], ["-publisher=noop"], ["--publisher=noop"]]
  ) strictEqual(parse(...args).text("publisher"), "noop");
  strictEqual(parse("-publisher=").text("publisher"), "");
  strictEqual(parse("-publisher", "-x").text("publisher"), "-x");
  strictEqual(parse("-n", "3").count("lines", 9), 3);
  deepStrictEqual(parse("status", "-check", "hub-1").words, ["status", "hub-1"]);
  deepStrictEqual(parse("-n", "3", "-n", "4").all("lines"), ["3", "4"]);
});

Deno.test("Flags.parse() turns switches on and off", () => {
  const isOn = (arg: string) => parse(arg).has("check");
  deepStrictEqual(["-check", "--check", "-check=true", "-check=false"].map(isOn), [true, true, true, false]);
});

Deno.test("Flags.parse() leaves everything after -- alone", () => {
  const { words, command } = parse("shell", "--", "sh", "-c", "--check");
  deepStrictEqual([words, command], [["shell"], ["sh", "-c", "--check"]]);
  strictEqual(parse("shell").command, null);
});

Deno.test("Flags.parse() refuses what it does not know, in the program's own style", () => {
  const usage = (message: string) => new UsageError(message);
  throws(() => parse("-lnies"), usage("Unknown option of run: -lnies; did you mean -lines?"));
  throws(() => Flags.parse(["-x"], { name: "run", flags: FLAGS }), usage("Unknown option of run: --x"));
  throws(() => parse("-publisher"), usage("Missing value of -publisher: give -publisher WORDS"));
  throws(() => parse("-check=maybe"), usage("Cannot use -check=maybe: it must be true or false"));
  throws(
    () => parse("-log_level", "loud").choice("log_level", ["info", "warn"]),
    usage("Cannot use -log_level loud: choose one of info, warn"),
  );
  throws(() => parse("-n", "10").count("lines", 9), usage("Cannot use -lines 10: it must be a number from 0 to 9"));
});

Deno.test("Flags.checked() counts words, also behind -- unless a program stands there", () => {
  const verb = { name: "restart", usage: "ID", words: [1, 1] as const };
  deepStrictEqual(parse("-n", "3", "--", "-x").checked(verb).words, ["-x"]);
  strictEqual(parse("-n", "3", "--", "-x").checked(verb).text("lines"), "3");
  throws(() => parse().checked(verb), new UsageError("Missing argument of restart: give ID"));
  throws(() => parse("a", "--", "b").checked(verb), new UsageError("Cannot use argument b: restart takes ID"));
  const shell = { name: "shell", usage: "", words: [0, 0] as const, takesCommand: true };
  deepStrictEqual(parse("--", "sh").checked(shell).command, ["sh"]);
  throws(() => parse("a").checked(shell), new UsageError("Cannot use argument a: shell takes none"));
});
