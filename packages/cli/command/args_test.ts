import { deepEqual, equal, throws } from "node:assert/strict";
import { parseArgs, wantsJson } from "./args.ts";
import { UsageError } from "./usage_error.ts";

function usage(message: string): UsageError {
  return new UsageError(message);
}

Deno.test("parseArgs() means the tour where no verb is given", () => {
  equal(parseArgs([]).verb.name, "tour");
  equal(parseArgs(["--json", "--timeout", "100"]).verb.name, "tour");
  equal(parseArgs(["tour"]).verb.name, "tour");
  equal(parseArgs(["--query", "hello"]).verb.name, "tour");
});

Deno.test("parseArgs() finds verb, arguments and options in any order", () => {
  const args = parseArgs([
    "--socket",
    "query",
    "query",
    "--json",
    "SELECT 1",
    "--value=a=b",
    "--value",
    "c=",
    "--timeout=70",
  ]);
  equal(args.verb.name, "query");
  deepEqual(args.arguments, ["SELECT 1"]);
  equal(args.text("socket"), "query");
  deepEqual(args.all("value"), ["a=b", "c="]);
  equal(args.milliseconds("timeout"), 70);
  equal(args.has("json"), true);
  equal(args.has("help"), false);
  equal(args.text("layout"), null);
  equal(args.command, null);
});

Deno.test("parseArgs() leaves everything behind -- to the command", () => {
  const args = parseArgs(["ping", "--", "node", "driver.js", "--json", "--", "x"]);
  deepEqual(args.command, ["node", "driver.js", "--json", "--", "x"]);
  equal(args.has("json"), false);
});

Deno.test("parseArgs() takes - for stdin", () => {
  deepEqual(parseArgs(["query", "-"]).arguments, ["-"]);
  deepEqual(parseArgs(["decode", "-", "--layout", "0.4", "--role", "request"]).arguments, ["-"]);
});

Deno.test("parseArgs() takes --hex with a value for decode and without one for encode", () => {
  equal(parseArgs(["decode", "--hex", "00"]).text("hex"), "00");
  const encode = parseArgs(["encode", "--hex", "message.json"]);
  equal(encode.has("hex"), true);
  deepEqual(encode.arguments, ["message.json"]);
});

Deno.test("parseArgs() says which verb or option was probably meant", () => {
  throws(() => parseArgs(["pnig"]), usage("Unknown verb: pnig; did you mean ping?"));
  throws(() => parseArgs(["frobnicate"]), usage("Unknown verb: frobnicate"));
  throws(() => parseArgs(["ping", "--jsno"]), usage("Unknown option of ping: --jsno; did you mean --json?"));
  throws(() => parseArgs(["ping", "--sokcet=x"]), usage("Unknown option of ping: --sokcet; did you mean --socket?"));
  throws(() => parseArgs(["hello", "--role", "request"]), usage("Unknown option of hello: --role"));
  throws(() => parseArgs(["-x"]), usage("Unknown option of tour: -x"));
});

Deno.test("parseArgs() refuses options without their value, and switches with one", () => {
  throws(() => parseArgs(["ping", "--socket"]), usage("Missing value of --socket: give --socket ID"));
  throws(() => parseArgs(["ping", "--socket", "--json"]), usage("Missing value of --socket: give --socket ID"));
  throws(() => parseArgs(["ping", "--json=yes"]), usage("Cannot use --json=yes: --json takes no value"));
  throws(
    () => parseArgs(["ping", "--socket", "a", "--socket", "b"]),
    usage("Cannot use --socket b: --socket was given already"),
  );
});

Deno.test("parseArgs() refuses superfluous arguments and commands", () => {
  throws(() => parseArgs(["ping", "x"]), usage("Cannot use argument x: ping takes none"));
  throws(() => parseArgs(["query", "a", "b"]), usage("Cannot use argument b: query takes 1"));
  throws(() => parseArgs(["decode", "--", "x"]), usage("Cannot use a command after --: decode speaks to no driver"));
  throws(
    () => parseArgs(["ping", "--"]),
    usage("Missing command after --: give the program to start and its arguments"),
  );
});

Deno.test("CommandLine.milliseconds() refuses what no timer can have", () => {
  for (const text of ["0", "x", "1.5", "", "2147483648", "99999999999"]) {
    throws(
      () => parseArgs(["ping", `--timeout=${text}`]).milliseconds("timeout"),
      usage(`Cannot use --timeout ${text}: it must be a number of milliseconds from 1 to 2147483647`),
    );
  }
  equal(parseArgs(["ping", "--timeout", "2147483647"]).milliseconds("timeout"), 2147483647);
});

Deno.test("CommandLine.choice() refuses what is not in its list", () => {
  const args = parseArgs(["ping", "--layout", "0.9"]);
  throws(() => args.choice("layout", ["auto", "0.4"]), usage("Cannot use --layout 0.9: choose one of auto, 0.4"));
  throws(() => parseArgs(["ping"]).requiredChoice("layout", ["auto"]), usage("Missing --layout: choose one of auto"));
});

Deno.test("wantsJson() sees --json anywhere but in the command", () => {
  equal(wantsJson(["--bogus", "ping", "--json"]), true);
  equal(wantsJson(["ping", "--", "x", "--json"]), false);
});
