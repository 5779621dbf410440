import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { outputsOf } from "../../apiplant/e2e/guide.ts";
import { freePort } from "../../../tests/free_port.ts";
import { isUp } from "./host_process.ts";

const GUIDE = Deno.readTextFileSync(new URL("../../../docs/nx.md", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../../deno.json", import.meta.url));
/** What each command must print, by its beginning. */
const EXPECTED: Readonly<Record<string, RegExp>> = {
  "deno task nx:demo": /All is stopped/,
  "deno task fluxwire init drivers/gateway": /^Made drivers\/gateway with /,
  "deno task fluxwire init drivers/lamp": /^Made drivers\/lamp with /,
  "deno task nx -instances instances.json -check": /^instances.json: 2 instances, no errors\n$/,
  "deno task nx status -control": /hub-1 .* ready .* connected/,
  "deno task nx command": /^done: ok\n\{"power":true\}\n$/,
  "deno task nx proxy": /^done: ok\n\{"power":true\}\n$/,
  "deno task nx discover hub-1 -instances":
    /"instance_id": "lamp-2",\n.*"driver_id": "com.example.lamp",\n.*"binary": "lamp\/main.ts",/s,
  "deno task nx discover hub-1 -control":
    /^lamp-1 {2}ZIGBEE Lamp {2}instance lamp-1\nlamp-2 {2}ZIGBEE Lamp {2}no instance\n$/,
  "deno task nx logs": /Its hub session has begun/,
  "deno task nx status -format": /fluxwire_nx_proxy_calls_total\{service="hub-1",hub="1{8}.*code="OK"\} [1-9]/,
  "cat out/state": /"power": true/,
  "deno task nx stop": /^The host is stopped\n$/,
};

/** The part of the guide that one shell runs as a whole, and the rest, whose commands stand alone. */
const [BEFORE, HISTORY, AFTER] = GUIDE.split(/^(## History: .*?)(?=^## )/ms);

/** The blocks of a text in one language. */
function blocks(language: string, text: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(([, text]) => text!);
}

/** A command of the guide, as a user types it in a folder of their own. */
function command(line: string, cwd: string): Deno.Command {
  const words = line.replace(/ &$/, "").split(" ");
  const [program, ...args] = words[0] === "deno"
    ? [Deno.execPath(), "task", "--quiet", "--config", CONFIG, ...words.slice(2)]
    : words;
  // A task that runs this test would pass on the folder where it was begun.
  return new Deno.Command(program!, {
    args,
    cwd,
    // Logs go to the user's state folder by default, which is the test's here.
    env: { INIT_CWD: cwd, XDG_STATE_HOME: `${cwd}/state` },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function outcome(line: string, cwd: string): Promise<{ code: number; text: string; errors: string }> {
  const { code, stdout, stderr } = await command(line, cwd).output();
  return { code, text: new TextDecoder().decode(stdout), errors: new TextDecoder().decode(stderr) };
}

Deno.test("docs/nx.md: every command does what the guide says", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "nx-guide-" });
  let host: Deno.ChildProcess | null = null;
  try {
    Deno.writeTextFileSync(`${folder}/instances.json`, blocks("json", BEFORE!)[0]!);
    const lines = blocks("sh", BEFORE! + AFTER!).flatMap((block) => block.trimEnd().split("\n"));
    strictEqual(lines.length, Object.keys(EXPECTED).length + 1);
    for (const line of lines) {
      if (line.endsWith(" &")) {
        host = command(line, folder).spawn();
        host.stdout.cancel();
        host.stderr.cancel();
        await untilStarted(folder);
        continue;
      }
      const expected = Object.entries(EXPECTED).find(([beginning]) => line.startsWith(beginning));
      ok(expected !== undefined, `no expectation for ${line}`);
      const { code, text, errors } = await outcome(line, folder);
      strictEqual(code, 0, `${line}\n${text}${errors}`);
      match(text, expected[1], line);
    }
    strictEqual((await host!.status).code, 0);
    host = null;
  } finally {
    host?.kill("SIGTERM");
    await host?.status;
    Deno.removeSync(folder, { recursive: true });
  }
});

/** What the commands of each block about history must print, in order. */
const HISTORY_EXPECTED: readonly RegExp[] = [
  /^Made drivers\/gateway with [^]*Made drivers\/lamp with /,
  /^$/,
  /^$/,
  /^done: ok\n\{"power":true\}\n[^]*"model":"state"[^]*"state":\{"power":true\}/,
  /"power":false[^]*"data":\{[^}]*"state":\{"power":true\}[^]*"displayName":"lamp"[^]*"next":null/,
  /^The host is stopped$/,
];

Deno.test("docs/nx.md: the history of a house is on its model server, as the guide says", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "nx-guide-" });
  try {
    const [instances] = blocks("json", BEFORE!), control = "-control ./control/nx.sock";
    Deno.writeTextFileSync(`${folder}/instances.json`, instances!);
    Deno.writeTextFileSync(`${folder}/config.toml`, '[drivers]\nevent = "file"\n');
    const made = blocks("sh", BEFORE!).join("").split("\n").filter((line) => line.includes("fluxwire init"));
    // Both drivers have sessions, and the hub has registered.
    const sessions =
      `"$(deno task nx status -json ${control} 2> asked | grep -oE '"session":true|"sessionSince":"' | wc -l)"`;
    const ready = `for try in $(seq 120); do [ ${sessions} = 3 ] && break; done`;
    const own = `127.0.0.1:${freePort()}`;
    const scripts = [
      made.join("\n"),
      ...blocks("sh", HISTORY!).map((text) => {
        return text.replaceAll("127.0.0.1:1337", own).replace(/^.* 2> house &$/m, `$&\n${ready}`);
      }),
    ];
    const { outputs, errors } = await outputsOf(scripts, folder, { XDG_STATE_HOME: `${folder}/state` });
    strictEqual(scripts.length, HISTORY_EXPECTED.length);
    strictEqual(outputs.length, scripts.length + 1, errors);
    for (const [at, expected] of HISTORY_EXPECTED.entries()) {
      match(outputs[at]!.trim(), expected, `${scripts[at]}\n${outputs[at]}\n${errors}`);
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("docs/commands.md lists every verb of nx", async () => {
  const { VERBS } = await import("../cli/verbs.ts");
  const commands = Deno.readTextFileSync(new URL("../../../docs/commands.md", import.meta.url));
  const [, section] = commands.split("\n## NX devices\n");
  const listed = section!.split("\n## ")[0]!;
  deepStrictEqual(VERBS.filter(({ name }) => !listed.includes(`\`${name} `)).map(({ name }) => name), []);
});

Deno.test("docs/nx.md lists every member of fluxwire", async () => {
  const { DEFAULT_SETTINGS } = await import("../instances/settings.ts");
  const members = Object.keys(DEFAULT_SETTINGS).map((name) =>
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  );
  const listed = GUIDE.split("\n").filter((line) => line.startsWith("| `")).join("");
  deepStrictEqual(members.filter((member) => !listed.includes(`\`${member}\``)), []);
});

/** Waits until both drivers of the guide take commands. */
async function untilStarted(folder: string): Promise<void> {
  for (const deadline = performance.now() + 120_000; performance.now() < deadline;) {
    const { code, text } = await outcome("deno task nx status -json -control ./control/nx.sock", folder);
    if (code === 0 && isUp(JSON.parse(text))) return;
  }
  throw new Error("The drivers of the guide have not started");
}
