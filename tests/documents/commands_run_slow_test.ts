import { deepStrictEqual, ok } from "node:assert/strict";
import { ServedDriver } from "@fluxwire/sdk/testing";
import { driver } from "../../examples/minimal/main.ts";
import { codeBlocks } from "../guides/code_blocks.ts";
import { shortRecording } from "../e2e/recorded_session.ts";
import { pathOf } from "../e2e/running_driver.ts";
import { read } from "./tree.ts";

const MINIMAL = "deno run --allow-net --allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE examples/minimal/main.ts";

/** How long one command may take, in milliseconds. */
const LIMIT_MS = 60_000;

/** What a reader puts in place of the words of a page. */
interface Place {
  /** The socket of a driver that runs. */
  socket: string;
  /** A folder for files. */
  folder: string;
}

/** The lines of a page's blocks for a shell, with what a reader puts in place of their words. */
function linesOf(page: string, { socket, folder }: Place): string[] {
  const blocks = codeBlocks(read(page)).filter(({ language }) => language === "sh");
  const lines = blocks.flatMap(({ text }) => text.trimEnd().split("\n"));
  return lines.map((line) => line.replace(/ +# .*$/, ""))
    // Others run these: the first two commands are steps of .ci/run, and install_slow_test.ts installs.
    .filter((line) => !/^npx|^deno install|jsr:/.test(line))
    .map((line) =>
      line.replaceAll("COMMAND ARGS...", MINIMAL).replaceAll(/\b(planets|my-driver)\.sock\b/g, socket)
        .replaceAll("services.json", `${folder}/services.json`).replaceAll("session.ndjson", `${folder}/session.ndjson`)
        .replaceAll("envelopes.jsonl", `${folder}/envelopes.jsonl`)
        .replace("--listen NAME --out FILE", `--listen ${socket}-recorded --out ${folder}/other.ndjson`)
    );
}

/** What a command that goes on until it is interrupted says when it is ready. */
const SERVING: readonly (readonly [command: RegExp, ready: RegExp])[] = [
  [/^deno task console/, /^Console /m],
  [/^deno task probe record/, /listen/i],
];

/** Runs a line of a shell to its end, or until it says that it is ready; what went wrong, or null. */
async function run(line: string, env: Record<string, string>): Promise<string | null> {
  const ready = SERVING.find(([command]) => command.test(line))?.[1];
  const child = new Deno.Command("sh", {
    args: ["-c", `exec ${line}`],
    cwd: pathOf(""),
    env,
    stdin: ready === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
    // A terminal interrupts the task and what it runs.
    detached: true,
  }).spawn();
  const guard = setTimeout(() => Deno.kill(-child.pid, "SIGKILL"), LIMIT_MS);
  let text = "";
  const reading = [child.stdout, child.stderr].map(async (stream) => {
    for await (const part of stream.pipeThrough(new TextDecoderStream())) {
      text += part;
      if (ready?.test(text)) stop();
    }
  });
  let isStopped = false;
  const stop = () => {
    if (isStopped) return;
    isStopped = true;
    Deno.kill(-child.pid, "SIGINT");
  };
  const [{ code }] = await Promise.all([child.status, ...reading]);
  clearTimeout(guard);
  if (ready !== undefined) await child.stdin.close().catch(() => {});
  const isFine = ready === undefined ? code === 0 : isStopped;
  return isFine ? null : `${line}\nexit code ${code}\n${text}`;
}

Deno.test("every command of the pages that lead to no result of their own works, with a reader's names in it", async () => {
  await using served = await ServedDriver.start(driver, { over: "socket" });
  const folder = await Deno.makeTempDir();
  try {
    const socket = served.socketId!;
    const services = { services: [{ socket_id: socket }] };
    await Deno.mkdir(`${folder}/dbflux`);
    for (const file of ["services.json", "dbflux/config.json"]) {
      await Deno.writeTextFile(`${folder}/${file}`, JSON.stringify(services));
    }
    await Deno.writeTextFile(`${folder}/envelopes.jsonl`, "");
    await Deno.rename(shortRecording(folder), `${folder}/session.ndjson`);
    const pages = ["README.md", "docs/commands.md", "docs/configuration.md", "docs/console.md", "docs/driver-check.md"];
    const lines = pages.flatMap((page) => linesOf(page, { socket, folder }));
    ok(lines.length > 12, lines.join("\n"));
    const faults: string[] = [];
    for (const line of lines) {
      const fault = await run(line, { NO_COLOR: "1", XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, KEY: "any" });
      if (fault !== null) faults.push(fault);
    }
    deepStrictEqual(faults, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
