/**
 * The exporter of Jumpstarter's own Python packages.
 *
 * @module
 */
import { built } from "../peers/built.ts";

/** The devices that tests use, all of Jumpstarter's own drivers. */
const CONFIGURATION = `apiVersion: jumpstarter.dev/v1alpha1
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

const START_MS = 60_000;

/** A program of the environment of Python with Jumpstarter: `j`, `jmp`, `python` or `pytest`. */
export async function peerProgram(name: string): Promise<string> {
  const python = await built("jumpstarter");
  return `${python.slice(0, python.lastIndexOf("/"))}/${name}`;
}

/** Variables for Jumpstarter's programs: a configuration folder of their own, and nothing of a session outside. */
export function peerEnvironment(folder: string): Record<string, string> {
  return { JMP_CLIENT_CONFIG_HOME: folder, PYTHONDONTWRITEBYTECODE: "1", HOME: folder, NO_COLOR: "1" };
}

/** A real exporter that runs. */
export interface RealExporter extends AsyncDisposable {
  /** What `JUMPSTARTER_HOST` must be. */
  readonly host: string;
  /** A temporary folder. */
  readonly folder: string;
}

/** `jmp shell` with a command that waits: an exporter on a Unix socket of its own. */
export async function startRealShell(): Promise<RealExporter> {
  await using stack = new AsyncDisposableStack();
  const folder = await temporary(stack);
  const script = 'echo "host $JUMPSTARTER_HOST"; exec cat';
  const process = await started("jmp", [
    "shell",
    "--exporter-config",
    `${folder}/exporter.yaml`,
    "--",
    "sh",
    "-c",
    script,
  ], folder);
  const writer = process.stdin.getWriter();
  // The end of the command's input ends it, and with it the exporter.
  stack.defer(async () => {
    await writer.close();
    await process.status;
  });
  const lines = linesOf(process.stdout, stack);
  const host = await within(lines.find((line) => line.startsWith("host ")), "jmp shell did not start its command");
  const owned = stack.move();
  return { host: host.slice("host ".length), folder, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** `jmp run` on a TCP port. */
export async function startRealRun(port: number, args: readonly string[]): Promise<RealExporter> {
  await using stack = new AsyncDisposableStack();
  const folder = await temporary(stack);
  const listener = ["--tls-grpc-listener", `127.0.0.1:${port}`];
  const process = await started(
    "jmp",
    ["run", "--exporter-config", `${folder}/exporter.yaml`, ...listener, ...args],
    folder,
  );
  const drained = process.stdout.pipeTo(new WritableStream());
  stack.defer(async () => {
    process.kill("SIGTERM");
    await Promise.all([process.status, drained]);
  });
  await process.stdin.close();
  await reachable(port);
  const owned = stack.move();
  return { host: `localhost:${port}`, folder, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function temporary(stack: AsyncDisposableStack): Promise<string> {
  const folder = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  await Deno.writeTextFile(`${folder}/exporter.yaml`, CONFIGURATION);
  return folder;
}

async function started(name: string, args: string[], folder: string): Promise<Deno.ChildProcess> {
  return new Deno.Command(await peerProgram(name), {
    args,
    env: { ...peerEnvironment(folder), TMPDIR: folder },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

interface Lines {
  find(matches: (line: string) => boolean): Promise<string>;
}

function linesOf(stdout: ReadableStream<Uint8Array>, stack: AsyncDisposableStack): Lines {
  const reader = stdout.pipeThrough(new TextDecoderStream()).getReader();
  stack.defer(() => reader.cancel());
  let text = "";
  return {
    async find(matches) {
      for (;;) {
        const lines = text.split("\n");
        const found = lines.slice(0, -1).find(matches);
        if (found !== undefined) return found;
        const { value, done } = await reader.read();
        if (done) throw new Error(`The program has ended; it wrote: ${text}`);
        text += value;
      }
    },
  };
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
