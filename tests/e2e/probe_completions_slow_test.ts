import { deepEqual, equal, match, ok } from "node:assert/strict";
import { SHELLS } from "../../packages/cli/completions/command.ts";
import { DOORS } from "../../packages/cli/doors.ts";
import { FLUXWIRE } from "../../packages/cli/parts/fluxwire.ts";
import { HOST } from "../../packages/cli/parts/host.ts";
import { PROBE } from "../../packages/cli/parts/probe.ts";
import { PARTS } from "../../packages/cli/parts.ts";
import { schemaOf, violations } from "../schemas/schema.ts";
import { fluxwire, fluxwireJson } from "./run_probe.ts";

/** The suggestions of a shell for each command line, whose last word is unfinished. */
type Complete = (script: string, lines: readonly string[][]) => Promise<string[][]>;

async function shell(program: string, args: readonly string[], env: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(program, { args: [...args], env, stdin: "null" }).output();
  const text = new TextDecoder().decode(stdout);
  equal(code, 0, text + new TextDecoder().decode(stderr));
  equal(new TextDecoder().decode(stderr), "");
  return text;
}

/** As bash does on a tab: calls the registered function of the first word. */
const inBash: Complete = async (script, lines) => {
  const command = lines[0]![0]!;
  const calls = lines.map((line) => {
    const words = line.map((word) => `'${word}'`).join(" ");
    return `COMP_WORDS=(${words}); COMP_CWORD=${line.length - 1}; _${command}; echo "\${COMPREPLY[*]}"`;
  });
  const program = `eval "$SCRIPT"; complete -p ${command}; ${calls.join("; ")}`;
  const [registered, ...suggestions] =
    (await shell("bash", ["--norc", "-c", program], { SCRIPT: script, FLUXWIRE_TEST_TOKEN: "" })).split("\n");
  equal(registered, `complete -F _${command} ${command}`);
  return suggestions.slice(0, lines.length).map((line) => line.split(" ").filter((word) => word !== ""));
};

const PROBE_LINES: readonly [string[], string[]][] = [
  [["probe", "pi"], ["ping"]],
  [["probe", "call", "listD"], ["listDatabases"]],
  [["probe", "describe", "Driver"], ["DriverCapabilities"]],
  [["probe", "ping", "--layout", "0.7"], ["0.7.0", "0.7.1"]],
  [["probe", "ping", "--layout", "a"], ["auto"]],
  [["probe", "decode", "--layout", "a"], []],
  [["probe", "decode", "--role", "auth-"], ["auth-request", "auth-response"]],
  [["probe", "call", "-d", "{}", "--temp"], ["--template"]],
  [["probe", "--socket", "ping", "--js"], ["--json"]],
  [["probe", "ping", "--token-env", "FLUXWIRE_TEST_"], ["FLUXWIRE_TEST_TOKEN"]],
  [["probe", "completions", ""], ["bash", "zsh", "fish"]],
];

const FLUXWIRE_LINES: readonly [string[], string[]][] = [
  [["fluxwire", "pr"], ["probe"]],
  [["fluxwire", "do"], ["doctor"]],
  [["fluxwire", "probe", "pi"], ["ping"]],
  [["fluxwire", "probe", "--qu"], ["--query"]],
  [["fluxwire", "probe", "call", "listD"], ["listDatabases"]],
  [["fluxwire", "probe", "fuzz", "--layout", "a"], ["all", "auto"]],
  [["fluxwire", "probe", "conformance", "--suite", "h"], ["hostile"]],
  [["fluxwire", "probe", "replay", "--as", "h"], ["host"]],
  [["fluxwire", "host", "st"], ["status", "stop"]],
  [["fluxwire", "host", "status", "--format", "p"], ["prometheus"]],
  [["fluxwire", "--json", "host", "logs", "--fo"], ["--follow"]],
  [["fluxwire", "explain", "NotRe"], ["NotReady"]],
  [["fluxwire", "help", "h"], ["host", "help"]],
  [["fluxwire", "help", "api"], ["apiplant"]],
  [["fluxwire", "n"], ["nx"]],
  [["fluxwire", "nx", "d"], ["discover"]],
  [["fluxwire", "nx", "help", "d"], ["discover"]],
  [["fluxwire", "jumpstarter", "s"], ["shell"]],
  [["fluxwire", "jumpstarter", "run", "--exporter-c"], ["--exporter-config"]],
  [["fluxwire", "nx", "run", "-inst"], ["-instances"]],
  [["fluxwire", "nx", "-inst"], ["-instances"]],
  [["fluxwire", "nx", "status", "-control"], ["-control"]],
  [["fluxwire", "apiplant", "doctor", "--conf"], ["--config"]],
  [["fluxwire", "completions", "z"], ["zsh"]],
  [["fluxwire", "check", "--pass"], ["--password-env"]],
];

