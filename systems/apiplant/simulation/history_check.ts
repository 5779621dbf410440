/** Judges a log by rules of its own: what the write path promises, written a second time without its code. */
import type { Event } from "../event/event.ts";
import type { JsonObject } from "../json/json.ts";
import type { PostRun } from "./room_hooks.ts";
import type { Answer, ReadBack } from "./simulated_client.ts";

interface Kept {
  readonly revision: number;
  readonly data: JsonObject;
}

/** What is wrong with a log and the answers that clients had, one line each. */
export function wrongIn(events: readonly Event[], answers: readonly Answer[]): string[] {
  return [...wrongOrder(events), ...wrongChanges(events), ...wrongAnswers(events, answers)];
}

/** Changes of items whose post hook has not run on the server that made them, one line each. */
export function missedRuns(events: readonly Event[], runs: readonly PostRun[]): string[] {
  const ran = new Set(runs.map(({ server, seq }) => `${server} ${seq}`));
  return events.filter(({ kind, model, origin, seq }) =>
    model === "item" && kind.startsWith("instance.") && !ran.has(`${origin} ${seq}`)
  ).map(({ seq, origin }) => `the post hook of event ${seq} did not run on ${origin}`);
}

/** First runs of post hooks that came before one of an earlier event of the same instance, or on another server. */
export function wrongRuns(events: readonly Event[], runs: readonly PostRun[]): string[] {
  const wrong: string[] = [], last = new Map<string, number>(), seen = new Set<number>();
  for (const { server, seq } of runs) {
    const event = events[seq - 1];
    if (event?.origin !== server) wrong.push(`the post hook of event ${seq} ran on ${server}, not where it was made`);
    if (event === undefined || seen.has(seq)) continue;
    seen.add(seq);
    const key = `${server} ${event.model} ${event.instance}`;
    if (seq < (last.get(key) ?? 0)) wrong.push(`the post hook of event ${seq} ran after that of ${last.get(key)}`);
    last.set(key, Math.max(seq, last.get(key) ?? 0));
  }
  return wrong;
}

/** Reads that did not have the change of the client that read, one line each. */
export function wrongReads(events: readonly Event[], reads: readonly ReadBack[]): string[] {
  const deleted = new Map<string, number>();
  for (const { seq, kind, model, instance } of events) {
    if (kind === "instance.deleted") deleted.set(`${model} ${instance}`, seq);
  }
  return reads.flatMap(({ key, where, first, model, instance, revision }) => {
    const place = revision ?? deleted.get(`${model} ${instance}`) ?? 0;
    if (place >= first && events[place - 1]?.instance === instance) return [];
    return [
      `request ${key} changed ${model} ${instance} at ${first}; the ${where} server then had revision ${revision}`,
    ];
  });
}

function wrongOrder(events: readonly Event[]): string[] {
  const wrong: string[] = [];
  const ids = new Set<string>();
  for (const [at, { seq, id, commit: [first, last], ...event }] of events.entries()) {
    if (seq !== at + 1) wrong.push(`event ${at + 1} says ${seq}`);
    if (ids.has(id)) wrong.push(`event ${seq} has the id of an earlier one`);
    ids.add(id);
    if (seq < first || seq > last) wrong.push(`event ${seq} is outside of its commit ${first}-${last}`);
    const before = events[at - 1];
    if (before !== undefined && event.at < before.at) wrong.push(`event ${seq} is older than the one before`);
  }
  return wrong;
}

function wrongChanges(events: readonly Event[]): string[] {
  const wrong: string[] = [];
  const kept = new Map<string, Kept>();
  for (const [at, event] of events.entries()) {
    const { seq, kind, model, instance, prev } = event;
    const key = `${model} ${instance}`;
    const before = kept.get(key);
    if (kind === "instance.created" && before !== undefined) wrong.push(`event ${seq} creates ${key}, which exists`);
    if (kind === "instance.updated" || kind === "instance.deleted") {
      if (before?.revision !== prev) {
        wrong.push(`event ${seq} replaces ${prev} of ${key}, there is ${before?.revision}`);
      }
    }
    if (kind === "instance.deleted") kept.delete(key);
    if (kind === "instance.created" || kind === "instance.updated") {
      kept.set(key, { revision: seq, data: event.payload as JsonObject });
      if (model === "item") wrong.push(...wrongRoom(kept, event));
    }
    // A commit is whole: what it breaks inside, it mends at its end.
    if (event.commit[1] === seq || events[at + 1] === undefined) wrong.push(...wrongState(kept, event));
  }
  return wrong;
}

function wrongRoom(kept: ReadonlyMap<string, Kept>, { seq, payload }: Event): string[] {
  const { owner, size } = payload as { owner: string; size: number };
  const room = kept.get(`owner ${owner}`)?.data["room"] as number;
  return size > room
    ? [`event ${seq} has the size ${size}, its owner has room for ${room}: the hook refuses that`]
    : [];
}

function wrongState(kept: ReadonlyMap<string, Kept>, { seq }: Event): string[] {
  const wrong: string[] = [];
  const slugs = new Map<unknown, string>();
  for (const [key, { data }] of kept) {
    if (!key.startsWith("item ")) continue;
    const slug = data["slug"];
    if (slugs.has(slug)) wrong.push(`at ${seq} ${key} and ${slugs.get(slug)} have the slug ${slug}`);
    slugs.set(slug, key);
    if (!kept.has(`owner ${data["owner"]}`)) {
      wrong.push(`at ${seq} ${key} refers to the owner ${data["owner"]}, which is gone`);
    }
  }
  return wrong;
}

function wrongAnswers(events: readonly Event[], answers: readonly Answer[]): string[] {
  const wrong: string[] = [];
  const commits = new Map<string, Set<number>>();
  for (const { idem, commit } of events) {
    if (idem === undefined) continue;
    const firsts = commits.get(idem.key) ?? new Set();
    commits.set(idem.key, firsts.add(commit[0]));
  }
  for (const [key, firsts] of commits) {
    if (firsts.size > 1) wrong.push(`request ${key} was made ${firsts.size} times, at ${[...firsts].join(", ")}`);
  }
  for (const { key, outcome, seq, operations, code } of answers) {
    const first = [...commits.get(key) ?? []][0];
    if (outcome === "made" && first !== seq?.[0]) wrong.push(`request ${key} was made at ${seq}, the log has ${first}`);
    if (outcome === "refused" && first !== undefined) {
      wrong.push(`request ${key} was refused (${code}), the log has it at ${first}`);
    }
    const [operation] = operations;
    if (outcome !== "made" || operations.length > 1 || operation === undefined || !("ifMatch" in operation)) continue;
    const prev = events[(seq?.[0] ?? 0) - 1]?.prev;
    if (prev !== operation.ifMatch) {
      wrong.push(`request ${key} wanted revision ${operation.ifMatch}, it replaced ${prev}`);
    }
  }
  return wrong;
}
