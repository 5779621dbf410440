import { deepStrictEqual } from "node:assert/strict";
import { HELP, parseCommandLine } from "./command_line.ts";

Deno.test("parseCommandLine() reads from left to right: help acts at once, the last socket wins", () => {
  deepStrictEqual(parseCommandLine(["--socket", "a", "--socket", "b"]), { socket: "b" });
  deepStrictEqual(parseCommandLine(["--socket", "a", "-h", "--wrong"]), { stdout: HELP, code: 0 });
  deepStrictEqual(parseCommandLine(["--wrong", "--help"]), { stderr: "Unknown argument: --wrong\n", code: 1 });
});

Deno.test("parseCommandLine() takes a socket without a value for none", () => {
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
