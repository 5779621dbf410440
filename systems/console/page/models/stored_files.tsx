/**
 * The files of a value: what each is, a small picture of one that is a plain picture, and a button that saves it.
 *
 * @module
 */
import { type ErrorJson, MAX_PICTURE_BYTES } from "@fluxwire/console/api";
import { Collected } from "../files/collected.ts";
import { save, savedName } from "../files/save.ts";
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";
import { pageErrorOf } from "../server/api.ts";
import { useSignal } from "../signals.ts";
import { Problem } from "../system/problem.tsx";
import { filesIn, type StoredFile } from "./listed_files.ts";
import type { ModelsClient } from "./models_client.ts";

/** What {@link StoredFiles} takes. */
export interface StoredFilesProps {
  /** The value, as JSON. */
  readonly value: string;
  /** Asks the server. */
  readonly client: ModelsClient;
}

/** The files. */
export function StoredFiles({ value, client }: StoredFilesProps): ComponentChildren {
  return filesIn(value).map((file) => <FileRow key={file.id} file={file} client={client} />);
}

function FileRow({ file, client }: { file: StoredFile; client: ModelsClient }): ComponentChildren {
  const picture = useSignal<string | null>(null), error = useSignal<ErrorJson | null>(null);
  const came = useSignal<number | null>(null), going = useRef<AbortController | null>(null);
  const { id, name, size, type } = file;
  useLayoutEffect(() => {
    // A picture that cannot be had is not missed: the file's name and size stand beside.
    if (type.startsWith("image/") && size <= MAX_PICTURE_BYTES) {
      client.picture(file).then((address) => picture.value = address, () => {});
    }
    return () => going.current?.abort();
  }, [id]);
  const get = async (): Promise<void> => {
    const ending = going.current = new AbortController(), { signal } = ending;
    const whole = new Collected("Ask the server itself for it, such as with curl");
    error.value = null;
    came.value = 0;
    try {
      for await (const piece of client.bytes(file, signal)) {
        whole.add(piece);
        came.value = whole.size;
      }
      save(whole.blob(), name);
    } catch (failed) {
      if (!signal.aborted) error.value = pageErrorOf(failed);
      ending.abort();
    }
    came.value = null;
  };
  return (
    <div class="stored-file">
      {picture.value !== null && <img src={picture.value} alt={`Picture ${name}`} />}
      <span>{type}, {size.toLocaleString("en")} bytes</span> {came.value === null
        ? <button type="button" onClick={() => void get()}>Download {savedName(name)}</button>
        : <button type="button" onClick={() => going.current?.abort()}>Stop downloading {savedName(name)}</button>}{" "}
      <span role="status">{came.value !== null && `${came.value.toLocaleString("en")} bytes have come`}</span>
      {error.value !== null && <Problem error={error.value} />}
    </div>
  );
}
