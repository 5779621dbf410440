/** The server itself: its node, with how well it works and who asks. */
import type { NodeFact, TreeNode } from "@fluxwire/console/api";
import { isObject } from "../json/equal.ts";
import type { Json } from "../json/json.ts";
import { stringifyExact } from "../json/stringify.ts";
import { membersOf, text } from "./answers.ts";
import { changing, type Deed } from "./deed.ts";
import type { ModelServer } from "./model_server.ts";
import { outcomeOf } from "./outcome.ts";

const SHOWN = ["version", "serverId", "seq", "lag", "models"];

/** One server. */
export class Service {
  readonly #server: ModelServer;

  /** Asks nothing yet. */
  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** What can be done with it. */
  readonly deeds: readonly Deed[] = [
    changing("snapshot", "Write a snapshot", [], (_path, _args, signal) => {
      return outcomeOf(async () => membersOf(await this.#server.ask("/admin/snapshot", { method: "POST", signal })));
    }),
  ];

  /** Its node. */
  async node(signal: AbortSignal): Promise<TreeNode> {
    const [info, me, live] = await Promise.all(
      ["/", "/auth/me", "/health/live"].map(async (path) => membersOf(await this.#server.ask(path, { signal }))),
    );
    const status = text(info!.status), checks = isObject(live!.checks) ? Object.entries(live!.checks) : [];
    const facts: NodeFact[] = [
      ...SHOWN.map((name) => ({ name, value: shown(info![name]) })),
      ...checks.map(([role, value]) => ({ name: `${role} storage`, value: shown(value) })),
      { name: "you are", value: `${text(me!.actor)}${me!.admin === true ? ", who may do everything" : ""}` },
    ];
    return {
      id: "server",
      title: this.#server.title,
      kind: "server",
      hasChildren: false,
      hasRows: false,
      state: { level: status === "ok" ? "good" : "bad", text: status },
      problem: null,
      facts,
    };
  }
}

function shown(value: Json | undefined): string {
  return typeof value === "string" ? value : stringifyExact(value ?? null);
}
