/**
 * How far a file has been read.
 *
 * @module
 */
import type { FileProgress } from "../../worker/messages.ts";
import { type ComponentChildren, h } from "../preact.ts";

/** A line with a bar, until the file's end. */
export function Opening({ title, file }: { title: string; file: FileProgress | null }): ComponentChildren {
  if (file === null || file.isDone) return null;
  const { lines, all } = file;
  return (
    <p>
      Opening {title} … {lines.toLocaleString("en")} of about {all.toLocaleString("en")} lines{" "}
      <progress aria-label={`Opening ${title}`} value={lines} max={all} />
    </p>
  );
}
