/**
 * Checks of audit events: which ones come before an answer, and which hosts receive them.
 *
 * @module
 */
import type { AuditEventEmitDto } from "@fluxwire/wire";
import { type CheckTable, SINCE_0_6 } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import { execute } from "./runner/own_table.ts";
import { expect, expectSame, rendered } from "./runner/violation.ts";

/** The most events that a host takes at once. */
const MAX_EVENTS = 100;
const MAX_DETAILS_BYTES = 65_536;

/** The audit events that a few requests cause. */
async function eventsOf(bench: Bench): Promise<AuditEventEmitDto[]> {
  return (await observe(bench)).events;
}

/** The audit events that a few requests cause, and whether the driver announced AuditEmit. */
async function observe(bench: Bench): Promise<{ events: AuditEventEmitDto[]; isAnnounced: boolean }> {
  const end = await bench.session();
  const replies = [
    await end.ask({ type: "Ping" }),
    await end.ask({ type: "Schema" }),
    await end.ask(execute(bench.facts.statement!)),
  ];
  const isAnnounced = end.hello!.capabilities.includes("AuditEmit");
  return { events: replies.flatMap(({ events }) => events), isAnnounced };
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** The checks of audit events. */
export const AUDIT_CHECKS: CheckTable = {
  "audit.none-to-older-hosts": {
    section: "envelopes",
    suite: "core",
    text: "Hosts before 0.6 receive no audit events",
    needs: ["queries.execute"],
    layouts: ["0.4", "0.5"],
    run: async (bench) => expectSame("the events to be as many as", (await eventsOf(bench)).length, 0),
  },
  "audit.announced": {
    section: "envelopes",
    suite: "full",
    text: "Only drivers that announced AuditEmit send audit events",
    needs: ["queries.execute"],
    layouts: SINCE_0_6,
    async run(bench) {
      const { events, isAnnounced } = await observe(bench);
      expect(isAnnounced || events.length === 0, `Expected no events without AuditEmit, found ${rendered(events[0])}`);
    },
  },
  "audit.named": {
    section: "envelopes",
    suite: "full",
    text: "Audit events have an action and a summary: hosts drop others",
    needs: ["queries.execute"],
    layouts: SINCE_0_6,
    async run(bench) {
      const blank = (await eventsOf(bench)).find(({ action, summary }) =>
        action.trim() === "" || summary.trim() === ""
      );
      expect(blank === undefined, `Expected action and summary, found ${rendered(blank)}`);
    },
  },
  "audit.categories": {
    section: "envelopes",
    suite: "full",
    text: "Audit events are of the categories Query or System: hosts keep no others",
    needs: ["queries.execute"],
    layouts: SINCE_0_6,
    async run(bench) {
      const other = (await eventsOf(bench)).find(({ category }) => category !== "Query" && category !== "System");
      expect(other === undefined, `Expected category Query or System, found ${rendered(other)}`);
    },
  },
  "audit.details": {
    section: "envelopes",
    suite: "full",
    text: "The details of an audit event are a JSON object of at most 65,536 bytes",
    needs: ["queries.execute"],
    layouts: SINCE_0_6,
    async run(bench) {
      for (const { detailsJson } of await eventsOf(bench)) {
        if (detailsJson == null) continue;
        expect(isObject(detailsJson), `Expected a JSON object, found ${rendered(detailsJson)}`);
        const { length } = new TextEncoder().encode(detailsJson);
        expect(length <= MAX_DETAILS_BYTES, `Expected details of at most ${MAX_DETAILS_BYTES} bytes, found ${length}`);
      }
    },
  },
  "audit.durations": {
    section: "envelopes",
    suite: "full",
    text: "An audit event query_execute has a duration: hosts drop others",
    needs: ["queries.execute"],
    layouts: SINCE_0_6,
    async run(bench) {
      const lacking = (await eventsOf(bench)).find(({ action, category, durationMs }) =>
        category === "Query" && /^query_execute(_failed)?$/.test(action) && durationMs == null
      );
      expect(lacking === undefined, `Expected a duration, found ${rendered(lacking)}`);
    },
  },
  "audit.rate": {
    section: "envelopes",
    suite: "full",
    text: "At most 100 audit events come at once: hosts drop the rest",
    needs: ["queries.execute"],
    layouts: SINCE_0_6,
    async run(bench) {
      const { length } = await eventsOf(bench);
      expect(length <= MAX_EVENTS, `Expected at most ${MAX_EVENTS} events, found ${length}`);
    },
  },
};
