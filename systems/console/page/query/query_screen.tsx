/**
 * Query: a statement, its answer, and those before.
 *
 * @module
 */
import { type OpenedSession, openSession, sessionOf } from "../connect/sessions.ts";
import { Editor, type EditorHandle } from "../editor/editor.tsx";
import { attempt, type Failed } from "../failure/attempt.ts";
import { Failure } from "../failure/failure.tsx";
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";
import { bind } from "../shell/keys.ts";
import { go } from "../shell/place.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { useSignal } from "../signals.ts";
import { SchemaTree } from "../tree/schema_tree.tsx";
import { RunBar } from "./run_bar.tsx";
import { ResultView } from "./result_view.tsx";
import { type Asked, runningOf } from "./running.ts";
import { placeOf, placeText } from "./statement_place.ts";

/** The screen. */
export function QueryScreen(props: ScreenProps): ComponentChildren {
  const open = sessionOf(props.source.id).value;
  return open === null ? <NotConnected {...props} /> : <Asking key={open.session} open={open} {...props} />;
}

function NotConnected(props: ScreenProps): ComponentChildren {
  return (
    <section class="query closed-query">
      <Connecting {...props} words="No session is open." offered="Connect with the form's defaults" />
    </section>
  );
}

/** The ways to a session; null for what cannot be offered. */
function Connecting(
  { source, session, words, offered }: ScreenProps & { words: string; offered: string | null },
): ComponentChildren {
  const failed = useSignal<Failed | null>(null), isBusy = useSignal(false), frames = session.frames(source.id);
  const connect = async (): Promise<void> => {
    if (isBusy.value) return;
    isBusy.value = true;
    failed.value = await attempt(frames, () => openSession(session, source.id, { values: {} }));
    isBusy.value = false;
  };
  return (
    <div>
      <p class="empty" role="status">
        {words} {offered !== null && (
          <button
            type="button"
            class="main"
            disabled={isBusy.value}
            onClick={() => void connect()}
          >
            {isBusy.value ? "Connecting …" : offered}
          </button>
        )} <button type="button" onClick={() => go({ screen: "connect" })}>Fill in the form</button>
      </p>
      {failed.value !== null && <Failure {...failed.value} frames={frames} />}
    </div>
  );
}

function Asking({ source, session, open }: ScreenProps & { open: OpenedSession }): ComponentChildren {
  const hasTree = source.panels.includes("tree");
  const running = runningOf(source.id), frames = session.frames(source.id);
  const editor = useRef<EditorHandle | null>(null), escapes = useRef(0), element = useRef<HTMLElement>(null);
  const { shown, failed, since } = running, isRunning = since.value !== null;
  const ask = (asked: Asked): void => void running.run(session, asked);
  const run = (): void => {
    const statement = (editor.current?.selected() || running.text.value).trim();
    if (statement !== "") ask({ statement, limit: running.limit.value, offset: 0 });
  };
  // A key of another part, such as the list of keys, is meant for that.
  const isHere = (): boolean => {
    const at = document.activeElement;
    return at === null || at === document.body || element.current?.contains(at) === true;
  };
  // What the server refuses shows at the statement itself, which then goes on.
  const cancel = (): void => void running.cancel(session).catch(() => {});
  useLayoutEffect(() => {
    const bound = bind([
      { key: "Ctrl+Enter", help: "Run the statement", isEverywhere: true, run },
      {
        key: "Escape",
        help: "Twice: cancel the statement that runs",
        isEverywhere: true,
        when: () => running.since.value !== null && isHere(),
        run: () => {
          escapes.current++;
          if (escapes.current % 2 === 0) cancel();
        },
      },
    ]);
    const begin = (event: Event): void => {
      if (!(event instanceof KeyboardEvent) || event.key !== "Escape" || !isHere()) escapes.current = 0;
    };
    const others = ["keydown", "pointerdown"];
    for (const one of others) addEventListener(one, begin, true);
    return () => {
      for (const one of others) removeEventListener(one, begin, true);
      bound[Symbol.dispose]();
    };
  }, [source.id]);
  useLayoutEffect(() => running.recall(session), [source.id]);
  useLayoutEffect(() => {
    escapes.current = 0;
  }, [isRunning]);
  const failure = failed.value, place = failure === null ? null : placeOf(failure.error.message, failure.statement);
  return (
    <section ref={element} class={hasTree ? "query trees" : "query"}>
      {hasTree && (
        <SchemaTree
          source={source}
          session={session}
          open={open}
          onStatement={(statement) => editor.current?.put(statement)}
        />
      )}
      <div class="asking">
        <Editor
          source={source.id}
          text={running.text}
          handle={editor}
          onRun={run}
        />
        <RunBar
          running={running}
          onRun={run}
          onCancel={cancel}
          onTake={(text) => editor.current?.put(text)}
        />
        {open.hasEnded && (
          <Connecting
            source={source}
            session={session}
            words="The session has ended, by the driver or with it."
            offered={open.isDefault ? "Connect again" : null}
          />
        )}
        {failure !== null && (
          <div>
            <Failure {...failure} frames={frames} />
            {place !== null && (
              <p class="failure-place">
                <button type="button" onClick={() => editor.current?.goTo(place)}>At {placeText(place)}</button>
              </p>
            )}
          </div>
        )}
        {shown.value === null
          ? failure === null && <p class="empty">Write a statement; Ctrl+Enter runs it.</p>
          : (
            <ResultView
              shown={shown.value}
              isBusy={isRunning}
              isBefore={failure !== null}
              onNext={() => {
                const { asked, result } = shown.value!;
                ask({ ...asked, offset: asked.offset + result.head.rows });
              }}
            />
          )}
      </div>
    </section>
  );
}
