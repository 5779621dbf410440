import { deepEqual, equal, ok } from "node:assert/strict";
import { Secrets } from "@fluxwire/transport/secrets";
import { Recorder } from "./recorder.ts";

const utf8 = new TextEncoder();

function recorded(text: string, known: string[]): string {
  const secrets = new Secrets();
  secrets.add(known);
  const recorder = new Recorder();
  recorder.add(recorder.nextConnection(), "to driver", "request", utf8.encode(text));
  return new TextDecoder().decode(Uint8Array.fromHex(recorder.frames(secrets)[0]!.hex));
}

Deno.test("Recorder.frames() contains no byte of a secret, and frames keep their lengths", () => {
  equal(recorded("a s3cret, and another s3cret", ["s3cret"]), "a ******, and another ******");
  equal(recorded('{"p":"a\\"b"}', ['a"b']), '{"p":"****"}');
  equal(recorded("Zoë and Zoë", ["oë!", "Zoë"]), "**** and ****");
  equal(recorded("s%33cret", ["s3cret"]), "********");
  equal(recorded("nothing", [""]), "nothing");
});

Deno.test("Recorder.frames() masks a secret at the cut of a long frame", () => {
  const kept = recorded(`${"x".repeat(4_090)}s3cret-token`, ["s3cret-token"]);
  equal(kept, `${"x".repeat(4_090)}******`);
});

Deno.test("Recorder keeps the role of a frame, and a limited number of frames", () => {
  const recorder = new Recorder();
  const [one, other] = [recorder.nextConnection(), recorder.nextConnection()];
  recorder.add(other, "from driver", null, new Uint8Array(5_000));
  for (let i = 0; i < 70; i++) recorder.add(one, "to driver", "request", Uint8Array.of(1));
  const frames = recorder.frames(new Secrets());
  const { ms, hex: _, ...first } = frames[0]!;
  deepEqual(first, { connection: 2, direction: "from driver", role: null, bytes: 5_000 });
  ok(frames.every((frame, at) => frame.ms >= (frames[at - 1]?.ms ?? ms)));
  equal(frames[0]!.hex.length, 2 * 4_096);
  deepEqual([frames.length, recorder.omitted], [64, 7]);
  ok(frames.every(({ hex }) => /^[0-9a-f]*$/.test(hex)));
});
