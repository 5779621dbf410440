/**
 * Exporters that run in a process of their own: that of Jumpstarter's Python packages, and ours.
 *
 * @module
 */
import { built } from "../peers/built.ts";

/** The devices that tests use, all of Jumpstarter's own drivers: our exporter has them by the same names. */
export const CONFIGURATION = `apiVersion: jumpstarter.dev/v1alpha1
kind: ExporterConfig
metadata:
  namespace: default
  name: real
endpoint: ""
token: ""
export:
  power:
    type: jumpstarter_driver_power.driver.MockPower
  echo:
    type: jumpstarter_driver_network.driver.EchoNetwork
  storage:
    type: jumpstarter_driver_opendal.driver.MockFlasher
  serial:
    type: jumpstarter_driver_pyserial.driver.PySerial
    config:
      url: "loop://"
  shell:
    type: jumpstarter_driver_shell.driver.Shell
    config:
      methods:
        greet: 'echo "Hello $1 from $PLACE"; echo oh >&2'
        fail: exit 42
  lab:
    children:
      supply:
        type: jumpstarter_driver_power.driver.MockPower
  same:
    ref: lab.supply
`;

const START_MS = 120_000;

/**
 * A program of the environment of Python with Jumpstarter: `j`, `jmp`, `python` or `pytest`.
 *
 * @param target The environment; by default that of the newest version.
 */
export async function peerProgram(name: string, target: string = "jumpstarter"): Promise<string> {
  const python = await built(target);
  return `${python.slice(0, python.lastIndexOf("/"))}/${name}`;
}

/** Variables for Jumpstarter's programs: a configuration folder of their own, and nothing of a session outside. */
export function peerEnvironment(folder: string): Record<string, string> {
  return { JMP_CLIENT_CONFIG_HOME: folder, PYTHONDONTWRITEBYTECODE: "1", HOME: folder, NO_COLOR: "1" };
}

/** A command line. */
export interface Program {
  /** The program. */
  readonly program: string;
  /** Its first arguments. */
  readonly args: readonly string[];
}

/** Drivers of our own in Python, for real exporters. */
const DRIVERS = new URL("../peers/python/jumpstarter", import.meta.url).pathname;
const ROOT = new URL("../../", import.meta.url).pathname;

/** `fluxwire jumpstarter`. */
export const OWN: Program = {
  program: Deno.execPath(),
  args: [
    ...["run", "--quiet", "--no-prompt", "--allow-all"],
    ...[`--config=${ROOT}deno.json`, `--lock=${ROOT}npm.lock`, "--frozen"],
    `${ROOT}systems/jumpstarter/main.ts`,
  ],
};

/** `jmp`. */
export async function jmp(): Promise<Program> {
  return { program: await peerProgram("jmp"), args: [] };
}

/** An exporter that runs. */
export interface RunningExporter extends AsyncDisposable {
  /** What `JUMPSTARTER_HOST` must be. */
  readonly host: string;
  /** A temporary folder; `exporter.yaml` is its configuration. */
  readonly folder: string;
  /** The process. */
  readonly pid: number;
}

/** `shell` with a command that waits: an exporter on a Unix socket of its own. */
export async function startShell(program: Program, configuration: string = CONFIGURATION): Promise<RunningExporter> {
  await using stack = new AsyncDisposableStack();
  const folder = await temporary(stack, configuration);
  const script = 'echo "host $JUMPSTARTER_HOST"; exec cat';
  const args = ["shell", "--exporter-config", `${folder}/exporter.yaml`, "--", "sh", "-c", script];
  const process = started(program, args, folder);
  const writer = process.stdin.getWriter();
  // The end of the command's input ends it, and with it the exporter.
  stack.defer(async () => {
    await writer.close();
    await process.status;
  });
  const line = lineOf(process.stdout, stack, (line) => line.startsWith("host "));
  const host = await within(line, "shell did not start its command");
  const owned = stack.move();
  return {
    host: host.slice("host ".length),
    folder,
    pid: process.pid,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** `run` on a TCP port. */
export async function startRun(
  program: Program,
  port: number,
  listenArgs: readonly string[],
  configuration: string = CONFIGURATION,
): Promise<RunningExporter> {
  await using stack = new AsyncDisposableStack();
  const folder = await temporary(stack, configuration);
  const listener = ["--tls-grpc-listener", `127.0.0.1:${port}`];
  const args = ["run", "--exporter-config", `${folder}/exporter.yaml`, ...listener, ...listenArgs];
  const process = started(program, args, folder);
  const drained = process.stdout.pipeTo(new WritableStream());
  stack.defer(async () => {
    stopped(process);
    await Promise.all([process.status, drained]);
  });
  await process.stdin.close();
  await reachable(port);
  const owned = stack.move();
  return { host: `localhost:${port}`, folder, pid: process.pid, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function stopped(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGTERM");
  } catch (error) {
    // A test has killed it.
    if (!(error instanceof TypeError)) throw error;
  }
}

async function temporary(stack: AsyncDisposableStack, configuration: string): Promise<string> {
  const folder = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  await Deno.writeTextFile(`${folder}/exporter.yaml`, configuration);
  return folder;
}

function started({ program, args: first }: Program, args: readonly string[], folder: string): Deno.ChildProcess {
  return new Deno.Command(program, {
    args: [...first, ...args],
    // What a killed exporter leaves goes with the folder.
    env: { TMPDIR: folder, ...program === Deno.execPath() ? {} : { ...peerEnvironment(folder), PYTHONPATH: DRIVERS } },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

async function lineOf(
  stdout: ReadableStream<Uint8Array>,
  stack: AsyncDisposableStack,
  matches: (line: string) => boolean,
): Promise<string> {
  const reader = stdout.pipeThrough(new TextDecoderStream()).getReader();
  stack.defer(() => reader.cancel());
  for (let text = "";;) {
    const found = text.split("\n").slice(0, -1).find(matches);
    if (found !== undefined) return found;
    const { value, done } = await reader.read();
    if (done) throw new Error(`The program has ended; it wrote: ${text}`);
    text += value;
  }
}

async function within<T>(promise: Promise<T>, problem: string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${problem} within ${START_MS} ms`)), START_MS);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function reachable(port: number): Promise<void> {
  const end = performance.now() + START_MS;
  for (;;) {
    try {
      return (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
