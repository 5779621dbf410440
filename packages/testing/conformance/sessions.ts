/**
 * Checks of sessions: how they open, which profiles they accept, how they end.
 *
 * @module
 */
import { describe } from "@fluxwire/wire";
import { formFields } from "@fluxwire/wire/client";
import type { CheckTable } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import type { ErrorBody, HostEnd } from "./runner/host_end.ts";
import { execute } from "./runner/own_table.ts";
import { expect, expectSame, NotApplicable, rendered } from "./runner/violation.ts";

const UNKNOWN_SESSION = "0badcafe-0000-4000-8000-00000000beef";
/** The number of calls that a session must survive. */
const MANY_CALLS = 40;

/** A connection profile as JSON that a check may change. */
// deno-lint-ignore no-explicit-any
type Profile = Record<string, any>;

/** The profile that opens a session, with a change. */
function changedProfile(bench: Bench, end: HostEnd, change: (profile: Profile) => void): string {
  const profile = JSON.parse(bench.openBody(end).profileJson) as Profile;
  change(profile);
  return JSON.stringify(profile);
}

/** A check that a session opens with a changed profile. */
const opensWith = (change: (profile: Profile) => void) => async (bench: Bench): Promise<void> => {
  const end = await bench.greeted();
  await bench.open(end, { profileJson: changedProfile(bench, end, change) });
};

/** Opens a session that must be refused, and checks that the connection lives. */
async function refusedProfile(bench: Bench, profileJson: string): Promise<ErrorBody> {
  const end = await bench.greeted();
  const error = await end.refuses(bench.openBody(end, { profileJson }));
  await end.expectQuiet();
  return error;
}

/** A check that a session with a profile is refused. */
const refusesProfile = (profileJson: string) => async (bench: Bench): Promise<void> => {
  await refusedProfile(bench, profileJson);
};

