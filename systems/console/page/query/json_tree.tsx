/**
 * JSON as a tree that opens; integers keep all their digits.
 *
 * @module
 */
import { shownLine } from "../../worker/shown_text.ts";
import { counted } from "../list/counted.ts";
import { parseJson } from "@fluxwire/wire";
import { type ComponentChildren, h, useMemo } from "../preact.ts";
import { useSignal } from "../signals.ts";

/** The most members of a node that are shown at once. */
const MAX_MEMBERS = 500;
/** The most characters of a value. */
const MAX_LEAF = 10_000;

/** The tree; the fallback for a text that is no JSON. */
export function JsonTree({ text, fallback }: { text: string; fallback: ComponentChildren }): ComponentChildren {
  const parsed = useMemo(() => {
    try {
      return { json: parseJson(text) };
    } catch {
      return null;
    }
  }, [text]);
  if (parsed === null) return fallback;
  return (
    <div class="json" tabIndex={0} role="region" aria-label="JSON">
      <Node name={null} json={parsed.json} isOpen />
    </div>
  );
}

function leafText(text: string): string {
  const more = text.length - MAX_LEAF;
  return more > 0 ? `${shownLine(text.slice(0, MAX_LEAF))}… ${counted(more, "more character")}` : shownLine(text);
}

function Node({ name, json, isOpen }: { name: string | null; json: unknown; isOpen: boolean }): ComponentChildren {
  const open = useSignal(isOpen), limit = useSignal(MAX_MEMBERS);
  const label = name === null ? null : <b>{shownLine(name)}:</b>;
  if (typeof json !== "object" || json === null) {
    return (
      <div class="leaf">
        {label} <span>{leafText(typeof json === "string" ? JSON.stringify(json) : String(json))}</span>
      </div>
    );
  }
  const entries = Object.entries(json), isList = Array.isArray(json);
  const summary = isList ? `[${entries.length}]` : `{${entries.length}}`;
  return (
    <details open={open.value} onToggle={(event) => open.value = event.currentTarget.open}>
      <summary>
        {label} <span>{summary}</span>
      </summary>
      {open.value &&
        entries.slice(0, limit.value).map(([key, value]) => <Node key={key} name={key} json={value} isOpen={false} />)}
      {open.value && entries.length > limit.value && (
        <button type="button" onClick={() => limit.value += MAX_MEMBERS}>
          {(entries.length - limit.value).toLocaleString("en")} more
        </button>
      )}
    </details>
  );
}
