import { equal, match } from "node:assert/strict";
import { built } from "../peers/built.ts";
import { makeCertificate } from "../peers/certificate.ts";
import { freePort } from "../free_port.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const FOLDER = new URL("./bench/", import.meta.url).pathname;
const CONFIG = ["--exporter-config", `${FOLDER}exporter.yaml`];
const EXPORTER = [
  "run",
  "--quiet",
  "-A",
  `--config=${ROOT}deno.json`,
  `--lock=${ROOT}npm.lock`,
  "--frozen",
  `${ROOT}systems/jumpstarter/main.ts`,
];
/** How long a program may take, in milliseconds. */
const LIMIT_MS = 120_000;

const python = await built("jumpstarter");
const bin = python.slice(0, python.lastIndexOf("/"));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function ran(program: string, args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  const { code, stdout, stderr } = await new Deno.Command(program, { args, env, signal, stdin: "null" }).output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

/** A command beside the devices, in local mode. */
function inShell(...command: string[]): Promise<Ended> {
  return ran(Deno.execPath(), [...EXPORTER, "shell", ...CONFIG, "--", ...command]);
}

/** An exporter that listens; its address is the end of its first line. */
async function running(
  args: string[],
  env: Record<string, string> = {},
): Promise<AsyncDisposable & { readonly address: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [...EXPORTER, "run", ...CONFIG, ...args],
    env,
    stdout: "piped",
    stderr: "null",
  });
  const child = command.spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const address = (await lines.read()).value?.trim().split(" ").at(-1) ?? "";
  return {
    address,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      equal((await child.status).code, 0);
      await lines.cancel();
    },
  };
}

Deno.test("Python's client drives power, custom, alias, echo of 64 MiB and flasher of our exporter", async () => {
  const { code, stdout, stderr } = await inShell(python, `${FOLDER}drives_exporter.py`);
  equal(code, 0, stdout + stderr);
  match(stdout, /all is as it must be/);
});

Deno.test("jmp shell reaches our exporter over TLS, and keeps the exit code of its command", async () => {
  const { certFile, keyFile, authorityFile, folder } = await makeCertificate();
  const port = freePort();
  await using _exporter = await running([
    "--tls-grpc-listener",
    `127.0.0.1:${port}`,
    "--tls-cert",
    certFile,
    "--tls-key",
    keyFile,
  ]);
  const command = ["--", "sh", "-c", `${bin}/j custom --help; exit 7`];
  const { code, stderr } = await ran(`${bin}/jmp`, ["shell", "--tls-grpc", `localhost:${port}`, ...command], {
    GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: authorityFile,
  });
  equal(code, 7, stderr);
  await Deno.remove(folder, { recursive: true });
});
