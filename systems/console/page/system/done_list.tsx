/**
 * What was done, the latest first: an answer, a failure, values that go on, or a terminal.
 *
 * @module
 */
import { type ComponentChildren, h } from "../preact.ts";
import { Terminal } from "../terminal/terminal.tsx";
import type { FileRun } from "./file_run.ts";
import { FileView, textOf } from "./file_view.tsx";
import { Problem } from "./problem.tsx";
import type { Run } from "./run.ts";
import type { Done, SystemState } from "./system_state.ts";
import { Values } from "./values.tsx";

/** The list. */
export function DoneList({ state }: { state: SystemState }): ComponentChildren {
  const all = state.done.value;
  if (all.length === 0) return null;
  return (
    <section class="done" aria-label="What was done">
      {all.map((done) => <DoneItem key={done.id} done={done} state={state} />)}
    </section>
  );
}

function DoneItem({ done, state }: { done: Done; state: SystemState }): ComponentChildren {
  const outcome = done.outcome.value;
  return (
    <article aria-label={done.title}>
      <header class="done-bar">
        <h3>{done.title}</h3>
        {outcome.is === "waiting" && <span role="status">◐ waiting for the answer</span>}
        {outcome.is === "done" && <span class="note">{Math.round(outcome.ms).toLocaleString("en")} ms</span>}
        {(outcome.is === "run" || outcome.is === "file") && (
          <RunState
            run={outcome.run}
            onStop={() => state.stop(outcome.run)}
          />
        )}
        <button type="button" aria-label={`Close ${done.title}`} onClick={() => state.forget(done)}>✕</button>
      </header>
      {outcome.is === "failed" && <Problem error={outcome.error} />}
      {outcome.is === "done" && <pre class="answer" tabIndex={0}>{textOf(outcome.value)}</pre>}
      {outcome.is === "file" && <FileView run={outcome.run} title={done.title} name={outcome.name} />}
      {outcome.is === "run" && <RunView run={outcome.run} title={done.title} />}
    </article>
  );
}

function RunState({ run, onStop }: { run: Run | FileRun; onStop: () => void }): ComponentChildren {
  const end = run.end.value, isFailed = end !== null && "error" in end && end.error !== null;
  if (end !== null) return <span role="status">{isFailed ? "✕ failed" : "○ ended"}</span>;
  return (
    <span class="run-state">
      <span role="status">● going on</span> <button type="button" onClick={onStop}>Stop</button>
    </span>
  );
}

function RunView({ run, title }: { run: Run; title: string }): ComponentChildren {
  const end = run.end.value, version = run.version.value;
  return (
    <div>
      {run.kind === "stream" ? <Values title={title} values={run.values} dropped={run.dropped} /> : (
        <Terminal
          label={title}
          screen={run.screen}
          version={version}
          isOpen={end === null}
          onBytes={(bytes) => run.write(bytes)}
        />
      )}
      {end !== null && end.error !== null && <Problem error={end.error} />}
    </div>
  );
}
