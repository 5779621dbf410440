import { deepStrictEqual, ok, throws } from "node:assert/strict";
import { findingOf } from "./finding.ts";
import { fromReproducer, toReproducer } from "./reproducer.ts";
import { sequenceOf } from "./sequence.ts";

Deno.test("fromReproducer() reads what toReproducer() wrote, broken bytes and edges included", () => {
  for (let run = 0; run < 60; run++) {
    const layout = run % 2 === 0 ? "0.7.1" : "0.4";
    const sequence = sequenceOf({ seed: 3, run, layout, version: { major: 1, minor: 1 } });
    const violation = { oracle: "closed", method: "Ping", detail: "x" } as const;
    const finding = findingOf(violation, { sequence, run, isReproduced: true });
    deepStrictEqual(fromReproducer(JSON.stringify(toReproducer(finding, 3))), sequence);
  }
});

Deno.test("fromReproducer() says what is wrong with a document", () => {
  const refused: readonly [string, RegExp][] = [
    ["", /^Cannot read finding: /],
    ["{}", /its member fluxwire is not/],
    ['{"fluxwire":"fuzz finding 1","layout":"2"}', /layout 2 does not exist/],
    ['{"fluxwire":"fuzz finding 1","layout":"0.4","opening":"door"}', /opening door does not exist/],
    ['{"fluxwire":"fuzz finding 1","layout":"0.4","opening":"none"}', /^Cannot read finding: /],
    [
      '{"fluxwire":"fuzz finding 1","layout":"0.4","opening":"none","steps":[{"request":{}}]}',
      /^Cannot read finding: /,
    ],
  ];
  for (const [text, message] of refused) {
    throws(() => fromReproducer(text), (error) => error instanceof RangeError && message.test(error.message), text);
  }
  ok(refused.length > 0);
});

Deno.test("fromReproducer() reads bytes that were edited by hand, and refuses what is not hex", () => {
  const document = (insert: string) => {
    const sequence = sequenceOf({ seed: 3, run: 0, layout: "0.7.1", version: { major: 1, minor: 2 } });
    const step = { ...sequence.steps[0]!, splices: [{ at: 0, remove: 1, insert: Uint8Array.of(1, 171) }] };
    const finding = findingOf({ oracle: "closed", method: "Ping", detail: "x" }, {
      sequence: { ...sequence, steps: [step] },
      run: 0,
      isReproduced: false,
    });
    return JSON.stringify(toReproducer(finding, 3)).replace('"01ab"', JSON.stringify(insert));
  };
  for (const insert of ["01ab", "0x01AB", "01:ab", "01 AB", "01-ab"]) {
    deepStrictEqual(fromReproducer(document(insert)).steps[0]!.splices[0]!.insert, Uint8Array.of(1, 171), insert);
  }
  throws(
    () => fromReproducer(document("01,ab")),
    new RangeError("Cannot read finding: 01,ab is not pairs of hexadecimal digits"),
  );
});
