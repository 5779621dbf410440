/**
 * Checks of how the protocol version is negotiated, and kept.
 *
 * @module
 */
import { HOST_RELEASES, type ProtocolVersion } from "@fluxwire/wire";
import { helloVersion } from "@fluxwire/wire/client";
import { type CheckTable, SINCE_0_5, SINCE_0_6 } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import type { ErrorBody, HostEnd } from "./runner/host_end.ts";
import { expect, expectSame, rendered } from "./runner/violation.ts";

const UNKNOWN: ProtocolVersion = { major: 9, minor: 9 };

/** Sends a Hello that must be refused. */
async function refusedHello(end: HostEnd, bench: Bench, versions: ProtocolVersion[]): Promise<ErrorBody> {
  await end.send(end.payload(end.helloBody(bench.subject.token, { supportedVersions: versions })));
  const { envelope: { body } } = await end.receiveEnvelope("an answer to Hello");
  expect(body.type === "Error", `Expected error VersionMismatch as the answer to Hello, found ${rendered(body)}`);
  expectSame("the error to be", body.code, "VersionMismatch");
  return body;
}

/** Offers versions and checks the selected one. */
async function expectSelected(bench: Bench, offered: ProtocolVersion[], expected: ProtocolVersion): Promise<void> {
  const { selectedVersion } = await (await bench.connect()).greet(bench.subject.token, { supportedVersions: offered });
  expectSame("the selected version to be", textOf(selectedVersion), textOf(expected));
}

function textOf({ major, minor }: ProtocolVersion): string {
  return `${major}.${minor}`;
}

/** The highest version that a host of the layout offers. */
function highest(bench: Bench): ProtocolVersion {
  return helloVersion(bench.layout);
}

