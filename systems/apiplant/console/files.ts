/** Files of a server: what fields of type File have. */
import { UsageError } from "@fluxwire/command";
import type { SentFile } from "@fluxwire/console";
import { MAX_PICTURE_BYTES, type ModelOutcome } from "@fluxwire/console/api";
import { stringifyExact } from "../json/stringify.ts";
import { type Deed, type Path, reading } from "./deed.ts";
import type { ModelServer } from "./model_server.ts";
import { outcomeOf } from "./outcome.ts";
import { pictureType } from "./picture.ts";

/** The files of one server. */
export class Files {
  readonly #server: ModelServer;

  /** Asks nothing yet. */
  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** What can be done with one; the path is its id. */
  readonly deeds: readonly Deed[] = [
    reading("picture", "Show as a picture", [], (path, _args, signal) => this.#picture(path, signal)),
  ];

  /** Uploads one, and gives the value of a field that has it, as JSON. */
  async take({ name, ...file }: SentFile, signal: AbortSignal): Promise<ModelOutcome<string>> {
    const ask = { method: "POST", query: new URLSearchParams({ name }), file, signal } as const;
    return await outcomeOf(async () => stringifyExact(await this.#server.ask("/files", ask)));
  }

  /** The bytes of one, as they come. */
  async give([id, ...more]: Path, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    if (id === undefined || more.length > 0) throw new UsageError("Cannot find the file: its id is one word");
    return await this.#server.bytes(`/files/${id}`, signal);
  }

  /** A small picture as an address with all of it; `null` for any other file, and for one with too many pixels. */
  async #picture(path: Path, signal: AbortSignal): Promise<string | null> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    for await (const part of await this.give(path, signal)) {
      size += part.length;
      if (size > MAX_PICTURE_BYTES) return null;
      parts.push(part as Uint8Array<ArrayBuffer>);
    }
    const bytes = await new Blob(parts).bytes(), type = pictureType(bytes);
    return type === null ? null : `data:${type};base64,${bytes.toBase64()}`;
  }
}
