/**
 * Checks: conformance of the driver, failed checks first, each with its frames; and recordings.
 *
 * @module
 */
import type { ShownCheck } from "@fluxwire/console/api";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { pageErrorOf } from "../server/api.ts";
import type { PageError } from "../server/server.ts";
import { note, noteAll, place } from "../shell/place.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { useSignal } from "../signals.ts";
import { Problem } from "../system/problem.tsx";
import { CheckPane, filterOf } from "./check_pane.tsx";
import { type CheckRun, type ChecksState, checksStateOf } from "./checks_state.ts";
import { LAYOUTS, SUITES } from "./choices.ts";
import { verdictsOf } from "./failed_first.ts";
import { RecordingsPane } from "./recordings_pane.tsx";
import { ReportPane } from "./report_pane.tsx";
import { keyOf, Results } from "./results.tsx";

/** The screen. */
export function ChecksScreen({ source, session }: ScreenProps): ComponentChildren {
  const state = checksStateOf(session, source.id), run = state.run.value, problem = useSignal<PageError | null>(null);
  const { inside } = session, results = run?.results ?? [], chosen = place.value.more["check"] ?? null;
  const check = results.find((one) => keyOf(one) === chosen) ?? null;
  const attempt = (step: () => Promise<void>): void => {
    problem.value = null;
    step().catch((error) => problem.value = pageErrorOf(error));
  };
  const choose = (one: ShownCheck): void => {
    // The frames of a report's checks are rows of one recording.
    noteAll({ check: keyOf(one), ...(inside === null ? {} : framesOf(one)) });
  };
  const leave = (): void => noteAll({ check: null, ...(inside === null ? {} : NO_FRAMES) });
  useLayoutEffect(() => attempt(() => state.find()), [state]);
  return (
    <section class="stacked">
      {inside === null && (session.about.isView
        ? <p class="empty">This console only looks: checks would change something.</p>
        : <Begin state={state} run={run} onTry={attempt} />)}
      {problem.value !== null && <Problem error={problem.value} />}
      {run?.error && <Problem error={run.error} />}
      {(results.length > 0 || inside !== null) && (
        <Results
          key={source.id}
          results={results}
          check={check}
          totals={inside === null ? null : <Totals run={run} />}
          onChoose={choose}
        />
      )}
      {check === null
        ? inside === null
          ? <RecordingsPane source={source} session={session} state={state} />
          : <ReportPane title={source.title} report={inside.report} />
        : <CheckPane key={keyOf(check)} {...{ source, session, state, check }} onLeave={leave} />}
    </section>
  );
}

/** No frame, and no filter for frames. */
const NO_FRAMES = { filter: null, frame: null };

/** The filter for the frames of a check of a report. */
function framesOf({ connections }: ShownCheck): Record<string, string | null> {
  return connections === null ? NO_FRAMES : { filter: filterOf(connections), frame: null };
}

/** The totals of a report. */
function Totals({ run }: { run: CheckRun | null }): ComponentChildren {
  return <span class={run?.end?.isClean === false ? "bad" : ""}>{progressOf(run)}</span>;
}

interface BeginProps {
  readonly state: ChecksState;
  readonly run: CheckRun | null;
  onTry(step: () => Promise<void>): void;
}

/** Chooses what to run, begins and cancels it, and says how far it is. */
function Begin({ state, run, onTry }: BeginProps): ComponentChildren {
  const suite = useSignal("core"), layouts = useSignal<readonly string[]>(["0.7.1"]);
  const isRunning = run !== null && run.end === null && run.error === null;
  const toggle = (layout: string): void => {
    const others = layouts.value.filter((one) => one !== layout);
    layouts.value = others.length < layouts.value.length ? others : [...others, layout];
  };
  return (
    <div class="bar">
      <label>
        Suite{" "}
        <select value={suite.value} onChange={(event) => suite.value = event.currentTarget.value}>
          {SUITES.map((one) => <option key={one}>{one}</option>)}
        </select>
      </label>
      {LAYOUTS.map((layout) => (
        <label key={layout}>
          <input type="checkbox" checked={layouts.value.includes(layout)} onInput={() => toggle(layout)} /> {layout}
        </label>
      ))}
      {isRunning ? <button type="button" onClick={() => onTry(() => state.cancel())}>Cancel</button> : (
        <button
          type="button"
          disabled={layouts.value.length === 0}
          onClick={() => {
            note("check", null);
            onTry(() => state.begin(suite.value, layouts.value));
          }}
        >
          {run === null ? "Run the checks" : "Again"}
        </button>
      )}
      <span class="count" role="status">{progressOf(run)}</span>
    </div>
  );
}

function progressOf(run: CheckRun | null): string {
  if (run === null) return "";
  const { end, results, total } = run;
  if (end !== null) return `${end.summary}, ${(end.ms / 1_000).toFixed(1)} s`;
  const counts = results.length === 0 ? "" : `: ${verdictsOf(results)}`;
  return `${results.length} of ${total}${counts}`;
}
