/**
 * `fluxwire apiplant secrets ACTION [NAME]`: the secrets of a server that does not run, which `secure:NAME` in its configuration
 * means.
 *
 * @module
 */
import { EXIT, UsageError } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { ownKeyIn } from "../server/storages.ts";
import type { SecureStorage } from "../storage/roles.ts";
import { exchangeOwnKey } from "../storage/secure/open_sealed.ts";
import { type PrivateKey, readPrivateKey } from "../storage/secure/private_key.ts";
import { SealedStorage } from "../storage/secure/sealed_storage.ts";
import { type Offline, withOffline } from "./offline.ts";

/** What the server itself keeps in secure storage. */
const OWN_PREFIXES = ["subject/", "server/"];

/** Lists names, sets a value from stdin, deletes one, or exchanges the private key that all are sealed with. */
export function run(context: VerbContext): Promise<number> {
  const [action, name, ...more] = context.flags.words;
  return withOffline(context, async (offline) => {
    const secrets = await offline.secure();
    if (action === "list" && name === undefined) await list(secrets, context);
    else if (action === "set" && name !== undefined && more.length === 0) await set(secrets, own(name), context);
    else if (action === "delete" && name !== undefined && more.length === 0) await remove(secrets, own(name), context);
    else if (action === "rotate" && name === undefined) await rotate(secrets, offline, context);
    else throw new UsageError("Write secrets list, secrets set NAME, secrets delete NAME or secrets rotate");
    return EXIT.done;
  });
}

async function list(secrets: SecureStorage, { output }: VerbContext): Promise<void> {
  const all = await secrets.list(""), keys = all.filter((one) => one.startsWith("subject/")).length;
  const names = all.filter((one) => !OWN_PREFIXES.some((prefix) => one.startsWith(prefix)));
  if (output.isJson) return output.json({ names, personalKeys: keys });
  for (const name of names) output.line(name);
  output.line(`${names.length} secrets, and ${keys} keys of personal data`);
}

async function set(secrets: SecureStorage, name: string, { output }: VerbContext): Promise<void> {
  const text = (await new Response(Deno.stdin.readable).text()).replace(/\r?\n$/, "");
  if (text === "") throw new UsageError(`The value of ${name} is empty: give it on stdin`);
  await secrets.set(name, new TextEncoder().encode(text));
  if (output.isJson) output.json({ name });
  else output.line(`kept ${name}`);
}

async function remove(secrets: SecureStorage, name: string, { output }: VerbContext): Promise<void> {
  if (await secrets.get(name) === null) throw new UsageError(`No secret is named ${name}`);
  await secrets.delete(name);
  if (output.isJson) output.json({ name });
  else output.line(`deleted ${name}`);
}

async function rotate(secrets: SecureStorage, { config }: Offline, { flags, output }: VerbContext): Promise<void> {
  if (!(secrets instanceof SealedStorage)) {
    throw new UsageError(`Secrets of the kind ${config.drivers.secure} are sealed by their own driver: use its means`);
  }
  const settings = config.storage.secure;
  const given = flags.text("new-key"), passphrase = flags.text("new-passphrase-env");
  if (given !== null && passphrase !== null) throw new UsageError("Give --new-key or --new-passphrase-env, not both");
  if (given === null && passphrase === null) {
    if ("private-key" in settings || "passphrase" in settings) {
      throw new UsageError("The configuration names the key: give the new one by --new-key or --new-passphrase-env");
    }
    await exchangeOwnKey(secrets, ownKeyIn(config.server.dataDir));
  } else await secrets.rotate(given === null ? passphraseOf(passphrase!) : await readPrivateKey(given));
  const count = (await secrets.list("")).length;
  if (output.isJson) return output.json({ sealed: count });
  output.line(`${count} secrets are sealed with the new key; the old one opens none of them`);
  if (given !== null || passphrase !== null) output.line("name the new key in the configuration before the next start");
}

function passphraseOf(variable: string): PrivateKey {
  const passphrase = Deno.env.get(variable);
  if (passphrase === undefined || passphrase === "") throw new UsageError(`The environment has no ${variable}`);
  return { kind: "passphrase", passphrase };
}

function own(name: string): string {
  const prefix = [...OWN_PREFIXES, "sealing/"].find((one) => name.startsWith(one));
  if (prefix !== undefined) throw new UsageError(`Names that start with ${prefix} are the server's own`);
  return name;
}
