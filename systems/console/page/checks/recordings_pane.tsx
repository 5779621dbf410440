/**
 * Recordings: switched on and off, opened, saved, and replayed with what differs.
 *
 * @module
 */
import type { ShownRecording } from "@fluxwire/console/api";
import { counted } from "../list/counted.ts";
import { type ComponentChildren, Fragment, h, useLayoutEffect } from "../preact.ts";
import { pageErrorOf } from "../server/api.ts";
import type { PageError } from "../server/server.ts";
import { go } from "../shell/place.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { useSignal } from "../signals.ts";
import { Problem } from "../system/problem.tsx";
import type { ChecksState, Replayed } from "./checks_state.ts";

/** What a {@link RecordingsPane} takes. */
export interface RecordingsPaneProps extends ScreenProps {
  /** The driver's checks and recordings. */
  readonly state: ChecksState;
}

/** The pane. */
export function RecordingsPane({ session, state }: RecordingsPaneProps): ComponentChildren {
  const problem = useSignal<PageError | null>(null), recordings = state.recordings.value;
  const isOn = recordings.some((one) => one.isOn), { isView } = session.about;
  const attempt = (step: () => Promise<void>): void => {
    problem.value = null;
    step().catch((error) => problem.value = pageErrorOf(error));
  };
  useLayoutEffect(() => attempt(() => state.look()), [state]);
  const fileOf = async (one: ShownRecording): Promise<Blob> =>
    new Blob([`${(await state.linesOf(one)).join("\n")}\n`], { type: "application/x-ndjson" });
  const open = async (one: ShownRecording): Promise<void> => {
    go({ source: session.openFile(await fileOf(one), one.name), screen: "wire" });
  };
  return (
    <section class="recordings" aria-label="Recordings" data-pane>
      <div class="bar">
        <h2>Recordings</h2>
        {!isView && (
          <button type="button" aria-pressed={isOn} onClick={() => attempt(() => state.record(!isOn))}>
            {isOn ? "■ End recording" : "● Record"}
          </button>
        )}
        <button type="button" onClick={() => attempt(() => state.look())}>Look again</button>
      </div>
      {problem.value !== null && <Problem error={problem.value} />}
      {recordings.length === 0 && (
        <p class="empty">There is none. Record: every connection that the page opens from then on is kept, masked.</p>
      )}
      <ul>
        {recordings.map((one) => (
          <li key={one.id}>
            <b>{one.name}</b> {counted(one.lines, "line")}
            {one.isOn && ", goes on"}
            {one.isCut && ", older lines were dropped"} <span class="quiet">masked</span>{" "}
            <button type="button" aria-label={`Open ${one.name}`} onClick={() => attempt(() => open(one))}>Open</button>
            {!isView && (
              <button
                type="button"
                aria-label={`Replay ${one.name}`}
                disabled={one.isOn || one.isCut}
                onClick={() => attempt(() => state.replay(one))}
              >
                Replay
              </button>
            )}
            <button
              type="button"
              aria-label={`Save ${one.name}`}
              onClick={() => attempt(async () => save(await fileOf(one), one.name))}
            >
              Save
            </button>
          </li>
        ))}
      </ul>
      {state.replayed.value !== null && <Report replayed={state.replayed.value} />}
    </section>
  );
}

function Report({ replayed: { recording, report, error } }: { replayed: Replayed }): ComponentChildren {
  if (error !== null) return <Problem error={error} />;
  if (report === null) return <p class="said" role="status">◐ Replaying {recording.name}…</p>;
  const { compared, connections, differences, omitted } = report, count = differences.length + omitted;
  return (
    <Fragment>
      <p class="said" role="status">
        Replay of {recording.name}: {counted(compared, "message")} on {counted(connections, "connection")},{" "}
        <b class={count > 0 ? "bad" : ""}>
          {count === 0 ? "all equal" : count === 1 ? "1 differs" : `${count} differ`}
        </b>
      </p>
      <ul class="differences">
        {differences.map(({ frame, connection, path, recorded, found }, index) => (
          <li key={index}>
            {frame === null ? `connection ${connection}` : `frame ${frame}`} <code>{path || "whole message"}</code>{" "}
            {cut(recorded)} → {cut(found)}
          </li>
        ))}
      </ul>
      {omitted > 0 && <p>{omitted} more are not shown.</p>}
    </Fragment>
  );
}

function cut(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}

function save(file: Blob, name: string): void {
  const link = document.createElement("a"), url = URL.createObjectURL(file);
  link.href = url;
  link.download = name.endsWith(".ndjson") ? name : `${name.replaceAll(/\W+/g, "-")}.ndjson`;
  link.click();
  URL.revokeObjectURL(url);
}
