/** The content of a model storage as files: one document for each model, and one that says which place they have. */
import type { Seq } from "../../event/event.ts";
import { dumpLine, type DumpRecord, dumpRecord } from "../model/dump.ts";
import { StorageError } from "../roles.ts";
import { crc32c } from "./crc32c.ts";
import { type Disk, readWhole, replaceFile } from "./disk.ts";

/** What all documents together are. */
export interface Overview {
  readonly logId: string;
  /** Changes with each reset: documents of another generation are not read. */
  readonly generation: string;
  /** All models have the events up to this place, those whose document says more excepted. */
  readonly seq: Seq;
}

/** A document that was read. */
export interface ModelDocument {
  readonly id: string;
  /** The events of this model up to this place are in it. */
  readonly seq: Seq;
  readonly generation: string;
  /** Empty if the model was deleted. */
  readonly records: readonly DumpRecord[];
}

const NAME = /^model-(.*)\.json$/;
const encoder = new TextEncoder(), decoder = new TextDecoder("utf-8", { fatal: true });

/** Reads and writes the documents of a folder. */
export class ModelDocuments {
  readonly #disk: Disk;
  readonly #folder: string;

  /** Uses a folder that exists. */
  constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  /** Which place the documents have, or `null` before the first was written. */
  async readOverview(): Promise<Overview | null> {
    const text = await this.#read("overview.json");
    return text === null ? null : JSON.parse(text);
  }

  async writeOverview(overview: Overview): Promise<void> {
    await this.#write("overview.json", JSON.stringify(overview));
  }

  async readAll(): Promise<ModelDocument[]> {
    const ids = (await this.#disk.list(this.#folder)).map((name) => NAME.exec(name)?.[1]).filter((id) =>
      id !== undefined
    );
    const documents: ModelDocument[] = [];
    for (const id of ids) {
      const [head = "", ...lines] = (await this.#read(`model-${id}.json`))!.split(",\n");
      documents.push({ id, ...JSON.parse(head), records: lines.map(dumpRecord) });
    }
    return documents;
  }

  /** Writes the document of a model. It is removed later if the model has no records: until then it says that it has none. */
  async write({ id, seq, generation, records }: ModelDocument): Promise<void> {
    await this.#write(`model-${id}.json`, [JSON.stringify({ seq, generation }), ...records.map(dumpLine)].join(",\n"));
  }

  /** Removes the document of a model. */
  async remove(id: string): Promise<void> {
    await this.#disk.remove(`${this.#folder}/model-${id}.json`);
  }

  /** A JSON array whose last item is the checksum of the text before it. */
  async #write(name: string, text: string): Promise<void> {
    const body = encoder.encode(`[${text},\n`);
    const tail = encoder.encode(`"${crc32c(body).toString(16).padStart(8, "0")}"]\n`);
    const bytes = new Uint8Array(body.length + tail.length);
    bytes.set(body);
    bytes.set(tail, body.length);
    await replaceFile(this.#disk, `${this.#folder}/${name}`, bytes);
  }

  async #read(name: string): Promise<string | null> {
    const bytes = await readWhole(this.#disk, `${this.#folder}/${name}`);
    if (bytes === null) return null;
    const body = bytes.subarray(0, -12), tail = decoder.decode(bytes.subarray(-12));
    if (tail !== `"${crc32c(body).toString(16).padStart(8, "0")}"]\n`) {
      throw new StorageError("corrupt", `${this.#folder}/${name} is damaged: remove the folder, the log makes it anew`);
    }
    return decoder.decode(body.subarray(1, -2));
  }
}
