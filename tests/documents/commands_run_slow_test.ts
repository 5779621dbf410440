import { deepStrictEqual, ok } from "node:assert/strict";
import { ServedDriver } from "@fluxwire/sdk/testing";
import { driver } from "../../examples/minimal/main.ts";
import { codeBlocks } from "../guides/code_blocks.ts";
import { RunningRecording } from "../e2e/recorded_session.ts";
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
  const places: readonly (readonly [word: RegExp, place: string])[] = [
    [/COMMAND ARGS\.\.\./, MINIMAL],
    [/ main\.ts$/, " examples/minimal/main.ts"],
    [/--listen NAME --out FILE/, `--listen ${socket}-recorded --out ${folder}/other.ndjson`],
    [/--listen my-driver\.sock/, `--listen ${socket}-listening`],
    [/--out session\.ndjson/, `--out ${folder}/recorded.ndjson`],
    [/\b(?:planets|my-driver)\.sock\b/g, socket],
    [/(?<= )(services\.json|session\.\w+|envelopes\.jsonl|fluxwire\.lua)/g, `${folder}/$1`],
  ];
  return lines.map((line) => line.replace(/ +# .*$/, ""))
    // Others run these: the first two commands are steps of .ci/run, install_slow_test.ts installs, wireshark/ dissects.
    .filter((line) => !/^npx|^deno install|^tshark|jsr:/.test(line))
    .map((line) => places.reduce((text, [word, place]) => text.replace(word, place), line));
}

/** Records a short conversation with the driver of the pages. */
async function recordTo(path: string): Promise<void> {
  await using recording = await RunningRecording.start([
    "--",
    ...MINIMAL.split(" ").slice(0, -1),
    pathOf("examples/minimal/main.ts"),
  ]);
  const client = await recording.client();
  for (let count = 0; count < 2; count++) await client.call({ type: "Ping" });
  client.close();
  await recording.end(1);
  await Deno.copyFile(recording.path, path);
}

/** What a command that goes on until it is interrupted says when it is ready. */
const SERVING: readonly (readonly [command: RegExp, ready: RegExp])[] = [
  [/^deno task console/, /^Console /m],
  [/^deno task probe record/, /listen/i],
  [/^deno task probe replay .* --as driver/, /let the host connect/],
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
    await recordTo(`${folder}/session.ndjson`);
    const pages = [
      "README.md",
      ...["start", "commands", "configuration", "console", "driver-check", "recordings"].map((page) =>
        `docs/${page}.md`
      ),
    ];
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
