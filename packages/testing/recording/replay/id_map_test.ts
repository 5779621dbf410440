import { deepEqual, equal } from "node:assert/strict";
import { IdMap } from "./id_map.ts";

const RECORDED = "00000000-0000-4000-8000-000000000001", NOW = "00000000-0000-4000-8000-000000000002";

Deno.test("IdMap replaces recorded ids with current ones, also within texts", () => {
  const ids = new IdMap();
  ids.learn({ sessionId: RECORDED, body: {} }, { sessionId: NOW, body: {} });
  deepEqual(ids.rewrite({ sessionId: RECORDED, body: { message: `Session ${RECORDED} not found`, n: 1 } }), {
    sessionId: NOW,
    body: { message: `Session ${NOW} not found`, n: 1 },
  });
});

Deno.test("IdMap keeps the first id that it learned, and leaves other ids alone", () => {
  const ids = new IdMap();
  ids.learn({ sessionId: null, body: { handleId: RECORDED } }, { sessionId: null, body: { handleId: NOW } });
  ids.learn({ sessionId: RECORDED, body: {} }, { sessionId: "other", body: {} });
  equal(ids.rewrite(RECORDED), NOW);
  equal(ids.rewrite(NOW), NOW);
});
