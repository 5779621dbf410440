import { strictEqual, throws } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { Passes } from "./passes.ts";

Deno.test("a ticket is good once, for ten minutes", () => {
  const clock = new ManualClock(), passes = new Passes(clock);
  const first = passes.ticket(), second = passes.ticket(), token = passes.enter(first);
  passes.check(token);
  throws(() => passes.enter(first), { code: "TicketRefused" });
  clock.advance(600_000);
  throws(() => passes.enter(second), { code: "TicketRefused" });
  strictEqual(passes.enter(passes.ticket()), token);
});

Deno.test("a ticket is not the token, and 16 tickets are good at once", () => {
  const passes = new Passes(), [oldest, ...others] = Array.from({ length: 17 }, () => passes.ticket());
  throws(() => passes.check(oldest!), { code: "PassRefused" });
  throws(() => passes.check(null), { code: "PassRefused" });
  throws(() => passes.check(""), { code: "PassRefused" });
  throws(() => passes.enter(oldest!), { code: "TicketRefused" });
  throws(() => passes.enter(""), { code: "TicketRefused" });
  for (const ticket of others) passes.check(passes.enter(ticket));
});
