/**
 * Sends a request again, edited as exact JSON, which is checked as it is typed.
 *
 * @module
 */
import { lookAtSession, openSession, sessionOf } from "../connect/sessions.ts";
import { type ComponentChildren, h, useLayoutEffect, useMemo, useRef } from "../preact.ts";
import type { AskedEnvelope } from "../../worker/messages.ts";
import { pageErrorOf } from "../server/api.ts";
import type { Session } from "../shell/session.ts";
import { useSignal } from "../signals.ts";
import { durationText } from "./duration.ts";
import { isSessionless, renewedText } from "./renewed.ts";
import { parsedRequest } from "./parsed_request.ts";

/** What {@link SendAgain} takes. */
export interface SendAgainProps {
  /** Sends. */
  readonly session: Session;
  /** The driver's source. */
  readonly source: string;
  /** The request in exact JSON. */
  readonly envelope: AskedEnvelope;
  /** The layout that it was sent in. */
  readonly layout: string;
  /** The form is to be closed; a text says what was done. */
  onDone(words: string | null): void;
}

/** The form. */
export function SendAgain({ session, source, envelope, layout, onDone }: SendAgainProps): ComponentChildren {
  const text = useSignal(JSON.stringify(envelope.body, null, 2)), problem = useSignal<string | null>(null);
  const isSending = useSignal(false), isChecking = useRef(false), sent = useRef<string | null>(null);
  // The session's layout is what it is sent in.
  const now = sessionOf(source).value?.layout ?? null,
    ofCheck = (): string => sessionOf(source).value?.layout ?? layout;
  // One question at a time: what is typed meanwhile is checked after it.
  const check = async (): Promise<void> => {
    if (isChecking.current) return;
    isChecking.current = true;
    try {
      for (let checked: string | null = null; checked !== text.value;) {
        checked = text.value;
        const found = await problemOf(session, source, checked, ofCheck());
        // What is sent is checked by itself, and its answer says more.
        if (!isSending.value && sent.current !== checked) problem.value = found;
      }
    } finally {
      isChecking.current = false;
    }
  };
  useLayoutEffect(() => void check(), []);
  const send = async (): Promise<void> => {
    if (isSending.value) return;
    isSending.value = true;
    sent.current = text.value;
    try {
      problem.value = await problemOf(session, source, text.value, ofCheck());
      if (problem.value !== null) return;
      const { method, data } = parsedRequest(text.value), isAlone = isSessionless(method);
      const { hasEnded = true } = sessionOf(source).value ?? {};
      if (!isAlone && hasEnded) await openSession(session, source, { values: {} });
      const opened = isAlone ? null : sessionOf(source).value!.session;
      const { ms } = await session.api.call(source, method, data, { session: opened });
      onDone(`Answered in ${durationText(ms)}: the newest frames`);
    } catch (error) {
      const { code, message, remedy } = pageErrorOf(error);
      problem.value = `${code}: ${message}${remedy === null ? "" : ` (${remedy})`}`;
      await lookAtSession(session, source);
    } finally {
      isSending.value = false;
    }
  };
  const focus = useMemo(() => (element: HTMLTextAreaElement | null) => element?.focus(), []);
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === "Escape") onDone(null);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <form
      class="send detail"
      aria-label="Send again"
      onKeyDown={pressed}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label for="request">Request in exact JSON; masked values are sent as they stand</label>
      <textarea
        id="request"
        ref={focus}
        spellcheck={false}
        value={text.value}
        aria-invalid={problem.value !== null}
        aria-describedby="request-problem"
        onInput={(event) => {
          text.value = event.currentTarget.value;
          void check();
        }}
      />
      <p class="renewed">{renewedText(envelope, layout, now)}</p>
      <p id="request-problem" class="problem" role="status">{problem.value}</p>
      <p>
        <button type="submit" disabled={isSending.value}>
          <kbd>Ctrl+Enter</kbd> Send
        </button>{" "}
        <button type="button" onClick={() => onDone(null)}>
          <kbd>Esc</kbd> Cancel
        </button>
      </p>
    </form>
  );
}

/** What is wrong with the text; null if it can be sent. */
async function problemOf({ api }: Session, source: string, text: string, layout: string): Promise<string | null> {
  try {
    const { problem } = await api.ask<{ problem: string | null }>(source, "check", {
      request: parsedRequest(text),
      layout,
    });
    return problem;
  } catch (error) {
    return error instanceof SyntaxError ? error.message : pageErrorOf(error).message;
  }
}
