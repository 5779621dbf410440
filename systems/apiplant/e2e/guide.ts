/** Runs the commands of a guide in one shell, as a reader types them. */
import { match, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";

const CONFIG = fileURLToPath(new URL("../../../deno.json", import.meta.url));

/** A guide of `docs/`. */
export class Guide {
  readonly #text: string;

  /** Reads it. */
  constructor(name: string) {
    this.#text = Deno.readTextFileSync(new URL(`../../../docs/${name}`, import.meta.url));
  }

  /** Its blocks in one language; those that are run only here say `ignore` behind it. */
  blocks(language: string): string[] {
    return [...this.#text.matchAll(new RegExp(`^\`\`\`${language}(?: ignore)?\n(.*?)^\`\`\`$`, "gms"))].map((
      [, text],
    ) => text!);
  }
}

/** Puts a `deno` into a folder that runs tasks of this project. */
async function denoIn(folder: string): Promise<string> {
  const [deno, task] = [`'${Deno.execPath()}'`, `task --quiet --config '${CONFIG}'`];
  await Deno.mkdir(`${folder}/bin`);
  const script = `#!/bin/sh\nif [ "$1" = task ]; then shift; exec ${deno} ${task} "$@"; fi\nexec ${deno} "$@"\n`;
  await Deno.writeTextFile(`${folder}/bin/deno`, script, { mode: 0o755 });
  return `${folder}/bin:${Deno.env.get("PATH")}`;
}

/** Runs all scripts in one shell, and gives what each printed. A server that writes `NAME.log` is waited for. */
export async function outputsOf(
  scripts: readonly string[],
  folder: string,
  env: Record<string, string> = {},
): Promise<{ outputs: string[]; errors: string }> {
  const mark = crypto.randomUUID();
  const script = [
    // A server that was begun listens a while later.
    `listening() { for try in $(seq 600); do grep -q '^listening' $1.out && return; sleep 0.1; done; cat $1.log >&2; exit 1; }`,
    "trap 'kill -TERM $(jobs -p) 2>/dev/null; wait' EXIT",
    ...scripts.map((text) =>
      `${text.replace(/^(.* (\w+)\.log &)$/gm, "rm -f $2.out\n$1\nlistening $2")}\nprintf '\\n%s\\n' ${mark}`
    ),
  ].join("\n");
  const { stdout, stderr } = await new Deno.Command("bash", {
    args: ["-c", script],
    cwd: folder,
    env: { ...env, INIT_CWD: folder, PATH: await denoIn(folder) },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  return { outputs: new TextDecoder().decode(stdout).split(`\n${mark}\n`), errors: new TextDecoder().decode(stderr) };
}

/** Checks what each script printed, and that the server failed in none. */
export function checkOutputs(
  scripts: readonly string[],
  { outputs, errors }: { readonly outputs: readonly string[]; readonly errors: string },
  expected: readonly RegExp[],
): void {
  strictEqual(scripts.length, expected.length);
  strictEqual(outputs.length, expected.length + 1, errors);
  for (const [at, one] of expected.entries()) {
    match(outputs[at]!.trim(), one, `${scripts[at]}\n${outputs[at]}\n${errors}`);
  }
  ok(!/"code":"internal"/.test(outputs.join("\n")));
}
