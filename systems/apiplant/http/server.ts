/** What all requests of a server share. */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import { Authenticator } from "../auth/authenticator.ts";
import { KEYS } from "../auth/keys/note.ts";
import type { ModelRules } from "../commit/rules.ts";
import type { Config } from "../config/config.ts";
import type { GetSecret } from "../config/secrets.ts";
import { modelRules } from "../model/rules.ts";
import type { Core } from "../server/core.ts";
import { Hub } from "../stream/hub.ts";
import type { EventStream } from "../stream/stream.ts";
import { EventValues } from "../stream/values.ts";
import { HiddenFields } from "../stream/view.ts";
import { type DeadLetterOffice, NO_DEAD_LETTERS } from "./dead_letters.ts";
import { Deletions } from "./deletions.ts";
import { History } from "./history.ts";
import { type Maintaining, NO_MAINTENANCE } from "./maintenance.ts";
import { type Files, NO_FILES } from "./files.ts";
import { NO_WEBHOOKS, type WebhookOffice } from "./webhooks.ts";
import { Metrics, type Sample } from "./metrics.ts";
import { OpenAnswers } from "./open_answers.ts";
import { RateLimit } from "./rate.ts";
import { RunningRequests } from "./running.ts";

/** How many streams a server has. */
export const MAX_STREAMS = 1_000;

/** The shared parts. */
export interface Server {
  readonly core: Core;
  readonly config: Config;
  readonly clock: Clock;
  readonly rules: ModelRules;
  readonly auth: Authenticator;
  readonly hidden: HiddenFields;
  readonly hub: Hub;
  readonly values: EventValues;
  readonly streams: Set<EventStream>;
  readonly open: OpenAnswers;
  readonly history: History;
  readonly metrics: Metrics;
  readonly rate: RateLimit;
  readonly running: RunningRequests;
  /** Values of other parts of the server. */
  readonly samples: () => readonly Sample[];
  readonly dead: DeadLetterOffice;
  readonly maintenance: Maintaining;
  readonly files: Files;
  readonly webhooks: WebhookOffice;
}

/** What a server may have besides. */
export interface ServerExtras {
  readonly clock?: Clock;
  /** Gets the text of the key that may do everything, once in the life of a log whose server asks for credentials. */
  readonly onFirstKey?: (text: string) => void;
  /** Values for the metrics. */
  readonly samples?: () => readonly Sample[];
  /** Gives secrets that settings name; without it, there are no secrets. */
  readonly secrets?: GetSecret;
  readonly dead?: DeadLetterOffice;
  readonly maintenance?: Maintaining;
  readonly files?: Files;
  readonly webhooks?: WebhookOffice;
}

/** The parts of a server that starts. */
export async function serverParts(core: Core, config: Config, extras: ServerExtras = {}): Promise<Server> {
  const { clock = SYSTEM_CLOCK, samples = () => [], dead = NO_DEAD_LETTERS, maintenance = NO_MAINTENANCE } = extras;
  const { files = NO_FILES, webhooks = NO_WEBHOOKS } = extras;
  const hidden = await HiddenFields.load(core.state);
  const auth = await Authenticator.open(config.auth, core.log, clock, extras.onFirstKey);
  const rules = modelRules(config.limits), values = new EventValues(core, rules);
  const hub = new Hub(core.feed, hidden, values);
  hub.join({
    ignoresInstances: true,
    take: ({ event }) => {
      // What cannot be read now is read at the next request that is old enough.
      if (event.kind === "config.updated" && event.model === KEYS) auth.changed().catch(() => {});
    },
    // Keys can have been revoked in events that a compaction has taken away.
    stop: () => void auth.changed().catch(() => {}),
  }, hub.seq);
  return {
    core,
    config,
    clock,
    rules,
    values,
    auth,
    hidden,
    hub,
    streams: new Set(),
    open: new OpenAnswers(config.limits.streamsPerClient),
    history: new History(core, new Deletions(core.log, core.feed)),
    metrics: new Metrics(),
    rate: new RateLimit(config.limits.rate, clock),
    running: new RunningRequests(clock, config.server.requestTimeout),
    samples,
    dead,
    maintenance,
    files,
    webhooks,
  };
}
