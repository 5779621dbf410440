/**
 * A command that is followed by its id: to its driver, through the host to the hub, and back with the answer.
 *
 * @module
 */
import { SourceError } from "@fluxwire/console";
import type { CallStep } from "../routing/call_steps.ts";
import type { CommandAnswer } from "../cli/result.ts";
import { sentEvents } from "./sent_events.ts";

/** A step of a command, as the page shows it in a row. */
export interface ShownStep {
  /** The time of the day in UTC, to the millisecond. */
  readonly at: string;
  /** What has happened. */
  readonly step: string;
  /** Where. */
  readonly where: string;
  /** More about it. */
  readonly what: string;
}

/** A step, as the host sends it; the first has only an id. */
export type SentStep =
  & { readonly at: string; readonly correlationId: string }
  & ({ readonly step: "begun" } | CallStep);

/** Sends the command, and gives each step to a function. */
export type SendCommand = (signal: AbortSignal, onStep: (step: SentStep) => void) => Promise<unknown>;

/**
 * The steps of a command, with the answer as the last one.
 *
 * @param names The instances by their device ids.
 * @throws {SourceError} Why there is no answer, with the code of the host and a remedy.
 */
export async function* commandSteps(
  send: SendCommand,
  { target, names, signal }: { target: string; names: ReadonlyMap<string, string>; signal: AbortSignal },
): AsyncGenerator<ShownStep> {
  const steps = sentEvents<SentStep>((onStep) => send(signal, onStep));
  let next = await steps.next();
  for (; next.done !== true; next = await steps.next()) yield shownStep(next.value, target, names);
  yield answered(next.value as CommandAnswer, target);
}

function shownStep(sent: SentStep, target: string, names: ReadonlyMap<string, string>): ShownStep {
  const { correlationId, step } = sent, at = timeOf(sent.at);
  if (step === "begun") return { at, step: "sent", where: target, what: `id ${correlationId}` };
  const { hubDeviceId, callerDeviceId, childRef, endpointKey, id, detail } = sent;
  const hub = names.get(hubDeviceId) ?? hubDeviceId, caller = names.get(callerDeviceId) ?? callerDeviceId;
  switch (step) {
    case "routed":
      return { at, step: "at the host", where: caller || "console", what: `${endpointKey} of ${childRef} for ${hub}` };
    case "sent":
      return { at, step: "sent to the hub", where: hub, what: `id ${id} at the hub` };
    case "answered":
      return {
        at,
        step: "answered by the hub",
        where: hub,
        what: [`id ${id}`, detail].filter((text) => text !== "").join(", "),
      };
    case "failed":
      return { at, step: "failed on its way", where: hub, what: detail };
  }
}

function answered(answer: CommandAnswer, target: string): ShownStep {
  const at = timeOf(new Date().toISOString());
  if (!("failure" in answer)) {
    const { success, message, code, data } = answer;
    const what = [message, code, data].filter((text) => text !== "").join(": ");
    return { at, step: success ? "answer" : "refused", where: target, what };
  }
  const { code, message, detail } = answer.failure, remedy = "See the state of the instance, and its log";
  throw new SourceError({ code, message: `${message}: ${detail}`, remedy });
}

function timeOf(iso: string): string {
  return iso.slice(11, 23);
}
