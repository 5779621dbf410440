/**
 * What the page has for as long as it is open: its socket, and a worker for each source that has frames.
 *
 * @module
 */
import { type About, isShownFrames } from "@fluxwire/console/api";
import { Api } from "../server/api.ts";
import { Live } from "../server/live.ts";
import { aboutOf } from "../server/server.ts";
import { WorkerClient } from "../wire/worker_client.ts";
import { startWorker } from "./worker.ts";

/** The page's session with its server. */
export class Session {
  /** Gives streams. */
  readonly live: Live;
  /** Asks sources. */
  readonly api: Api;
  /** What can be shown. */
  readonly about: About;
  readonly #frames = new Map<string, WorkerClient>();

  private constructor(token: string, about: About) {
    this.about = about;
    this.api = new Api(token);
    this.live = new Live(token);
  }

  /** @throws {PageError} `PassRefused` for a token that is not the server's. */
  static async open(token: string): Promise<Session> {
    return new Session(token, await aboutOf(token));
  }

  /**
   * The frames of a source, which are read from the moment they are asked for first.
   *
   * @param service Of which of a host's services; null for the source's own.
   */
  frames(source: string, service: string | null = null): WorkerClient {
    const key = JSON.stringify([source, service]), known = this.#frames.get(key);
    if (known !== undefined) return known;
    const worker = new WorkerClient(startWorker());
    this.#frames.set(key, worker);
    const say = (lines: readonly string[], missed: number): void => worker.say({ do: "lines", lines, missed });
    if (service === null) this.live.read(source, "wire", { lines: say });
    else {
      this.live.read(source, `wire.${service}`, {
        lines: (batches, missed) => {
          if (missed > 0) say([], missed);
          for (const batch of batches.map((one): unknown => JSON.parse(one)).filter(isShownFrames)) {
            say(batch.lines, batch.missed);
          }
        },
      });
    }
    return worker;
  }
}
