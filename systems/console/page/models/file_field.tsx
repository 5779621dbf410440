/**
 * Files for a value: they are uploaded when they are chosen, and the value names them.
 *
 * @module
 */
import type { ModelFiles } from "@fluxwire/console/api";
import { type ComponentChildren, h, useRef } from "../preact.ts";
import { useSignal } from "../signals.ts";
import { useAttempt } from "./attempt.ts";
import { Refused } from "./refused.tsx";
import type { ModelsClient } from "./models_client.ts";
import { listWith } from "./listed_files.ts";

/** What a {@link FileField} takes. */
export interface FileFieldProps {
  /** The field's name. */
  readonly name: string;
  /** What it takes. */
  readonly files: ModelFiles;
  /** Its value, as JSON; empty for none. */
  readonly value: string;
  /** Uploads files. */
  readonly client: ModelsClient;
  /** It has another value. */
  onValue(value: string): void;
}

/** The choice. */
export function FileField({ name, files, value, client, onValue }: FileFieldProps): ComponentChildren {
  const attempt = useAttempt(), going = useSignal(""), latest = useRef(value);
  latest.current = value;
  const take = async (input: HTMLInputElement): Promise<void> => {
    for (const file of input.files ?? []) {
      going.value = `Uploading ${file.name}, ${file.size} bytes …`;
      await attempt.run(() => client.upload(file), (uploaded) => {
        latest.current = files.isList ? listWith(latest.current, uploaded) : uploaded;
        onValue(latest.current);
        going.value = `${file.name} is uploaded: save the instance to keep it.`;
      });
      if (attempt.refused.value !== null || attempt.error.value !== null) {
        going.value = "";
        break;
      }
    }
    input.value = "";
  };
  return (
    <div>
      <input
        type="file"
        aria-label={files.isList ? `Files for ${name}` : `File for ${name}`}
        accept={files.types.join(",")}
        multiple={files.isList}
        disabled={attempt.isBusy.value}
        onChange={(event) => void take(event.currentTarget)}
      />
      <span role="status">{going.value}</span>
      <Refused attempt={attempt} />
    </div>
  );
}
