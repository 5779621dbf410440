/**
 * Checks of the profiles with which sessions open: which are accepted, and which are refused.
 *
 * @module
 */
import { formFields } from "@fluxwire/wire/client";
import type { CheckTable } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import type { ErrorBody, HostEnd } from "./runner/host_end.ts";
import { expect, expectSame, NotApplicable, rendered } from "./runner/violation.ts";

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

/** The checks of profiles. */
export const SESSION_PROFILE_CHECKS: CheckTable = {
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
