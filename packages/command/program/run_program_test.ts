import { deepEqual, equal, match } from "node:assert/strict";
import manifest from "../deno.json" with { type: "json" };
import { CommandError } from "../command_error.ts";
import { runProgram } from "./run_program.ts";
import type { Program, Verb, VerbContext } from "./verb.ts";

function verb(name: string, run: (context: VerbContext) => Promise<number> | number, more: Partial<Verb> = {}): Verb {
  return {
    name,
    usage: "[ID]",
    summary: `Do ${name}`,
    words: [0, 1],
    flags: [{ name: "lines", short: "n", value: "N", help: "How many" }, { name: "timeout", value: "MS", help: "" }],
    timeoutMs: null,
    load: () => Promise.resolve({ run: async (context) => await run(context) }),
    ...more,
  };
}

const never = ({ signal }: VerbContext) => {
  return new Promise<number>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
};

const PROGRAM: Program = {
  command: "fluxwire test",
  summary: "Tests",
  dash: "-",
  verbs: [
    verb("show", ({ flags, output }) => {
      output.line(`${flags.words.join()} ${flags.text("lines")}`);
      return 0;
    }),
    verb("raw", ({ flags, output }) => {
      output.json(flags.words);
      return 7;
    }, { isRaw: true }),
    verb("fail", () => {
      throw new CommandError("Broken", "Cannot do it", 6);
    }),
    verb("wait", never, { timeoutMs: 60_000 }),
    verb("range", () => {
      throw new RangeError("Too far");
    }),
  ],
  loadRules: () => Promise.resolve({ exitCode: (error) => error instanceof RangeError ? 8 : null }),
};

async function run(args: readonly string[], program: Program = PROGRAM) {
  const text = { stdout: "", stderr: "" };
  const sink = (name: keyof typeof text) => ({
    writeSync(bytes: Uint8Array) {
      text[name] += new TextDecoder().decode(bytes);
      return bytes.length;
    },
    isTerminal: () => false,
  });
  const code = await runProgram(program, args, { stdout: sink("stdout"), stderr: sink("stderr") });
  return { code, ...text };
}

Deno.test("runProgram() runs the named verb with its options and words", async () => {
  deepEqual(await run(["show", "-n", "3", "a"]), { code: 0, stdout: "a 3\n", stderr: "" });
  deepEqual(await run(["raw", "-n", "--help"]), { code: 7, stdout: '["-n","--help"]\n', stderr: "" });
  deepEqual(await run(["-n=3"], { ...PROGRAM, defaultVerb: PROGRAM.verbs[0]! }), {
    code: 0,
    stdout: " 3\n",
    stderr: "",
  });
});

Deno.test("runProgram() shows the help of the program and of a verb, in the program's own style", async () => {
  const { code, stdout } = await run(["help"]);
  equal(code, 0);
  match(stdout, /^Tests\.\n\nUsage: fluxwire test VERB \[ARGS\] \[OPTIONS\]\n\nVerbs:\n {2}show {3}Do show\n/);
  for (const args of [[], ["-h"], ["-help"], ["--help"]]) equal((await run(args)).stdout, stdout);
  const shown = (await run(["show", "-help"])).stdout;
  match(shown, /^Do show\.\n\nUsage: fluxwire test show \[ID\]\n\nOptions:\n {2}-lines, -n N {2}How many\n/);
  match(shown, /\n {2}130 {2}ended by SIGINT\n/);
  match(stdout, /^fluxwire test VERB -help says more about a verb\.$/m);
  match((await run(["help"], { ...PROGRAM, dash: undefined })).stdout, /^fluxwire test VERB --help says more/m);
});

Deno.test("runProgram() has help and version as words, help of a verb too, each as a document with --json", async () => {
  const shown = (await run(["show", "-help"])).stdout;
  deepEqual(await run(["help", "show"]), { code: 0, stdout: shown, stderr: "" });
  deepEqual(JSON.parse((await run(["--json", "help", "show"])).stdout), { help: shown });
  match((await run(["help", "shwo"])).stderr, /Unknown verb of fluxwire test: shwo; did you mean show\?/);
  equal((await run(["help", "show", "fail"])).code, 1);
  for (const args of [["version"], ["--version"], ["-version"]]) {
    deepEqual(await run(args), { code: 0, stdout: `${manifest.version}\n`, stderr: "" });
  }
  deepEqual(JSON.parse((await run(["version", "--json"])).stdout), { version: manifest.version });
  equal((await run(["version", "1"])).code, 1);
});

Deno.test("runProgram() takes --json before the verb", async () => {
  deepEqual(await run(["--json", "raw", "a"]), { code: 7, stdout: '["--json","a"]\n', stderr: "" });
  match(
    (await run(["--json", "shwo"])).stdout,
    /^\{"error":\{"code":"Usage","message":"Unknown verb of fluxwire test: shwo/,
  );
});

Deno.test("runProgram() writes a failure as one line, or as a document, and ends with its exit code", async () => {
  deepEqual(await run(["fail"]), {
    code: 6,
    stdout: "",
    stderr: "error[Broken]: Cannot do it (the log of the other end may say more)\n",
  });
  deepEqual(JSON.parse((await run(["fail", "--json"])).stdout), {
    error: { code: "Usage", message: "Unknown option of fail: -json", hint: "see fluxwire test fail --help" },
  });
  equal((await run(["range"])).code, 8);
  match((await run(["shwo"])).stderr, /Unknown verb of fluxwire test: shwo; did you mean show\?/);
  equal((await run(["show", "a", "b"])).code, 1);
});

Deno.test("runProgram() ends a verb at its time limit, or that of the command line", async () => {
  const { code, stderr } = await run(["wait", "-timeout", "1"]);
  equal(code, 7);
  match(stderr, /^error\[Timeout\]: Cannot finish wait: it took longer than the 1 ms of --timeout /);
});

Deno.test(
  "runProgram() ends silently on a signal, with its exit code",
  { ignore: Deno.build.os === "windows" },
  async () => {
    const waiting = verb("wait", (context) => {
      Deno.kill(Deno.pid, "SIGHUP");
      return never(context);
    }, { timeoutMs: 60_000 });
    deepEqual(await run(["wait"], { ...PROGRAM, verbs: [waiting] }), { code: 129, stdout: "", stderr: "" });
  },
);
