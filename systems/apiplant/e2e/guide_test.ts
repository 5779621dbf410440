import { match, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";

const GUIDE = Deno.readTextFileSync(new URL("../../../docs/models.md", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../../deno.json", import.meta.url));
const ADDRESS = "127.0.0.1:1337";

/** What the commands of each block of the guide must print, in order. */
const EXPECTED: readonly RegExp[] = [
  /The server stops: exit code 0/,
  /mount-address = "127.0.0.1:\d+"[^]*event = "file"/,
  /^$/,
  /"id":"product","version":1/,
  /"id":"order","version":1[^]*"id":"shipment","version":1/,
  /"revision":4[^]*"data":\{"name":"Tea","cents":450,"stock":3\}/,
  /"code":"validation"[^]*"path":"\/cents","code":"min"[^]*"path":"\/colour","code":"unknown"/,
  /^$/,
  /^$/,
  /"hook":"preCreate"[^]*"hook":"postCreate"/,
  /"seq":\[7,8\][^]*"product":"tea","count":2,"cents":900/,
  /^HTTP\/1.1 200 OK[^]*idempotency-replayed: true[^]*"seq":\[7,8\]/,
  /"code":"vetoed","message":"Only 1 left"[^]*"index":0/,
  /"stock":1[^]*"total":1[^]*"name":"Tea"[^]*"count":2[^]*"code":"query"[^]*wher/,
  /"kind":"instance.updated"[^]*"kind":"instance.created"[^]*"stock":3/,
  /"kind":"hook.updated"[^]*"kind":"instance.created"/,
  /"data":\{"name":"Tea","cents":450,"stock":1\}/,
  /"openapi":"3.1[^]*export /,
  /events 1 to \d+ in 1 segments[^]*backup of the log [^]*restored the log [^]*"stock":1/,
];

/** The blocks of the guide in one language. */
function blocks(language: string): string[] {
  return [...GUIDE.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(([, text]) => text!);
}

/** A port that was free a moment ago. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Puts a `deno` into a folder that runs tasks of this project. */
async function denoIn(folder: string): Promise<string> {
  const [deno, task] = [`'${Deno.execPath()}'`, `task --quiet --config '${CONFIG}'`];
  await Deno.mkdir(`${folder}/bin`);
  const script = `#!/bin/sh\nif [ "$1" = task ]; then shift; exec ${deno} ${task} "$@"; fi\nexec ${deno} "$@"\n`;
  await Deno.writeTextFile(`${folder}/bin/deno`, script, { mode: 0o755 });
  return `${folder}/bin:${Deno.env.get("PATH")}`;
}

/** Runs all blocks in one shell, as a reader types them, and gives what each printed. */
async function outputsOf(scripts: readonly string[], folder: string): Promise<{ outputs: string[]; errors: string }> {
  const mark = crypto.randomUUID();
  const script = [
    // A server that was begun listens a while later.
    `listening() { for try in $(seq 600); do grep -q '^listening' server.out && return; sleep 0.1; done; cat server.log >&2; exit 1; }`,
    "trap 'kill -TERM $(jobs -p) 2>/dev/null; wait' EXIT",
    ...scripts.map((text) => `${text.replace(/(server\.log &)$/gm, "$1\nlistening")}\nprintf '\\n%s\\n' ${mark}`),
  ].join("\n");
  const { stdout, stderr } = await new Deno.Command("bash", {
    args: ["-c", script],
    cwd: folder,
    env: { INIT_CWD: folder, PATH: await denoIn(folder) },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  return { outputs: new TextDecoder().decode(stdout).split(`\n${mark}\n`), errors: new TextDecoder().decode(stderr) };
}

Deno.test("docs/models.md: every command does what the guide says", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-models-guide-" });
  try {
    const own = `127.0.0.1:${freePort()}`;
    await Deno.writeTextFile(`${folder}/config.toml`, blocks("toml")[0]!.replace(ADDRESS, own));
    const scripts = blocks("sh").map((text) => text.replaceAll(ADDRESS, own));
    const { outputs, errors } = await outputsOf(scripts, folder);
    strictEqual(scripts.length, EXPECTED.length);
    strictEqual(outputs.length, EXPECTED.length + 1, errors);
    for (const [at, expected] of EXPECTED.entries()) match(outputs[at]!.trim(), expected, `${scripts[at]}\n${errors}`);
    ok(!/"code":"internal"/.test(outputs.join("\n")));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
