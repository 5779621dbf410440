import { deepEqual, equal, throws } from "node:assert/strict";
import { findVerb, splitPart, verbWord } from "./args.ts";
import { HOST } from "../parts/host.ts";
import { PROBE } from "../parts/probe.ts";
import { probeLine } from "./testing/probe_line.ts";
import { UsageError } from "@fluxwire/command";

function usage(message: string): UsageError {
  return new UsageError(message);
}

Deno.test("parseArgs() chooses the tour if no verb is given", () => {
  equal(probeLine([]).verb.name, "tour");
  equal(probeLine(["--json", "--timeout", "100"]).verb.name, "tour");
  equal(probeLine(["tour"]).verb.name, "tour");
  equal(probeLine(["--query", "hello"]).verb.name, "tour");
});

Deno.test("parseArgs() finds verb, arguments and options in any order", () => {
  const args = probeLine([
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

Deno.test("parseArgs() leaves everything after -- to the command", () => {
  const args = probeLine(["ping", "--", "node", "driver.js", "--json", "--", "x"]);
  deepEqual(args.command, ["node", "driver.js", "--json", "--", "x"]);
  equal(args.has("json"), false);
});

Deno.test("parseArgs() takes - for stdin", () => {
  deepEqual(probeLine(["query", "-"]).arguments, ["-"]);
  deepEqual(probeLine(["decode", "-", "--layout", "0.4", "--role", "request"]).arguments, ["-"]);
});

Deno.test("parseArgs() takes negative numbers as values, and a statement that begins with a comment", () => {
  const args = probeLine(["query", "-- the first\nSELECT ?", "--param", "-5", "--param", "-.5", "--param=-1e3"]);
  deepEqual(args.all("param"), ["-5", "-.5", "-1e3"]);
  deepEqual(args.arguments, ["-- the first\nSELECT ?"]);
  throws(
    () => probeLine(["query", "SELECT ?", "--param", "--json"]),
    usage("Missing value of --param: give --param VALUE"),
  );
});

Deno.test("parseArgs() takes --hex with a value for decode and without one for encode", () => {
  equal(probeLine(["decode", "--hex", "00"]).text("hex"), "00");
  const encode = probeLine(["encode", "--hex", "message.json"]);
  equal(encode.has("hex"), true);
  deepEqual(encode.arguments, ["message.json"]);
});

Deno.test("parseArgs() says which option was probably meant", () => {
  throws(() => probeLine(["ping", "--jsno"]), usage("Unknown option of ping: --jsno; did you mean --json?"));
  throws(() => probeLine(["ping", "--sokcet=x"]), usage("Unknown option of ping: --sokcet; did you mean --socket?"));
  throws(() => probeLine(["hello", "--role", "request"]), usage("Unknown option of hello: --role"));
  throws(() => probeLine(["-x"]), usage("Unknown option of tour: -x"));
});

Deno.test("parseArgs() refuses options without their value, and switches with one", () => {
  throws(() => probeLine(["ping", "--socket"]), usage("Missing value of --socket: give --socket ID"));
  throws(() => probeLine(["ping", "--socket", "--json"]), usage("Missing value of --socket: give --socket ID"));
  throws(() => probeLine(["ping", "--json=yes"]), usage("Cannot use --json=yes: --json takes no value"));
  throws(
    () => probeLine(["ping", "--socket", "a", "--socket", "b"]),
    usage("Cannot use --socket b: --socket was given already"),
  );
});

Deno.test("parseArgs() refuses superfluous arguments and commands", () => {
  throws(() => probeLine(["ping", "x"]), usage("Cannot use argument x: ping takes none"));
  throws(() => probeLine(["query", "a", "b"]), usage("Cannot use argument b: query takes 1"));
  throws(
    () => probeLine(["call", "ping", "{}"]),
    usage("Cannot use argument {}: call takes 1; use -d for the request's fields"),
  );
  throws(() => probeLine(["decode", "--", "x"]), usage("Cannot use a command after --: decode speaks to no driver"));
  throws(
    () => probeLine(["ping", "--"]),
    usage("Missing command after --: give the program to start and its arguments"),
  );
});

Deno.test("CommandLine.milliseconds() refuses what no timer accepts", () => {
  for (const text of ["0", "x", "1.5", "", "2147483648", "99999999999"]) {
    throws(
      () => probeLine(["ping", `--timeout=${text}`]).milliseconds("timeout"),
      usage(`Cannot use --timeout ${text}: it must be a number of milliseconds from 1 to 2147483647`),
    );
  }
  equal(probeLine(["ping", "--timeout", "2147483647"]).milliseconds("timeout"), 2147483647);
});

Deno.test("CommandLine.choice() refuses what is not in its list", () => {
  const args = probeLine(["ping", "--layout", "0.9"]);
  throws(() => args.choice("layout", ["auto", "0.4"]), usage("Cannot use --layout 0.9: choose one of auto, 0.4"));
  throws(() => probeLine(["ping"]).requiredChoice("layout", ["auto"]), usage("Missing --layout: choose one of auto"));
});

Deno.test("splitPart() takes the first word out, also behind options of every verb", () => {
  deepEqual(splitPart(["probe", "ping", "--json"]), { word: "probe", rest: ["ping", "--json"] });
  deepEqual(splitPart(["--json", "--timeout", "70", "host", "stop"]), {
    word: "host",
    rest: ["--json", "--timeout", "70", "stop"],
  });
  deepEqual(splitPart(["--help"]), { word: null, rest: ["--help"] });
  deepEqual(splitPart(["--", "probe"]), { word: null, rest: ["--", "probe"] });
});

Deno.test("findVerb() is null for a word that names no verb of the part", () => {
  equal(findVerb(["pnig"], PROBE), null);
  equal(verbWord(["--socket", "x", "pnig"], PROBE), "pnig");
  equal(findVerb(["status"], PROBE), null);
  equal(findVerb(["status"], HOST)?.name, "status");
  equal(findVerb(["-n", "3", "logs"], HOST)?.name, "logs");
});

Deno.test("CommandLine.name is the verb as it is typed", () => {
  equal(probeLine([]).name, "fluxwire probe tour");
  equal(probeLine(["status"], HOST).name, "fluxwire host status");
});

Deno.test("parseArgs() takes an option without its value where that may be left out", () => {
  const hosts = (...args: string[]) => probeLine(["inspect", ...args]).all("host");
  deepEqual(hosts("--host", "--host", "/a.sock", "--host=/b.sock", "--view", "--host"), ["", "/a.sock", "/b.sock", ""]);
  deepEqual(hosts("--host", "--", "driver"), [""]);
  deepEqual(probeLine(["inspect", "session.ndjson", "--host"]).arguments, ["session.ndjson"]);
});
