/**
 * Connect: a driver's form as DBFlux shows it, what is sent, and the session that it opens.
 *
 * @module
 */
import type { HelloAnswer } from "@fluxwire/console/api";
import { attempt, type Failed } from "../failure/attempt.ts";
import { Failure } from "../failure/failure.tsx";
import { type ComponentChildren, Fragment, h, useLayoutEffect, useRef } from "../preact.ts";
import { go, note, place } from "../shell/place.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { useSignal } from "../signals.ts";
import { draftOf } from "./drafts.ts";
import { fieldsOf, type HelloShown, isSecret, problemsOf, sentOf, type Texts } from "./form.ts";
import { FormView } from "./form_view.tsx";
import { closeSession, openSession, sessionOf } from "./sessions.ts";
import { probeCommand, Sent } from "./sent.tsx";

/** The screen. */
export function ConnectScreen({ source, session }: ScreenProps): ComponentChildren {
  const layout = place.value.more["layout"] ?? "auto", frames = session.frames(source.id);
  const answer = useSignal<HelloAnswer | null>(null), failed = useSignal<Failed | null>(null);
  useLayoutEffect(() => {
    let isOld = false;
    const ask = async (): Promise<void> => {
      const found = await session.api.ask<HelloAnswer>(source.id, "hello", { layout });
      if (!isOld) answer.value = found;
    };
    attempt(frames, ask).then((found) => {
      if (!isOld) failed.value = found;
    });
    return () => isOld = true;
  }, [layout, source.id]);
  return (
    <section class="connect">
      {failed.value !== null && <Failure {...failed.value} frames={frames} />}
      {answer.value === null
        ? failed.value === null && <p class="empty" role="status">Asking the driver for its form …</p>
        : <Connecting key={source.id} answer={answer.value} source={source} session={session} />}
    </section>
  );
}

function Connecting({ answer, source, session }: ScreenProps & { answer: HelloAnswer }): ComponentChildren {
  const hello = answer.hello as HelloShown, { formDefinition: form } = hello;
  const draft = draftOf(source.id), open = sessionOf(source.id).value, frames = session.frames(source.id);
  const tab = useSignal(form.tabs[0]?.id ?? ""), typed = useSignal<ReadonlySet<string>>(new Set());
  const problems = useSignal<ReadonlyMap<string, string>>(new Map()), failed = useSignal<Failed | null>(null);
  const isBusy = useSignal(false), copied = useSignal<string | null>(null);
  const element = useRef<HTMLFormElement>(null), refused = useRef<string | null>(null);
  const secretFields = fieldsOf(form).map(({ field }) => field).filter(isSecret);
  const texts: Texts = {
    ...Object.fromEntries(fieldsOf(form).map(({ field }) => [field.id, field.defaultValue])),
    ...draft.value,
  };
  for (const { id } of secretFields) delete (texts as Record<string, string>)[id];

  const inputOf = (id: string): HTMLInputElement | null => element.current!.querySelector(`[name="${CSS.escape(id)}"]`);
  const onText = (id: string, text: string): void => {
    problems.value = new Map([...problems.value].filter(([other]) => other !== id));
    copied.value = null;
    if (secretFields.some((field) => field.id === id)) {
      typed.value = new Set([...typed.value].filter((other) => other !== id).concat(text === "" ? [] : [id]));
    } else draft.value = { ...draft.value, [id]: text };
  };
  // In the step that shows its tab: the key that comes next is for the field.
  useLayoutEffect(() => {
    if (refused.current !== null) inputOf(refused.current)?.focus();
    refused.current = null;
  }, [problems.value]);
  const connect = async (): Promise<void> => {
    const secrets = Object.fromEntries(secretFields.map(({ id }) => [id, inputOf(id)?.value ?? ""]));
    problems.value = problemsOf(form, texts, secrets);
    const [first] = problems.value.keys();
    if (first !== undefined) {
      tab.value = fieldsOf(form).find(({ field }) => field.id === first)!.tab;
      refused.current = first;
      return;
    }
    if (isBusy.value) return;
    isBusy.value = true;
    failed.value = null;
    const values = sentOf(form, texts, secrets);
    for (const { id } of secretFields) if (inputOf(id) !== null) inputOf(id)!.value = "";
    typed.value = new Set();
    failed.value = await attempt(frames, () => openSession(session, source.id, { values, layout: answer.layout }));
    isBusy.value = false;
  };
  const shown = sentOf(form, texts, Object.fromEntries([...typed.value].map((id) => [id, "typed"])));
  const copy = (): void => {
    copied.value = probeCommand({ hello, layout: answer.layout, values: shown });
    navigator.clipboard?.writeText(copied.value).catch(() => {});
  };
  return (
    <div class="connect-parts">
      <div>
        <div class="bar">
          <b>{hello.driverMetadata.displayName}</b>
          <span>{hello.serverName} {hello.serverVersion}, {hello.driverKind}</span>
          <label>
            Release{" "}
            <select value={answer.layout} onChange={(event) => note("layout", event.currentTarget.value)}>
              {answer.layouts.map((one) => <option key={one} value={one}>layout {one}</option>)}
            </select>
          </label>
        </div>
        <FormView
          answer={answer}
          texts={texts}
          problems={problems.value}
          tab={tab.value}
          element={element}
          onText={onText}
          onTab={(id) => tab.value = id}
          onSubmit={() => void connect()}
        >
          <button type="submit" class="main" disabled={isBusy.value}>
            {isBusy.value ? "Connecting …" : "Connect"}
          </button>
          <button type="button" onClick={copy}>Copy as probe open</button>
        </FormView>
        {copied.value !== null && <pre tabIndex={0} aria-label="The same as a command">{copied.value}</pre>}
        {failed.value !== null && <Failure {...failed.value} frames={frames} />}
        {open !== null && (
          <p class="opened" role="status">
            {open.hasEnded ? "○ The session has ended, by the driver or with it." : (
              <>
                ● Connected in {open.ms.toFixed(1)} ms, layout {open.layout}.{" "}
                <button type="button" onClick={() => go({ screen: "query" })}>Ask it something</button>{" "}
                <button type="button" onClick={() => void closeSession(session, source.id)}>Disconnect</button>
              </>
            )}
          </p>
        )}
      </div>
      <aside>
        <Sent hello={hello} layout={answer.layout} values={shown} />
        <Notes answer={answer} />
      </aside>
    </div>
  );
}

function Notes({ answer: { findings, lacks, layout } }: { answer: HelloAnswer }): ComponentChildren {
  return (
    <section aria-label="Notes">
      <h2>Notes for layout {layout}: {findings.length + lacks.length}</h2>
      <ul>
        {lacks.map(({ field, part, since }) => (
          <li key={`${field} ${part}`}>
            {field}: {part === "field" ? "the whole field" : part} is known since {since}
          </li>
        ))}
        {findings.map(({ id, subject, severity, text, remedy }) => (
          <li key={`${subject} ${id}`}>
            <b>{severity}</b> {subject}: {text}. <i>{remedy}.</i>
          </li>
        ))}
      </ul>
    </section>
  );
}
