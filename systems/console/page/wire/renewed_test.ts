import { strictEqual } from "node:assert/strict";
import { renewedText } from "./renewed.ts";

const ASKED = { protocolVersion: { major: 1, minor: 2 }, requestId: "41" };

Deno.test("renewedText() names what is new of a request of a session, and what is left out", () => {
  const envelope = { ...ASKED, sessionId: "s-1", timeoutMs: "5000", body: { type: "Execute" } };
  strictEqual(
    renewedText(envelope, "0.6", "0.7.1"),
    "Its body is sent. New are requestId: the next one of its connection (was 41); sessionId: that of Connect (was s-1); " +
      "no timeoutMs (was 5000), as hosts send none; " +
      "protocolVersion and layout: what its connection has agreed on (were 1.2 and 0.6; the layout is 0.7.1).",
  );
  strictEqual(
    renewedText({ ...envelope, timeoutMs: null }, "0.7.1", null),
    "Its body is sent. New are requestId: the next one of its connection (was 41); sessionId: a new session's (was s-1); " +
      "protocolVersion and layout: what its connection has agreed on (were 1.2 and 0.7.1).",
  );
});

Deno.test("renewedText() names no session for a request that has none", () => {
  strictEqual(
    renewedText({ ...ASKED, sessionId: null, body: { type: "Ping" } }, "0.7.1", "0.7.1"),
    "Its body is sent. New are requestId: the next one of its connection (was 41); " +
      "protocolVersion and layout: what its connection has agreed on (were 1.2 and 0.7.1).",
  );
});
