/**
 * Recordings that a test makes with the command line.
 *
 * @module
 */
import { equal } from "node:assert/strict";
import { decode, encode, type Layout } from "@fluxwire/wire";
import { connect, encodeFrame, memoryPair } from "@fluxwire/transport";
import { type DriverClient, openClient } from "@fluxwire/wire/client";
import { Recorder } from "../../packages/testing/recording/recorder.ts";
import { RawHost } from "../../packages/wire/testing/raw_host.ts";
import { freshSocket, pathOf } from "./running_driver.ts";
import { RunningProbe } from "./running_probe.ts";
import { answer, HELLO } from "./scripted_socket.ts";

/** The mock driver with an answer to every request, as a target. */
export const FULL_MOCK: readonly string[] = [
  "--",
  Deno.execPath(),
  "run",
  "--no-prompt",
  "--allow-net",
  "--allow-env=FLUXWIRE_LIFELINE,DBFLUX_DRIVER_IPC_TOKEN",
  pathOf("packages/mock-driver/main.ts"),
  "--scenario",
  "full",
];

/** Writes a recording of one Hello and its answer into a folder, and gives its path. */
export function shortRecording(folder: string): string {
  const path = `${folder}/short.ndjson`, lines: string[] = [];
  const recorder = new Recorder((line) => lines.push(line), { isRaw: false, startedAt: new Date(), now: () => 0 });
  const connection = recorder.connection(), host = new RawHost(memoryPair()[0], "0.7.1");
  const request = decode("request", "0.7.1", host.payload(host.hello())).envelope;
  connection.sent("host", encodeFrame(encode("request", "0.7.1", request)));
  connection.sent("driver", answer(request, "0.7.1", HELLO));
  connection.closed("host", null);
  Deno.writeTextFileSync(path, lines.join(""));
  return path;
}

/** A running recording, and its folder. Disposing it ends both. */
export class RunningRecording implements AsyncDisposable {
  readonly socket: string = freshSocket();
  readonly folder: string = Deno.makeTempDirSync();
  readonly path: string = `${this.folder}/session.ndjson`;
  readonly probe: RunningProbe;

  private constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    this.probe = new RunningProbe(["record", "--listen", this.socket, "--out", this.path, ...args], { env });
  }

  /** Starts `probe record` and waits until it listens. The default target is the mock driver. */
  static async start(
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<RunningRecording> {
    const recording = new RunningRecording(args, env);
    await recording.probe.lines.until(({ event }) => event === "listening");
    return recording;
  }

  /** A client through the tap. */
  async client(layout: Layout = "0.7.1", token: string | null = null): Promise<DriverClient> {
    return await openClient(await connect(this.socket), { layout, token });
  }

  /**
   * Waits until so many connections have ended, ends the recording by Ctrl+C, checks its exit, and gives its lines.
   */
  // deno-lint-ignore no-explicit-any
  async end(connections: number): Promise<any[]> {
    const { lines } = this.probe;
    // Each line is asked about again when the next one comes: what counts must not count in the question.
    await lines.until(() => lines.all.filter(({ event }) => event === "close").length >= connections);
    equal((await this.probe.end()).code, 0);
    return (await Deno.readTextFile(this.path)).trimEnd().split("\n").map((line) => JSON.parse(line));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.probe[Symbol.asyncDispose]();
    await Deno.remove(this.folder, { recursive: true });
  }
}
