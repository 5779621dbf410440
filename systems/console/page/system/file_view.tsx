/**
 * How far a file has come, and what it came to.
 *
 * @module
 */
import { save, savedName } from "../files/save.ts";
import { type ComponentChildren, h } from "../preact.ts";
import type { FileRun } from "./file_run.ts";
import { Problem } from "./problem.tsx";

/** The view. */
export function FileView({ run, title, name }: { run: FileRun; title: string; name: string }): ComponentChildren {
  const end = run.end.value, passed = run.passed.value, { size } = run, bytes = passed.toLocaleString("en");
  const of = size === null ? `${bytes} bytes have come` : `${bytes} of ${size.toLocaleString("en")} bytes are taken`;
  return (
    <div class="file-run">
      {end === null && <progress aria-label={title} max={size || 1} value={size === null ? undefined : passed} />}
      <p>
        {of} {end !== null && "blob" in end && (
          <button
            type="button"
            onClick={() => save(end.blob, name)}
          >
            Save {savedName(name)}
          </button>
        )}
      </p>
      {end !== null && "error" in end && <Problem error={end.error} />}
      {end !== null && "result" in end && <pre class="answer" tabIndex={0}>{textOf(end.result)}</pre>}
    </div>
  );
}

/** A value as text: JSON, with indents; nothing is said of nothing. */
export function textOf(value: unknown): string {
  return value === null ? "done, without a value" : typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
