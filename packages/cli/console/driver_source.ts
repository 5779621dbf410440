/**
 * A driver, as the console shows it: its frames, its form, its sessions and their calls.
 *
 * @module
 */
import type { CallAnswer, CallRequest, ConsoleSource, HelloAnswer, LineRing, Operation } from "@fluxwire/console";
import { connectThrough } from "@fluxwire/host/launching";
import { type Layout, LAYOUTS } from "@fluxwire/wire";
import type { DriverClient, SecretKeeper } from "@fluxwire/wire/client";
import { protocolSection } from "@fluxwire/testing/conformance";
import { UsageError } from "@fluxwire/command";
import type { Driver } from "../driver/driver.ts";
import { requestProblem } from "./check_request.ts";
import { checkWish, DriverChecks } from "./checks/driver_checks.ts";
import { type KeptRecording, Recordings } from "./checks/recordings.ts";
import { withDriverEnd } from "./driver_end.ts";
import { playTour } from "./frames_tour.ts";
import { helloAnswer } from "./hello_answer.ts";
import type { TargetStatements } from "./kept_statements.ts";
import { PageSessions } from "./page_sessions.ts";
import { DriverRuns } from "./driver_runs.ts";
import { WireStream } from "./wire_stream.ts";

/** What a driver has besides. */
export interface DriverExtras {
  /**
   * Recordings that can be replayed to it.
   *
   * @default {[]}
   */
  readonly files?: readonly KeptRecording[];
  /**
   * What keeps its statements for the next console.
   *
   * @default {null}
   */
  readonly statements?: TargetStatements | null;
}