/** The checks of sessions. */
export const SESSION_CHECKS: CheckTable = {
  "sessions.open": {
    section: "sessions",
    suite: "core",
    text: "OpenSession is answered with SessionOpened",
    needs: ["handshake.hello", "version.offered"],
    run: async (bench) => void await bench.freshSession(),
  },
  "sessions.id": {
    section: "sessions",
    suite: "core",
    text: "SessionOpened has the session's id in its envelope, too",
    needs: ["sessions.open"],
    async run(bench) {
      const end = await bench.greeted();
      const { envelope } = await end.ask(bench.openBody(end));
      expect(envelope.body.type === "SessionOpened", `Expected SessionOpened, found ${envelope.body.type}`);
      expectSame("the session of the envelope to be", envelope.sessionId ?? null, envelope.body.sessionId);
    },
  },
  "sessions.fresh-ids": {
    section: "sessions",
    suite: "core",
    text: "Every session has an id of its own",
    needs: ["sessions.open"],
    async run(bench) {
      const first = await bench.freshSession();
      first.close();
      const second = await bench.freshSession();
      expect(first.sessionId !== second.sessionId, `Expected two ids, found ${first.sessionId} twice`);
    },
  },
  "sessions.kind": {
    section: "sessions",
    suite: "core",
    text: "A session has the kind from Hello",
    needs: ["sessions.open"],
    async run(bench) {
      const { opened, hello } = await bench.session();
      expectSame("the session's kind to be", opened!.kind, hello!.driverKind);
    },
  },
  "sessions.capabilities": {
    section: "sessions",
    suite: "full",
    text: "A session has no capability beyond those of Hello: settings show Hello's",
    needs: ["sessions.open"],
    async run(bench) {
      const { opened, hello } = await bench.session();
      const more = opened!.metadata.capabilities & ~hello!.driverMetadata.capabilities;
      const set = describe("DriverCapabilities"), flags = set?.kind === "flags" ? set.flags : [];
      const names = flags.filter(({ bit }) => more >> BigInt(bit) & 1n).map(({ name }) => name);
      expect(more === 0n, `Expected the capabilities of Hello, found also ${names.join(", ") || more}`);
    },
  },
  "sessions.ping": {
    section: "methods",
    suite: "core",
    text: "A session answers Ping with Pong",
    needs: ["envelopes.answer-type"],
    run: async (bench) => void await (await bench.session()).call({ type: "Ping" }),
  },
  "sessions.ping-outside": {
    section: "methods",
    suite: "strict",
    text: "Ping is answered without a session, too",
    needs: ["sessions.ping"],
    async run(bench) {
      await (await bench.greeted()).call({ type: "Ping" });
    },
  },
  "sessions.lasts": {
    section: "sessions",
    suite: "core",
    text: "A session survives forty calls",
    needs: ["queries.execute"],
    async run(bench) {
      const end = await bench.freshSession();
      for (let i = 0; i < MANY_CALLS; i++) await end.call(execute(bench.facts.statement!));
    },
  },
  "sessions.several": {
    section: "sessions",
    suite: "full",
    text: "One connection may have several sessions",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.freshSession();
      const first = end.sessionId;
      await bench.open(end);
      expect(end.sessionId !== first, `Expected two ids, found ${first} twice`);
      await end.call({ type: "Ping" });
      await end.call({ type: "Ping" }, { sessionId: first });
    },
  },
  "sessions.close": {
    section: "methods",
    suite: "core",
    text: "CloseSession is answered with SessionClosed",
    needs: ["envelopes.answer-type"],
    run: async (bench) => void await (await bench.freshSession()).call({ type: "CloseSession" }),
  },
  "sessions.closed": {
    section: "sessions",
    suite: "core",
    text: "A closed session runs nothing",
    needs: ["sessions.close", "queries.execute"],
    async run(bench) {
      const end = await bench.freshSession();
      await end.call({ type: "CloseSession" });
      await end.refuses(execute(bench.facts.statement!));
    },
  },
  "sessions.closed-quiet": {
    section: "envelopes",
    suite: "core",
    text: "No frame follows SessionClosed",
    needs: ["sessions.close", "queries.execute"],
    async run(bench) {
      const end = await bench.freshSession();
      await end.call(execute(bench.facts.statement!));
      await end.call({ type: "CloseSession" });
      await bench.open(end);
      await end.expectQuiet();
    },
  },
  "sessions.closed-code": {
    section: "errors",
    suite: "strict",
    text: "A closed session is answered with SessionNotFound",
    needs: ["sessions.closed"],
    async run(bench) {
      const end = await bench.freshSession();
      await end.call({ type: "CloseSession" });
      expectSame("the error to be", (await end.refuses(execute(bench.facts.statement!))).code, "SessionNotFound");
    },
  },
  "sessions.closed-twice": {
    section: "errors",
    suite: "strict",
    text: "A closed session cannot be closed again",
    needs: ["sessions.close"],
    async run(bench) {
      const end = await bench.freshSession();
      await end.call({ type: "CloseSession" });
      expectSame("the error to be", (await end.refuses({ type: "CloseSession" })).code, "SessionNotFound");
    },
  },
  "sessions.close-one": {
    section: "sessions",
    suite: "full",
    text: "Closing one session leaves the others of the connection alone",
    needs: ["sessions.several", "sessions.close"],
    async run(bench) {
      const end = await bench.freshSession();
      const first = end.sessionId;
      await bench.open(end);
      await end.call({ type: "CloseSession" }, { sessionId: first });
      await end.call({ type: "Ping" });
    },
  },
  "sessions.reopen": {
    section: "sessions",
    suite: "core",
    text: "A connection may open a session after closing one",
    needs: ["sessions.close"],
    async run(bench) {
      const end = await bench.freshSession();
      await end.call({ type: "CloseSession" });
      await bench.open(end);
      await end.call({ type: "Ping" });
    },
  },
  "sessions.none": {
    section: "errors",
    suite: "core",
    text: "A statement without a session is refused",
    needs: ["envelopes.answer-type"],
    run: async (bench) => void await (await bench.greeted()).refuses(execute("SELECT 1")),
  },
  "sessions.none-code": {
    section: "errors",
    suite: "strict",
    text: "A statement without a session is answered with SessionNotFound",
    needs: ["sessions.none"],
    async run(bench) {
      expectSame(
        "the error to be",
        (await (await bench.greeted()).refuses(execute("SELECT 1"))).code,
        "SessionNotFound",
      );
    },
  },
  "sessions.unknown": {
    section: "errors",
    suite: "core",
    text: "A statement for an unknown session is refused",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      await (await bench.greeted()).refuses(execute("SELECT 1"), { sessionId: UNKNOWN_SESSION });
    },
  },
  "sessions.unknown-code": {
    section: "errors",
    suite: "full",
    text: "A statement for an unknown session is answered with SessionNotFound",
    needs: ["sessions.unknown"],
    async run(bench) {
      const { code } = await (await bench.greeted()).refuses(execute("SELECT 1"), { sessionId: UNKNOWN_SESSION });
      expectSame("the error to be", code, "SessionNotFound");
    },
  },
  "sessions.foreign": {
    section: "sessions",
    suite: "strict",
    text: "A session of another connection cannot be used",
    needs: ["sockets.second-connection", "queries.execute"],
    async run(bench) {
      const { sessionId } = await bench.freshSession();
      await (await bench.greeted()).refuses(execute(bench.facts.statement!), { sessionId });
    },
  },
  "sessions.profile-no-json": {
    section: "sessions",
    suite: "core",
    text: "A profile that is not JSON is refused, and the connection lives",
    needs: ["envelopes.answer-type"],
    run: refusesProfile("{not json"),
  },
  "sessions.profile-no-json-code": {
    section: "errors",
    suite: "core",
    text: "A profile that is not JSON is answered with InvalidRequest",
    needs: ["sessions.profile-no-json"],
    async run(bench) {
      expectSame("the error to be", (await refusedProfile(bench, "{not json")).code, "InvalidRequest");
    },
  },
  "sessions.profile-empty": {
    section: "sessions",
    suite: "core",
    text: "An empty profile is refused, and the connection lives",
    needs: ["sessions.profile-no-json"],
    run: refusesProfile("{}"),
  },
  "sessions.profile-list": {
    section: "sessions",
    suite: "full",
    text: "A profile that is a list is refused, and the connection lives",
    needs: ["sessions.profile-no-json"],
    run: refusesProfile("[]"),
  },
  "sessions.profile-null": {
    section: "sessions",
    suite: "full",
    text: "A profile that is null is refused, and the connection lives",
    needs: ["sessions.profile-no-json"],
    run: refusesProfile("null"),
  },
  "sessions.profile-more": {
    section: "sessions",
    suite: "core",
    text: "Unknown members of a profile are ignored",
    needs: ["sessions.open"],
    run: opensWith((profile) => Object.assign(profile, { of_a_later_release: { a: [1, null] } })),
  },
  "sessions.profile-plain": {
    section: "sessions",
    suite: "full",
    text: "A profile without the members that hosts omit when empty opens a session",
    needs: ["sessions.open"],
    run: opensWith((profile) => {
      delete profile.save_password;
      delete profile.read_only_flag;
    }),
  },
  "sessions.profile-rich": {
    section: "sessions",
    suite: "full",
    text: "A profile with every member that hosts may write opens a session",
    needs: ["sessions.open"],
    run: opensWith((profile) =>
      Object.assign(profile, {
        save_password: true,
        read_only_flag: false,
        settings_overrides: {},
        connection_settings: {},
        access_kind: { method: "direct" },
      })
    ),
  },
  "sessions.profile-values-more": {
    section: "sessions",
    suite: "core",
    text: "Values without a field in the form are ignored",
    needs: ["sessions.open"],
    async run(bench) {
      const end = await bench.greeted();
      const profileJson = changedProfile(bench, end, ({ config }) => {
        if (config.External === undefined) throw new NotApplicable("the profile has a built-in configuration");
        config.External.values.of_a_former_release = "yes";
      });
      await bench.open(end, { profileJson });
    },
  },
  "sessions.required": {
    section: "sessions",
    suite: "core",
    text: "A required value that is blank is refused, and the connection lives",
    needs: ["sessions.profile-no-json"],
    async run(bench) {
      const end = await bench.greeted();
      const field = formFields(end.hello!).find(({ required, id, kind }) =>
        required && id !== "password" && (kind.type === "Text" || kind.type === "FilePath")
      );
      if (field === undefined) throw new NotApplicable("the form requires no text");
      const profileJson = changedProfile(bench, end, ({ config }) => {
        if (config.External === undefined) throw new NotApplicable("the profile has a built-in configuration");
        config.External.values[field.id] = "";
      });
      end.close();
      await refusedProfile(bench, profileJson);
    },
  },
  "sessions.restored": {
    section: "sessions",
    suite: "core",
    text: "A profile as it comes back after a restart is answered, and the connection lives",
    needs: ["sessions.profile-no-json"],
    async run(bench) {
      const end = await bench.greeted();
      const profileJson = changedProfile(bench, end, (profile) => {
        profile.config = { SQLite: { path: "", connection_id: null } };
      });
      const { envelope: { body } } = await end.ask(bench.openBody(end, { profileJson }));
      expect(
        body.type !== "Error" || body.message.trim() !== "",
        `Expected a session or a reason, found ${rendered(body)}`,
      );
      await end.expectQuiet();
    },
  },
  "sessions.ssh-secret": {
    section: "sessions",
    suite: "full",
    text: "An SSH secret that is not needed does not keep a session from opening",
    needs: ["sessions.open"],
    run: async (bench) => await bench.open(await bench.greeted(), { sshSecret: "unneeded" }),
  },
  "sessions.secret-unsaid": {
    section: "sessions",
    suite: "full",
    text: "An error of OpenSession does not contain the SSH secret",
    needs: ["sessions.profile-no-json"],
    async run(bench) {
      const end = await bench.greeted(), sshSecret = `secret-${crypto.randomUUID()}`;
      const { message } = await end.refuses(bench.openBody(end, { profileJson: "{not json", sshSecret }));
      expect(!message.includes(sshSecret), "Expected an error without the secret, found the secret in it");
    },
  },
};