for (const { words, lines } of [{ words: [], lines: FLUXWIRE_LINES }, { words: ["probe"], lines: PROBE_LINES }]) {
  const command = ["fluxwire", ...words, "completions bash"].join(" ");
  Deno.test(`${command} makes bash complete parts, verbs, options, their values and arguments`, async () => {
    const { code, stdout } = await fluxwire([...words, "completions", "bash"]);
    equal(code, 0);
    const suggested = await inBash(stdout, lines.map(([line]) => line));
    lines.forEach(([line, expected], i) => {
      const words = expected.length === 0 ? suggested[i]! : expected;
      deepEqual(suggested[i]!.filter((word) => words.includes(word)), expected, line.join(" "));
    });
  });
}

Deno.test("fluxwire completions bash makes bash complete every part and verb, and commands after --", async () => {
  const { stdout } = await fluxwire(["completions", "bash", "--name", "fw"]);
  const [first, verbs, commands] = await inBash(stdout, [["fw", ""], ["fw", "probe", ""], [
    "fw",
    "probe",
    "ping",
    "--",
    "den",
  ]]);
  for (const name of [...Object.keys(PARTS), ...Object.keys(DOORS), ...FLUXWIRE.verbs.map(({ name }) => name)]) {
    ok(first!.includes(name), name);
  }
  for (const { name } of PROBE.verbs) ok(verbs!.includes(name), name);
  ok(commands!.includes("deno"), commands!.join());
});

Deno.test("fluxwire completions bash makes bash complete the names of files where a verb takes them", async () => {
  const { stdout } = await fluxwire(["completions", "bash"]);
  const folder = await Deno.makeTempDir();
  await using stack = new AsyncDisposableStack();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const file = `${folder}/my_driver.ts`, start = `${folder}/my_`;
  await Deno.writeTextFile(file, "");
  const suggested = await inBash(stdout, [
    ["fluxwire", "check", start],
    ["fluxwire", "probe", "decode", start],
    ["fluxwire", "probe", "decode", "--layout", "0.6", start],
    ["fluxwire", "probe", "encode", start],
    ["fluxwire", "probe", "replay", start],
    ["fluxwire", "probe", "export", start],
    ["fluxwire", "probe", "conformance", "--expect", start],
    ["fluxwire", "probe", "ping", start],
    ["fluxwire", "probe", "fuzz", start],
    ["fluxwire", "host", "run", start],
  ]);
  const found = Array(7).fill([file]);
  deepEqual(suggested, [...found, [], [], []]);
});

/** Shells that not every machine has; an installed one must parse its script without errors. */
for (const name of SHELLS) {
  Deno.test(`fluxwire completions ${name} is a script of ${name}, with every verb and its options`, async () => {
    const { code, json } = await fluxwireJson(["completions", name, "--name", "my-probe"]);
    equal(code, 0);
    deepEqual(violations(json, await schemaOf("completions")), []);
    equal(json.shell, name);
    for (const { name, flags } of [...FLUXWIRE.verbs, ...PROBE.verbs, ...HOST.verbs]) {
      ok(json.script.includes(name), name);
      for (const flag of flags) match(json.script, new RegExp(`(--|-l )${flag.name}\\b`));
    }
    match(
      json.script,
      { bash: /^complete -F _my_probe my-probe$/m, zsh: /^#compdef my-probe$/m, fish: /^complete -c my-probe/m }[name],
    );
    // A file, as a variable of the environment has 128 KiB at most.
    const file = await Deno.makeTempFile();
    try {
      await Deno.writeTextFile(file, json.script);
      const checked = await new Deno.Command("sh", {
        args: ["-c", `command -v ${name} >/dev/null || exit 0; ${name} -n "$FILE"`],
        env: { FILE: file },
      }).output();
      equal(checked.code, 0, new TextDecoder().decode(checked.stderr));
    } finally {
      await Deno.remove(file);
    }
  });
}

Deno.test("fluxwire completions exits with 1 for an unknown shell and an invalid name", async () => {
  const cases: [string[], string][] = [
    [[], "Missing shell: give one of bash, zsh, fish"],
    [["bsh"], "Unknown shell: bsh; did you mean bash?"],
    [["bash", "--name", "a b"], "Cannot use --name a b: it must be a command's name"],
  ];
  for (const [args, message] of cases) {
    const { code, json } = await fluxwireJson(["completions", ...args]);
    deepEqual([code, json.error.message], [1, message]);
  }
});
