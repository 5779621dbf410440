/**
 * Fixed commands of the exporter's machine, by name.
 *
 * @module
 */
import { onAbort } from "@fluxwire/transport";
import { defineDevice, type Device } from "../device/define_device.ts";
import { DeviceError } from "../device/device_error.ts";
import { shell as shellInterface } from "../device/interface.ts";
import { call, type MethodContext, stream } from "../device/method.ts";
import { rest, t } from "../device/t.ts";
import { Misfit, Schema } from "../device/schema.ts";
import { killGroup } from "./kill_group.ts";

/** What clients see: a part of stdout, a part of stderr, and the exit code in the last item. */
export type ShellItem = [stdout: string, stderr: string, code: number | null];

/** A command of a configuration. */
interface Command {
  readonly command: string;
  readonly description?: string;
  readonly timeout?: number;
}

const command = t.object({ command: t.string(), description: t.optional(t.string()), timeout: t.optional(t.number()) });

/** A script, or an object with one. */
const commands: Schema<Record<string, Command>> = t.map(
  new Schema<Command>({ expected: "string or object", json: {} }, (value, place) => {
    if (typeof value === "string") return { command: value };
    if (typeof value === "object") return command.check(value, place);
    throw new Misfit(place, "expected string or object");
  }),
);

/** Variables with which a client could run programs of its own. */
const REFUSED = /^(LD_.*|BASH_FUNC_.*|BASH_ENV|ENV|PATH|HOME|PYTHONPATH|NODE_OPTIONS|KUBECONFIG)$/;

/** The exit code of a command that took too long, as upstream's. */
const TIMED_OUT = 199;

/** Runs scripts of the configuration, as upstream's Shell. */
export const shell: Device = defineDevice({
  name: "shell",
  implements: shellInterface,
  description: "Commands of the exporter's machine",
  config: {
    methods: commands,
    shell: t.default(t.list(t.string()), ["bash", "-c"]),
    timeout: t.default(t.number(), 300),
    cwd: t.optional(t.string()),
  },
  open: ({ methods, shell: [program = "bash", ...options], timeout, cwd }) => ({
    commandsDescription: Object.fromEntries(
      Object.entries(methods).flatMap(([name, { description }]) =>
        description === undefined ? [] : [[name, description]]
      ),
    ),
    methods: {
      get_methods: call([], () => {
        return Object.fromEntries(Object.entries(methods).map(([name, { description }]) => [name, description ?? ""]));
      }),
      call_method: stream(
        [t.string().as("name"), t.default(t.map(t.string()), {}).as("env"), rest(t.string()).as("args")],
        (name, env, args, context) => {
          if (!Object.hasOwn(methods, name)) {
            const names = Object.keys(methods).join(", ");
            throw new DeviceError(
              "InvalidArgument",
              `unknown command ${JSON.stringify(name)}: the commands are ${names}`,
            );
          }
          for (const key of Object.keys(env)) checkVariable(key);
          const own = methods[name]!;
          const run = { program, args: [...options, own.command, name, ...args], env, cwd };
          return output(run, own.timeout ?? timeout, name, context);
        },
      ),
    },
  }),
}) as Device;

function checkVariable(name: string): void {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new DeviceError("InvalidArgument", `${JSON.stringify(name)} is no variable`);
  if (REFUSED.test(name)) throw new DeviceError("InvalidArgument", `the variable ${name} cannot be set by clients`);
}

interface Run {
  readonly program: string;
  readonly args: string[];
  readonly env: Record<string, string>;
  readonly cwd: string | undefined;
}

async function* output(
  { program, args, env, cwd }: Run,
  seconds: number,
  name: string,
  { signal }: MethodContext,
): AsyncGenerator<ShellItem> {
  const child = new Deno.Command(program, {
    args,
    env,
    cwd,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
  let isLate = false;
  const kill = () => killGroup(child.pid);
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, seconds * 1_000);
  const listening = onAbort(signal, kill);
  try {
    yield* merged(child);
    const { code } = await child.status;
    if (isLate) yield ["", `\n${name} took longer than ${seconds} seconds\n`, TIMED_OUT];
    else yield ["", "", code];
  } finally {
    clearTimeout(timer);
    listening[Symbol.dispose]();
    kill();
    await child.status;
  }
}

/** What a program writes, as it writes it. */
async function* merged(child: Deno.ChildProcess): AsyncGenerator<ShellItem> {
  const next = async (reader: ReadableStreamDefaultReader<string>, index: 0 | 1) => {
    const { value, done } = await reader.read();
    return { value, done, index, reader };
  };
  const readers = [child.stdout, child.stderr].map((one) => one.pipeThrough(new TextDecoderStream()).getReader());
  const waiting = new Map(readers.map((reader, index) => [index, next(reader, index as 0 | 1)]));
  try {
    while (waiting.size > 0) {
      const { value, done, index, reader } = await Promise.race(waiting.values());
      if (done) waiting.delete(index);
      else {
        waiting.set(index, next(reader, index));
        yield index === 0 ? [value!, "", null] : ["", value!, null];
      }
    }
  } finally {
    for (const reader of readers) reader.cancel().catch(() => {});
  }
}