/** The source of a driver that runs. */
export class DriverSource implements ConsoleSource {
  readonly id: string;
  readonly kind = "driver";
  readonly title: string;
  readonly panels = ["wire", "form", "query", "tree", "checks"] as const;
  readonly #driver: Driver;
  readonly #ending = new AbortController();
  #tour: Promise<void> | null = null;
  readonly #wire: WireStream;
  readonly #sessions = new PageSessions();
  readonly #runs = new DriverRuns();
  readonly #checks: DriverChecks;
  readonly #recordings: Recordings;
  readonly #statements: TargetStatements | null;
  readonly operations: Readonly<Record<string, Operation>> = {
    hello: { changes: false, run: (input, signal) => this.#hello(layoutOf(input), signal) },
    open: { changes: true, run: (input, signal) => this.#open(input, signal) },
    close: { changes: false, run: (input) => this.#sessions.close(sessionOf(input)) },
    session: { changes: false, run: (input) => Promise.resolve(this.#sessions.look(sessionOf(input))) },
    check: { changes: false, run: (input) => Promise.resolve(requestProblem(input)) },
    cancel: { changes: false, run: (input) => this.#sessions.cancel(input) },
    conformance: { changes: true, run: (input) => this.#conformance(input) },
    lastRun: { changes: false, run: () => Promise.resolve({ run: this.#runs.latest("checks") }) },
    section: { changes: false, run: (input) => Promise.resolve(protocolSection(wordOf(input, "section"))) },
    statements: { changes: false, run: () => Promise.resolve(this.#statements?.newest ?? null) },
    remember: { changes: true, run: (input) => Promise.resolve(this.#remember(wordOf(input, "statement"))) },
    recordings: { changes: false, run: () => Promise.resolve(this.#recordings.list()) },
    record: { changes: true, run: (input) => this.#record(input) },
    replay: { changes: true, run: (input) => this.#replay(input) },
    cancelRun: { changes: false, run: (input) => this.#runs.cancel(wordOf(input, "run")) },
  };

  /**
   * Takes over a driver that was launched, or runs.
   *
   * @param more Recordings that can be replayed to it, and what keeps its statements.
   */
  constructor(id: string, title: string, driver: Driver, { files = [], statements = null }: DriverExtras = {}) {
    this.#statements = statements;
    this.id = id;
    this.title = title;
    this.#driver = driver;
    this.#wire = new WireStream((signal) => driver.dial(signal));
    this.#checks = new DriverChecks(driver);
    this.#recordings = new Recordings(this.#wire.lines, files);
  }

  /** Whether its frames begin with a tour. */
  get hasTour(): boolean {
    return this.#tour !== null;
  }

  /** Plays the tour of the mock driver, whose frames pages show; how it fails is seen in them. */
  beginTour(): void {
    this.#tour ??= this.#playTour(this.#ending.signal).catch(() => {});
  }

  async #playTour(signal: AbortSignal): Promise<void> {
    await using client = await this.#connect("auto", signal);
    await playTour(client, this.#driver.target.socketId, signal);
  }

  /** Its frames are the stream `wire`, those of a failed check `wire.ID`; a recording is its id, and so is a run. */
  stream(name: string): LineRing | null {
    if (name === "wire") return this.#wire.lines;
    if (name.startsWith("wire.")) return this.#checks.frames(name.slice("wire.".length));
    return this.#runs.lines(name) ?? this.#recordings.lines(name);
  }

  /** Sends one request of a session, or outside of any. */
  async call(request: CallRequest, signal: AbortSignal): Promise<CallAnswer> {
    if (request.session !== null) {
      return await withDriverEnd(this.#driver, () => this.#sessions.call(request, signal));
    }
    await using client = await this.#connect("auto", signal);
    return await this.#sessions.answer(request.body, client, { sessionId: null, signal });
  }

  /** Ends its sessions, and stops the driver if it was started here. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#tour;
    this.#sessions.end();
    await this.#runs[Symbol.asyncDispose]();
    await this.#wire[Symbol.asyncDispose]();
    await this.#driver[Symbol.asyncDispose]();
  }

  async #hello(layout: Layout | "auto", signal: AbortSignal): Promise<HelloAnswer> {
    await using newest = await this.#connect("auto", signal);
    if (layout === "auto" || layout === newest.layout) return helloAnswer(newest, newest);
    await using asked = await this.#connect(layout, signal);
    return helloAnswer(newest, asked);
  }

  async #open(input: unknown, signal: AbortSignal): Promise<unknown> {
    const { socketId } = this.#driver.target;
    return await this.#sessions.open(input, () => this.#connect(layoutOf(input), signal), { socketId, signal });
  }

  #remember(statement: string): null {
    if (statement !== "") this.#statements?.add(statement);
    return null;
  }

  #conformance(input: unknown): Promise<{ run: string }> {
    const wish = checkWish(input);
    return Promise.resolve({ run: this.#runs.begin("checks", (push, signal) => this.#checks.run(wish, push, signal)) });
  }

  async #record(input: unknown): Promise<unknown> {
    const { isOn } = (input ?? {}) as { isOn?: unknown };
    // What was sent before now belongs to the time before.
    await this.#wire.flush();
    return this.#recordings.record(isOn === true);
  }

  #replay(input: unknown): Promise<{ run: string }> {
    const recording = wordOf(input, "recording"), { token } = this.#driver;
    const run = this.#runs.begin("replay", async (push, signal) => {
      const dial = () => this.#wire.connect(signal);
      push(await this.#recordings.replay(recording, { dial, token, signal }));
    });
    return Promise.resolve({ run });
  }

  async #connect(layout: Layout | "auto", signal: AbortSignal): Promise<DriverClient> {
    const dial = () => this.#wire.connect(signal);
    const options = { layout, signal, token: this.#driver.token, secrets: this.#secrets };
    return await withDriverEnd(this.#driver, () => connectThrough(dial, options));
  }

  /** What learns secrets before they are sent: what masks answers, and what masks the process's last words. */
  get #secrets(): SecretKeeper {
    const { secrets } = this.#sessions, ofProcess = this.#driver.secrets;
    return {
      add: (added) => {
        secrets.add(added);
        ofProcess.add(added);
      },
      mask: (text) => secrets.mask(text),
    };
  }
}

function sessionOf(input: unknown): string {
  return wordOf(input, "session");
}

/** A member of the page's input that is a text; otherwise empty. */
function wordOf(input: unknown, name: string): string {
  const word = ((input ?? {}) as Readonly<Record<string, unknown>>)[name];
  return typeof word === "string" ? word : "";
}

/** The layout that the page asks for. */
function layoutOf(input: unknown): Layout | "auto" {
  const { layout = "auto" } = (input ?? {}) as { layout?: unknown };
  const known = ["auto" as const, ...LAYOUTS].find((one) => one === layout);
  if (known === undefined) {
    throw new UsageError(`Cannot use the layout ${JSON.stringify(layout)}: ${LAYOUTS.join(", ")}`);
  }
  return known;
}
