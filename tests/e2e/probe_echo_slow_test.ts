import { equal, ok } from "node:assert/strict";
import { fluxwire } from "./run_probe.ts";

/** Clears the screen, starts a line of its own, and turns what stands behind it. */
const HOSTILE = "x\x1b[2J\u009b2J\nforged\u202etxt";
const STEERING = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;
const AS_REQUEST = ["--layout", "0.7.1", "--role", "request"];

const COMMAND_LINES: readonly string[][] = [
  [HOSTILE],
  ["probe", HOSTILE],
  ["help", HOSTILE],
  ["explain", HOSTILE],
  ["completions", HOSTILE],
  ["check", HOSTILE],
  ["init", HOSTILE],
  ["doctor", "--release", HOSTILE],
  ["doctor", "--config", HOSTILE],
  ["probe", "describe", HOSTILE],
  ["probe", "describe", "Value", "--layout", HOSTILE],
  ["probe", "call", HOSTILE],
  ["probe", "call", "Ping", "--data", HOSTILE],
  ["probe", "schema", HOSTILE],
  ["probe", "decode", ...AS_REQUEST, "--hex", HOSTILE],
  ["probe", "decode", ...AS_REQUEST, HOSTILE],
  ["probe", "encode", ...AS_REQUEST, HOSTILE],
  ["probe", "replay", HOSTILE],
  ["probe", "export", HOSTILE, "--pcapng", HOSTILE],
  ["probe", "record", "--listen", HOSTILE, "--out", HOSTILE, "--socket", HOSTILE],
  ["probe", "ping", "--socket", HOSTILE],
  ["probe", "ping", `--${HOSTILE}`],
  ["probe", "ping", "--", HOSTILE],
  ["probe", "open", "--value", HOSTILE],
  ["probe", "open", "--token-env", HOSTILE],
  ["probe", "client", "--script", HOSTILE],
  ["probe", "bench", "--fail-if", HOSTILE],
  ["probe", "bench", "--compare", HOSTILE],
  ["probe", "conformance", "--only", HOSTILE],
  ["probe", "conformance", "--expect", HOSTILE],
  ["probe", "fuzz", "--reproduce", HOSTILE],
  ["host", "stop", HOSTILE],
  ["host", "restart", HOSTILE, "--control", HOSTILE],
  ["host", "run", "--config", HOSTILE],
];

/** Runs a command line in an empty folder, and gives what a person would see of it. */
async function seen(args: readonly string[]): Promise<{ code: number; text: string }> {
  const cwd = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await fluxwire(args, { cwd });
    return { code, text: stdout + stderr };
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

Deno.test("no verb echoes an argument that steers a terminal or turns the direction of text", async () => {
  for (let at = 0; at < COMMAND_LINES.length; at += 4) {
    await Promise.all(
      COMMAND_LINES.slice(at, at + 4).map(async (args) => {
        const { code, text } = await seen(args), shown = JSON.stringify([args, text]);
        ok(code !== 0 && code !== 9, shown);
        for (const line of text.split("\n")) ok(!STEERING.test(line) && !line.startsWith("forged"), shown);
      }),
    );
  }
});

Deno.test("probe describe of an unknown type shows it on one line, every control visible", async () => {
  const { text } = await seen(["probe", "describe", "\u202eeulaV"]);
  equal(text, "error[Usage]: Unknown type: \\u202eeulaV (see fluxwire probe describe --help)\n");
});
