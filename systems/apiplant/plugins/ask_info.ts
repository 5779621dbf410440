/** Asks a program what it is: run with `--info`, a plugin prints one line of JSON and ends. */
import { programEnvironment } from "@fluxwire/supervise";
import { escapeControls } from "@fluxwire/transport/internal";
import { TIMED_OUT, within } from "@fluxwire/transport";
import { type DriverInfo, DriverInfoSchema } from "../generated/apiplant/storage/v1/driver_pb.ts";
import { GuardedChild } from "../hooks/guarded_child.ts";
import { fromJsonString } from "../protobuf.ts";
import { PROTOCOL } from "../remote/protocol.ts";
import { PluginError } from "./plugin_error.ts";
import type { PluginProgram } from "./program.ts";

/** How long a plugin may take to say what it is, in milliseconds. */
const INFO_MS = 5_000;

/** The most bytes of its line. */
const MAX_BYTES = 64 << 10;

const NAME = /^[A-Za-z0-9][\w.-]{0,62}$/;

/**
 * What a plugin says of itself.
 *
 * @throws {PluginError} If it says nothing in time, or what it says is not readable or not usable.
 */
export async function askInfo({ command, folder }: PluginProgram, timeoutMs: number = INFO_MS): Promise<DriverInfo> {
  let child: GuardedChild;
  try {
    child = new GuardedChild({
      command,
      args: ["--info"],
      env: programEnvironment({}),
      cwd: folder,
      isTree: true,
    });
  } catch (error) {
    throw new PluginError(`it cannot be started: ${error instanceof Error ? error.message : error}`);
  }
  try {
    void child.stderr.cancel();
    const line = await within(firstLine(child.stdout), timeoutMs);
    if (line === TIMED_OUT) throw new PluginError(`--info printed no line in ${timeoutMs} ms`);
    return checked(line);
  } finally {
    await child.kill();
  }
}

async function firstLine(stdout: ReadableStream<Uint8Array>): Promise<string> {
  const utf8 = new TextDecoder();
  let text = "";
  for await (const chunk of stdout) {
    text += utf8.decode(chunk, { stream: true });
    const end = text.indexOf("\n");
    if (end !== -1) return text.slice(0, end);
    if (text.length > MAX_BYTES) break;
  }
  if (text.trim() === "") throw new PluginError("--info printed nothing");
  if (text.length > MAX_BYTES) throw new PluginError(`--info printed more than ${MAX_BYTES} bytes without a line end`);
  return text;
}

function checked(line: string): DriverInfo {
  let info: DriverInfo;
  try {
    info = fromJsonString(DriverInfoSchema, line, { ignoreUnknownFields: true });
  } catch {
    throw new PluginError(`--info printed a line that is no DriverInfo: ${escapeControls(line.slice(0, 80))}`);
  }
  if (!NAME.test(info.name)) throw new PluginError("--info names no plugin: a name has letters, digits, `.`, `_`, `-`");
  if (info.protocol !== PROTOCOL) {
    throw new PluginError(`${info.name} speaks version ${info.protocol} of the protocol, known is ${PROTOCOL}`);
  }
  return info;
}
