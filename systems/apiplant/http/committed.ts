/** Answers to changes. */
import type { Committed, Outcome } from "../commit/command.ts";
import type { Json } from "../json/json.ts";
import { type Answer, empty, etag, json } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import { presentHook, presentStored } from "./present.ts";

/** The answer to a command with one operation. */
export function committedAnswer(exchange: Exchange, committed: Committed): Answer {
  const outcome = committed.outcomes[0]!;
  const { status, body, headers } = outcomeAnswer(exchange, outcome), seq = committed.seq[1];
  if (committed.applied && !committed.replayed) return { status, body, headers, seq };
  return { status, body, headers: { ...headers, ...commitHeaders(committed) }, seq };
}

/** The headers that say how a change was made. */
export function commitHeaders({ replayed, applied }: Committed): Record<string, string> {
  return { ...(replayed ? { "idempotency-replayed": "true" } : {}), ...(applied ? {} : { "x-applied": "false" }) };
}

/** The status and the value of an outcome; `null` for no value. */
function outcomeValue(
  exchange: Exchange,
  outcome: Outcome,
): { readonly status: number; readonly value: Json | null } {
  const status = outcome.kind === "deleted" ? 204 : outcome.kind !== "hook" && outcome.created ? 201 : 200;
  if (outcome.kind === "deleted") return { status, value: null };
  if (outcome.kind === "hook") return { status, value: presentHook(outcome.hook) };
  if (outcome.kind === "model") return { status, value: presentStored(outcome.model, outcome.hooks) };
  const definition = exchange.definition(), instance = exchange.changed(definition, outcome.instance);
  return { status, value: exchange.present(definition, instance, instance.modelVersion) };
}

function outcomeAnswer(exchange: Exchange, outcome: Outcome): Answer {
  const { status, value } = outcomeValue(exchange, outcome);
  if (outcome.kind === "deleted") return empty(status);
  const { mountPath } = exchange.server.config.server;
  if (outcome.kind === "hook") return json(value, status, { etag: etag(outcome.hook.revision) });
  if (outcome.kind === "model") {
    const { definition, revision } = outcome.model, path = `${mountPath}/models/${definition.id}`;
    return json(value, status, { etag: etag(revision), ...(outcome.created ? { location: path } : {}) });
  }
  const { id, revision } = outcome.instance, path = `${mountPath}/models/${exchange.params.id}/instances/${id}`;
  return json(value, status, { etag: etag(revision), ...(outcome.created ? { location: path } : {}) });
}
