/**
 * Checks of byte layouts: which one a driver answers in, and that its answers fit the layout.
 *
 * @module
 */
import { codecOf, decode, describe, HOST_RELEASES, type Layout, MalformedError } from "@fluxwire/wire";
import type { CheckTable } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import { expect, expectSame, rendered } from "./runner/violation.ts";

/** Further releases of each layout, besides the imitated one: the first and the last. */
const OTHER_RELEASES: Readonly<Partial<Record<Layout, readonly string[]>>> = {
  "0.4": ["0.4.0", "0.4.0-dev.11", "0.5.0-dev.1"],
  "0.5": ["0.5.0", "0.6.0-dev.2"],
  "0.6": ["0.6.0-rc.4", "0.6.0-rc.5"],
  "0.7.0": ["0.7.0"],
  "0.7.1": ["0.7.1", "0.7.4"],
  "0.8": ["0.8.0-dev.0"],
};

/** Sends Hello as a release, and fails unless the answer can be read in the layout. */
async function helloAs(bench: Bench, clientVersion: string): Promise<void> {
  const end = await bench.greeted({ clientVersion });
  await end.expectQuiet();
  end.close();
}

/** Checks that a set has only flags of the layout: an unknown one empties the whole set at the host (H9). */
function expectKnownFlags(bench: Bench, set: string, value: bigint): void {
  const description = describe(set, { layout: bench.layout });
  const mask = description?.kind === "flags" ? description.masks[bench.layout]! : 0n;
  expect((value & ~mask) === 0n, `Expected ${set} within 0x${mask.toString(16)}, found 0x${value.toString(16)}`);
}

/** The checks of layouts. */
export const LAYOUT_CHECKS: CheckTable = {
  "layouts.codec": {
    section: "layouts",
    suite: "core",
    text: "Answers are in the codec of the requests",
    needs: ["envelopes.answered"],
    async run(bench) {
      const end = await bench.session();
      await end.send(end.payload({ type: "Ping" }, { requestId: 1n }));
      const payload = await end.receivePayload("an answer to Ping");
      const other = codecOf(bench.layout) === "bincode" ? "0.7.1" : "0.6";
      const isOther = isAnswerTo(1n, other, payload) && !isAnswerTo(1n, bench.layout, payload);
      expect(!isOther, `Expected an answer in ${codecOf(bench.layout)}, found ${codecOf(other)}`);
    },
  },
  "layouts.other-releases": {
    section: "layouts",
    suite: "full",
    text: "Every release of the layout is answered in it",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      for (const release of OTHER_RELEASES[bench.layout] ?? []) await helloAs(bench, release);
    },
  },
  "layouts.unreadable-release": {
    section: "layouts",
    suite: "full",
    text: "A malformed release gets an answer in the codec's usual layout",
    needs: ["envelopes.answer-type"],
    layouts: ["0.6", "0.7.1"],
    run: (bench) => helloAs(bench, "nightly"),
  },
  "layouts.later-patch": {
    section: "layouts",
    suite: "full",
    text: "A later patch of the layout's release is answered in the same layout",
    needs: ["envelopes.answer-type"],
    layouts: ["0.7.1"],
    run: (bench) => helloAs(bench, "0.7.99"),
  },
  "layouts.far-release": {
    section: "layouts",
    suite: "full",
    text: "A future release is answered in the newest layout",
    needs: ["envelopes.answer-type"],
    layouts: ["0.8"],
    run: (bench) => helloAs(bench, "1.2.3"),
  },
  "layouts.driver-capabilities": {
    section: "hazards",
    suite: "core",
    text: "The driver's capabilities have no bit that the layout lacks (H9)",
    needs: ["sessions.open"],
    async run(bench) {
      const { hello, opened } = await bench.session();
      expectKnownFlags(bench, "DriverCapabilities", hello!.driverMetadata.capabilities);
      expectKnownFlags(bench, "DriverCapabilities", opened!.metadata.capabilities);
    },
  },
  "layouts.schema-features": {
    section: "hazards",
    suite: "core",
    text: "The schema's features have no bit that the layout lacks (H9)",
    needs: ["sessions.open"],
    async run(bench) {
      const { opened } = await bench.session();
      expectKnownFlags(bench, "SchemaFeatures", BigInt(opened!.schemaFeatures));
    },
  },
  "layouts.code-generation-features": {
    section: "hazards",
    suite: "core",
    text: "The features of code generation have no bit that the layout lacks (H9)",
    needs: ["sessions.open"],
    async run(bench) {
      const { opened } = await bench.session();
      expectKnownFlags(bench, "CodeGenCapabilities", BigInt(opened!.codeGenCapabilities));
    },
  },
  "layouts.strict-hello": {
    section: "layouts",
    suite: "core",
    text: "The answer to Hello has every field of the layout, and no others",
    needs: ["handshake.hello"],
    async run(bench) {
      const end = await bench.connect();
      await end.send(end.payload(end.helloBody(bench.subject.token)));
      expectSame("the reading of the answer to Hello to be", (await end.receiveEnvelope()).pass, "strict");
    },
  },
  "layouts.strict-session": {
    section: "layouts",
    suite: "core",
    text: "SessionOpened has every field of the layout, and no others",
    needs: ["sessions.open"],
    async run(bench) {
      const end = await bench.greeted();
      const { pass } = await end.ask(bench.openBody(end));
      expectSame("the reading of SessionOpened to be", pass, "strict");
    },
  },
  "layouts.codec-change": {
    section: "errors",
    suite: "strict",
    text: "A frame in the other codec ends the connection",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.greeted();
      const other = codecOf(bench.layout) === "bincode"
        ? "01020500000301"
        : "0100020007000000000000000000" + "03000000";
      await end.send(Uint8Array.fromHex(other));
      await end.expectClosed("after a frame in the other codec");
      await bench.greeted();
    },
  },
  "layouts.release-said": {
    section: "layouts",
    suite: "full",
    text: "Each Hello decides on the layout: a second one from another release of the codec changes it",
    needs: ["handshake.again", "envelopes.answer-type"],
    layouts: ["0.5", "0.6", "0.7.1", "0.8"],
    async run(bench) {
      const neighbour: Layout = codecOf(bench.layout) === "bincode" ? "0.4" : "0.7.0";
      const end = await bench.connect();
      await end.send(end.payload(end.helloBody(bench.subject.token, {
        clientVersion: HOST_RELEASES[neighbour].clientVersion,
        supportedVersions: [...HOST_RELEASES[neighbour].versions],
      })));
      await end.receive();
      await end.greet(bench.subject.token);
      await end.expectQuiet();
    },
  },
  "layouts.metadata-stays": {
    section: "sessions",
    suite: "full",
    text: "An open session's metadata has the id and the category from Hello",
    needs: ["sessions.open"],
    async run(bench) {
      const { hello, opened } = await bench.session();
      const names = ({ id, category }: { id: string; category: string }) => rendered([id, category]);
      expectSame("the metadata to be", names(opened!.metadata), names(hello!.driverMetadata));
    },
  },
};

/** Whether a payload can be read as the answer to a request in a layout. */
function isAnswerTo(requestId: bigint, layout: Layout, payload: Uint8Array): boolean {
  try {
    return decode("response", layout, payload).envelope.requestId === requestId;
  } catch (error) {
    if (error instanceof MalformedError) return error.header?.requestId === requestId;
    throw error;
  }
}
