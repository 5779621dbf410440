/**
 * Drivers that exceed a time limit.
 *
 * @module
 */
import { type BrokenDriver, DENO, deno, program, rude, shell } from "./make.ts";

/** The time limit for a busy machine, also for drivers that must be waited for until the end. */
const PATIENT: readonly string[] = ["--timeout", "11000"];

/** Drivers that exceed a time limit: they do not listen in time, or elsewhere, or do not answer. */
export const SLOW_DRIVERS: readonly BrokenDriver[] = [
  {
    name: "another name",
    options: PATIENT,
    make: deno(`Deno.listen({ transport: "unix", path: "\\0prefix-" + Deno.args[1] });
      setInterval(() => {}, 1000);`),
    code: "ListensElsewhere",
    exit: 2,
    message: /it listens on socket "prefix-fluxwire-probe-[^"]+", not on socket "fluxwire-probe-/,
    hint: /no prefix or folder/,
  },
  {
    name: "a port instead of a socket",
    options: PATIENT,
    make: deno(`Deno.listen({ hostname: "127.0.0.1", port: 0 }); setInterval(() => {}, 1000);`),
    code: "ListensElsewhere",
    exit: 2,
    message: /it listens on TCP port \d+, not on socket/,
    hint: /an abstract socket named fluxwire-probe-/,
  },
  {
    name: "a permission prompt",
    options: PATIENT,
    make: (folder) => {
      const driver = program(folder, `Deno.listen({ transport: "unix", path: "\\0" + Deno.args[1] });`, {
        name: "driver.ts",
      });
      return ["script", "-qec", `${DENO} run ${driver} --socket {socket}`, "/dev/null"];
    },
    code: "DenoPrompting",
    exit: 2,
    message: /it waits for a Deno permission to be granted: net access to "unix:\S+"\.; nothing listened on socket/,
    hint: /--no-prompt so that it never asks/,
  },
  {
    name: "a question",
    make: shell(`printf 'Need to install the following packages:\\ndriver\\nOk to proceed? (y) '; exec sleep 1000`),
    code: "Asking",
    exit: 2,
    message: /it waits for an answer: Ok to proceed\? \(y\)/,
    hint: /nothing can answer it/,
  },
  {
    name: "a debugger",
    options: PATIENT,
    make: deno("", ["--inspect-wait=127.0.0.1:0"]),
    code: "DebuggerAwaited",
    exit: 2,
    message: /it waits for a debugger/,
    hint: /leave --inspect-brk or --inspect-wait out/,
  },
  {
    name: "code that is still being fetched",
    make: shell("echo 'Download https://jsr.example/driver.ts' >&2; exec sleep 1000"),
    code: "Preparing",
    exit: 2,
    message: /it was still busy with its own code: Download https:\/\/jsr\.example\/driver\.ts/,
    hint: /fetch or build it before/,
  },
  {
    name: "silence",
    make: shell("exec sleep 1000"),
    code: "NotReady",
    exit: 2,
    message: /nothing listened on socket "fluxwire-probe-[^"]+" within 5000 ms; it wrote nothing$/,
    hint: /it must listen on the name it is given/,
  },
  {
    name: "no answer",
    options: PATIENT,
    make: rude("say nothing"),
    code: "HandshakeTimeout",
    exit: 7,
    message: /no answer within \d+ ms/,
    hint: /it must read from each connection at once/,
  },
];
