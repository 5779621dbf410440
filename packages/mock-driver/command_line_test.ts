import { deepStrictEqual } from "node:assert/strict";
import { HELP, parseCommandLine } from "./command_line.ts";

Deno.test("parseCommandLine() reads from left to right: help acts at once, the last socket wins", () => {
  deepStrictEqual(parseCommandLine(["--socket", "a", "--socket", "b"]), { socket: "b" });
  deepStrictEqual(parseCommandLine(["--socket", "a", "-h", "--wrong"]), { stdout: HELP, code: 0 });
  deepStrictEqual(parseCommandLine(["--wrong", "--help"]), { stderr: "Unknown argument: --wrong\n", code: 1 });
});

Deno.test("parseCommandLine() treats a socket option without a value as missing", () => {
  const none = { stderr: "Error: --socket is required\nUse --help for usage information\n", code: 1 } as const;
  deepStrictEqual(parseCommandLine([]), none);
  deepStrictEqual(parseCommandLine(["--socket", "a", "--socket"]), none);
});

Deno.test("parseCommandLine() has the reference's help", () => {
  deepStrictEqual(HELP.split("\n"), [
    "Custom Driver Example for DBFlux",
    "",
    "Usage: custom-driver --socket <name>",
    "",
    "Options:",
    "  --socket <name>  Socket name to bind (required)",
    "  --help, -h       Show this help",
    "",
  ]);
});

Deno.test("parseCommandLine() reads the options beyond the reference's", () => {
  const args = "--fault slow:5 --scenario full --fault hang --seed 7 --now 1970-01-01T00:00:01Z --stats f --socket a";
  deepStrictEqual(parseCommandLine(args.split(" ")), {
    socket: "a",
    scenario: "full",
    faults: ["slow:5", "hang"],
    seed: 7,
    now: 1_000,
    stats: "f",
  });
  deepStrictEqual(parseCommandLine(["--list-faults"]), { show: "faults" });
  deepStrictEqual(parseCommandLine(["--list-faults", "--json"]), { show: "faults as json" });
  deepStrictEqual(parseCommandLine(["--help-all"]), { show: "help" });
});

Deno.test("parseCommandLine() says which values an option takes", () => {
  const wrong = (text: string) => ({ stderr: `Error: ${text}\nUse --help-all for usage information\n`, code: 1 });
  const parse = (line: string) => parseCommandLine(line.split(" "));
  deepStrictEqual(parse("--scenario small"), wrong("--scenario takes reference or full"));
  deepStrictEqual(parse("--fault"), wrong("--fault needs a name, such as slow:100"));
  deepStrictEqual(parse("--seed -1"), wrong("--seed takes a whole number below 1000000000"));
  deepStrictEqual(
    parse("--now noon"),
    wrong("--now takes milliseconds since 1970, or a time such as 2024-01-02T03:04:05Z"),
  );
  deepStrictEqual(parse("--stats"), wrong("--stats needs a file"));
  deepStrictEqual(parse("--json"), { stderr: "Unknown argument: --json\n", code: 1 });
});