/** The checks of versions. */
export const VERSION_CHECKS: CheckTable = {
  "version.offered": {
    section: "handshake",
    suite: "core",
    text: "The selected version is one of the offered ones",
    needs: ["handshake.hello"],
    async run(bench) {
      const { selectedVersion } = await (await bench.connect()).greet(bench.subject.token);
      const offered = HOST_RELEASES[bench.layout].versions.map(textOf);
      expect(
        offered.includes(textOf(selectedVersion)),
        `Expected one of ${offered.join(", ")} to be selected, found ${textOf(selectedVersion)}`,
      );
    },
  },
  "version.highest": {
    section: "handshake",
    suite: "full",
    text: "The highest common version is selected",
    needs: ["version.offered"],
    run: (bench) => expectSelected(bench, [...HOST_RELEASES[bench.layout].versions], highest(bench)),
  },
  "version.any-order": {
    section: "handshake",
    suite: "full",
    text: "The order of the offered versions does not matter",
    needs: ["version.highest"],
    layouts: SINCE_0_5,
    run: (bench) => expectSelected(bench, HOST_RELEASES[bench.layout].versions.toReversed(), highest(bench)),
  },
  "version.unknown-among-others": {
    section: "handshake",
    suite: "core",
    text: "An unknown version does not spoil the others",
    needs: ["version.offered"],
    async run(bench) {
      const { versions } = HOST_RELEASES[bench.layout];
      const end = await bench.connect();
      const { selectedVersion } = await end.greet(bench.subject.token, { supportedVersions: [UNKNOWN, ...versions] });
      expect(textOf(selectedVersion) !== textOf(UNKNOWN), "Expected a version that exists to be selected, found 9.9");
    },
  },
  "version.older": {
    section: "handshake",
    suite: "full",
    text: "A host that offers only 1.1 is answered in 1.1",
    needs: ["version.offered", "envelopes.answer-type"],
    async run(bench) {
      const end = await bench.connect();
      const offer = { major: 1, minor: 1 };
      const { selectedVersion } = await end.greet(bench.subject.token, { supportedVersions: [offer] });
      expectSame("the selected version to be", textOf(selectedVersion), "1.1");
      await end.ask({ type: "Ping" });
    },
  },
  "version.any-of-major-1": {
    section: "handshake",
    suite: "core",
    text: "With a host of layout 0.4 any version of major 1 is accepted",
    needs: ["version.offered"],
    layouts: ["0.4"],
    run: (bench) => expectSelected(bench, [{ major: 1, minor: 0 }], { major: 1, minor: 1 }),
  },
  "version.none-common": {
    section: "handshake",
    suite: "core",
    text: "Without a common version Hello is answered with VersionMismatch",
    needs: ["handshake.hello"],
    run: async (bench) => void await refusedHello(await bench.connect(), bench, [UNKNOWN]),
  },
  "version.none-offered": {
    section: "handshake",
    suite: "full",
    text: "A Hello without versions is answered with VersionMismatch",
    needs: ["version.none-common"],
    run: async (bench) => void await refusedHello(await bench.connect(), bench, []),
  },
  "version.none-common-words": {
    section: "handshake",
    suite: "strict",
    text: "VersionMismatch names the driver's own version",
    needs: ["version.none-common"],
    async run(bench) {
      const { message } = await refusedHello(await bench.connect(), bench, [UNKNOWN]);
      expectSame("the message to be", message, `No compatible protocol version. Server: ${textOf(highest(bench))}`);
    },
  },
  "version.second-attempt": {
    section: "handshake",
    suite: "core",
    text: "After VersionMismatch the connection stays open, and Hello may be tried again",
    needs: ["version.none-common"],
    async run(bench) {
      const end = await bench.connect();
      await refusedHello(end, bench, [UNKNOWN]);
      await end.greet(bench.subject.token);
    },
  },
  "version.drift": {
    section: "handshake",
    suite: "core",
    text: "A request in another version is answered with VersionMismatch",
    needs: ["envelopes.answer-type"],
    layouts: SINCE_0_5,
    async run(bench) {
      const { end, drift } = await drifting(bench);
      expectSame("the error to be", (await end.refuses({ type: "Ping" }, drift)).code, "VersionMismatch");
    },
  },
  "version.drift-words": {
    section: "handshake",
    suite: "strict",
    text: "VersionMismatch names both versions",
    needs: ["version.drift"],
    layouts: SINCE_0_5,
    async run(bench) {
      const { end, drift } = await drifting(bench);
      const { message } = await end.refuses({ type: "Ping" }, drift);
      const words = `Protocol version drift detected: negotiated ${textOf(end.version)}, received ${
        textOf(drift.protocolVersion)
      }`;
      expectSame("the message to be", message, words);
    },
  },
  "version.drift-lives": {
    section: "handshake",
    suite: "core",
    text: "After a request in another version the connection lives",
    needs: ["version.drift"],
    layouts: SINCE_0_5,
    async run(bench) {
      const { end, drift } = await drifting(bench);
      await end.refuses({ type: "Ping" }, drift);
      await end.expectQuiet();
    },
  },
  "version.drift-ignored": {
    section: "handshake",
    suite: "full",
    text: "In layout 0.4 the version of a request does not matter",
    needs: ["envelopes.answer-type"],
    layouts: ["0.4"],
    async run(bench) {
      const end = await bench.session();
      await end.call({ type: "Ping" }, { protocolVersion: { major: 1, minor: 0 } });
    },
  },
  "version.downgraded-drift": {
    section: "handshake",
    suite: "full",
    text: "After 1.1 is selected, 1.2 is another version",
    needs: ["version.older", "version.drift"],
    layouts: SINCE_0_6,
    async run(bench) {
      const end = await bench.greeted({ supportedVersions: [{ major: 1, minor: 1 }] });
      const { code } = await end.refuses({ type: "Ping" }, { protocolVersion: { major: 1, minor: 2 } });
      expectSame("the error to be", code, "VersionMismatch");
    },
  },
};

async function drifting(bench: Bench): Promise<{ end: HostEnd; drift: { protocolVersion: ProtocolVersion } }> {
  const end = await bench.session();
  return { end, drift: { protocolVersion: { major: 1, minor: end.version.minor + 1 } } };
}
