/** The operator's routes: snapshots, compaction and backups of a server that runs. */
import { isObject } from "../../json/equal.ts";
import { validationRefusal } from "../../model/problem.ts";
import { shortened } from "../../model/validate.ts";
import { type Answer, json } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import type { Route } from "../route.ts";

async function takeSnapshot({ server }: Exchange): Promise<Answer> {
  const { seq } = await server.maintenance.snapshot();
  return json({ seq });
}

async function compact(exchange: Exchange): Promise<Answer> {
  const body = await exchange.body();
  const { before, delete: remove = false, ...others } = isObject(body) ? body : {};
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalid(shortened(unknown), "unknown", "is not a member of this body");
  if (before === undefined) throw invalid("before", "required", "is required: the first event that stays");
  if (!Number.isSafeInteger(before) || before as number < 1) throw invalid("before", "type", "must be a seq");
  if (typeof remove !== "boolean") throw invalid("delete", "type", "must be true or false");
  return json(await exchange.server.maintenance.compact(before as number, remove));
}

function invalid(name: string, code: "unknown" | "required" | "type", message: string): Error {
  return validationRefusal([{ path: `/${name}`, code, message: `\`${name}\` ${message}` }]);
}

async function save(exchange: Exchange): Promise<Answer> {
  const body = await exchange.server.maintenance.backup(exchange.flag("without-history"));
  const headers = { "content-type": "application/x-tar", "content-disposition": 'attachment; filename="backup.tar"' };
  return { status: 200, body, headers };
}

/** These routes. */
export const MAINTENANCE_ROUTES: readonly Route[] = [
  {
    method: "POST",
    path: "/admin/snapshot",
    name: "takeSnapshot",
    summary: "Write a snapshot, from which the next start goes on",
    query: [],
    answers: { 200: "snapshot" },
    refusals: ["not_found"],
    local: true,
    handle: takeSnapshot,
  },
  {
    method: "POST",
    path: "/admin/compact",
    name: "compact",
    summary: "Move the log's beginning, which a snapshot has, to the archive",
    query: [],
    body: "compact",
    answers: { 200: "logPlaces" },
    refusals: ["not_found", "media_type", "validation", "referenced"],
    local: true,
    handle: compact,
  },
  {
    method: "GET",
    path: "/admin/backup",
    name: "backup",
    summary: "The log and a new snapshot as a tar archive, without secrets",
    query: ["without-history"],
    answers: { 200: "archive" },
    refusals: ["not_found"],
    local: true,
    handle: save,
  },
];
