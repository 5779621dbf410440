import { rejects } from "node:assert/strict";
import { Refusal } from "../commit/refusal.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { MemoryModelStorage } from "../storage/memory/model_storage.ts";
import type { KeptPlace } from "../webhooks/place.ts";
import { requireDone } from "./needed_events.ts";

/** A log that has this webhook, with its place. */
async function withWebhook(
  enabled: boolean,
  place: KeptPlace | null,
): Promise<{ event: MemoryEventStorage; model: MemoryModelStorage }> {
  const event = new MemoryEventStorage();
  await event.setRegister("webhooks", JSON.stringify([{ id: "orders", enabled }]), 0);
  if (place !== null) await event.setRegister("webhook/orders", JSON.stringify(place), 0);
  return { event, model: new MemoryModelStorage() };
}

Deno.test("requireDone() keeps the events whose messages a webhook has not taken yet, also of one that is off", async () => {
  const waiting = await withWebhook(true, { seq: 9, open: [{ seq: 4, attempts: 2, due: 0 }] });
  await requireDone(waiting, 1, 4);
  await rejects(requireDone(waiting, 1, 5), (error) => {
    return error instanceof Refusal && error.code === "referenced" &&
      /needed from 4 on: .*webhook orders are/.test(error.message);
  });
  const off = await withWebhook(false, { seq: 9, open: [] });
  await requireDone(off, 1, 10);
  await rejects(requireDone(off, 1, 11), /needed from 10 on: .*which is off: enable or delete it/);
  await requireDone(await withWebhook(true, null), 1, 11);
});
