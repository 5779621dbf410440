/**
 * The folder of saved findings.
 *
 * @module
 */
import { type Finding, toReproducer } from "@fluxwire/testing/fuzzing";
import { UsageError } from "@fluxwire/command";

/** A folder with one file for each finding. */
export class FindingsFolder {
  readonly #path: string;
  readonly #seed: number;
  /** The written files, by the ids of their findings. */
  readonly files: Map<string, string> = new Map();

  /**
   * Creates the folder if it is missing, so that a folder that cannot be used is reported before the search.
   *
   * @throws {UsageError} if it cannot be created.
   */
  constructor(path: string, seed: number) {
    this.#path = path;
    this.#seed = seed;
    if (Deno.permissions.querySync({ name: "write", path }).state !== "granted") {
      throw new UsageError(`Cannot write ${path}: permission is missing; run Deno with --allow-write=${path}`);
    }
    attempt(path, () => Deno.mkdirSync(path, { recursive: true }));
  }

  /**
   * Writes a finding and returns its file, which replaces that of an earlier search.
   *
   * @throws {UsageError} if it cannot be written, for example because the disk is full.
   */
  save(finding: Finding): string {
    const file = `${this.#path.replace(/\/+$/, "")}/${finding.oracle}-${finding.id}.json`;
    attempt(
      file,
      () => Deno.writeTextFileSync(file, `${JSON.stringify(toReproducer(finding, this.#seed), null, 2)}\n`),
    );
    this.files.set(finding.id, file);
    return file;
  }
}

function attempt(path: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    throw new UsageError(`Cannot write ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
