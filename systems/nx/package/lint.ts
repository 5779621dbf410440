/**
 * Looks over a package: its files by themselves, beside each other, and beside what the driver declares.
 *
 * @module
 */
import { join } from "node:path";
import { isSecretName } from "@fluxwire/transport/secrets";
import { type WordKind, WORDS } from "../publish/words.ts";
import type { Driver } from "../sdk/definition.ts";
import { loadChecker, type SchemaChecker } from "../sdk/schema.ts";
import type { Finding } from "./finding.ts";
import { PACKAGE_FILES, type PackageFile, packageFiles, REQUIRED_CAPABILITIES } from "./package_files.ts";
import { isVersion } from "./semantic_version.ts";

type Json = Record<string, unknown>;
type Report = (file: string, place: string, text: string) => void;

/**
 * Everything that is wrong with a package.
 *
 * @param folder The folder with its files.
 * @param driver What the driver declares; null if that is unknown.
 */
export async function lintPackage(folder: string, driver: Driver | null): Promise<Finding[]> {
  const findings: Finding[] = [], checker = await loadChecker();
  const report: Report = (file, place, text) => findings.push({ file, place, text });
  const files = await readFiles(folder, report);
  lintManifest(files["manifest.json"], report);
  await lintEntrypoint(folder, files["manifest.json"], report);
  lintCapabilities(files, report);
  lintEndpoints(files["endpoints.json"], { report, checker });
  lintVariables(files["variables.schema.json"], report);
  lintEvents(files["events.json"], { report, checker });
  if (files["config.schema.json"] !== null) {
    lintSchema(files["config.schema.json"], "config.schema.json", { place: "", report, checker });
  }
  if (driver !== null) lintBesideDriver(files, driver, report);
  return findings;
}

async function readFiles(folder: string, report: Report): Promise<Record<PackageFile, Json | null>> {
  const read: [PackageFile, Json | null][] = [];
  for (const file of PACKAGE_FILES) read.push([file, await readObject(folder, file, report)]);
  return Object.fromEntries(read) as Record<PackageFile, Json | null>;
}

async function readObject(folder: string, file: PackageFile, report: Report): Promise<Json | null> {
  try {
    const value: unknown = JSON.parse(await Deno.readTextFile(join(folder, file)));
    if (isObject(value)) return value;
    report(file, "", "must be an object");
  } catch (error) {
    report(
      file,
      "",
      error instanceof Deno.errors.NotFound ? "is missing" : `is no JSON: ${(error as Error).message}`,
    );
  }
  return null;
}

function lintManifest(manifest: Json | null, report: Report): void {
  if (manifest === null) return;
  const file = "manifest.json";
  for (const name of ["id", "name", "version"]) {
    if (typeof manifest[name] !== "string" || manifest[name] === "") {
      report(file, name, "must be a text that is not empty");
    }
  }
  if (typeof manifest["version"] === "string" && !isVersion(manifest["version"])) {
    report(file, "version", `${quoted(manifest["version"])} is no semantic version`);
  }
  const type = manifest["driver_type"];
  if (!["DEVICE", "HUB", "CHILD"].includes(type as string)) {
    report(file, "driver_type", `${quoted(type)} must be one of DEVICE, HUB, CHILD`);
  }
  lintWords(file, "protocols", manifest["protocols"], "protocol", report);
  lintWords(file, "supported_topologies", manifest["supported_topologies"], "topology", report);
  const capabilities = list(manifest["capabilities"]), needs = list(manifest["requires_hub"]);
  for (const [kind, required] of Object.entries(REQUIRED_CAPABILITIES)) {
    for (const capability of required) {
      const has = capabilities.includes(capability);
      if (kind === type && !has) report(file, "capabilities", `a ${type} needs ${capability}`);
      if (kind !== type && has) report(file, "capabilities", `${capability} is for a ${kind}, not for a ${type}`);
    }
  }
  if (type === "CHILD" && needs.length === 0) report(file, "requires_hub", "a CHILD needs the driver id of its hub");
  if (type !== "CHILD" && needs.length > 0) report(file, "requires_hub", `a ${type} needs no hub`);
  needs.forEach((need, i) => {
    const { hub_driver_id, min_version } = isObject(need) ? need : {};
    if (typeof hub_driver_id !== "string" || hub_driver_id === "") {
      report(file, `requires_hub[${i}].hub_driver_id`, "must be a text that is not empty");
    }
    if (min_version !== undefined && !isVersion(String(min_version))) {
      report(file, `requires_hub[${i}].min_version`, `${quoted(min_version)} is no semantic version`);
    }
  });
}

async function lintEntrypoint(folder: string, manifest: Json | null, report: Report): Promise<void> {
  if (manifest === null) return;
  const entrypoint = isObject(manifest["entrypoint"]) ? manifest["entrypoint"] : {};
  const path = entrypoint["path"];
  if (typeof path !== "string" || path === "") return report("manifest.json", "entrypoint.path", "is missing");
  if (join("/", path) !== `/${path}`) return report("manifest.json", "entrypoint.path", "must stay within the package");
  try {
    const { isFile, mode } = await Deno.stat(join(folder, path));
    if (!isFile) report("manifest.json", "entrypoint.path", `${path} is no file`);
    else if (mode !== null && (mode & 0o111) === 0) report(path, "", "is not executable: chmod 755 it");
  } catch {
    report("manifest.json", "entrypoint.path", `${path} is not there`);
  }
}

/** The two files that say who the driver is must agree. */
function lintCapabilities(files: Record<PackageFile, Json | null>, report: Report): void {
  const manifest = files["manifest.json"], capabilities = files["capabilities.json"];
  if (manifest === null || capabilities === null) return;
  for (
    const [ours, theirs] of [["driver_id", "id"], ["name", "name"], ["version", "version"], [
      "driver_type",
      "driver_type",
    ]]
  ) {
    const [own, other] = [capabilities[ours!], manifest[theirs!]];
    if (own !== other) report("capabilities.json", ours!, `is ${quoted(own)}, and manifest.json has ${quoted(other)}`);
  }
  const supports = isObject(capabilities["supports"]) ? capabilities["supports"] : {};
  for (const capability of list(manifest["capabilities"])) {
    if (supports[String(capability)] !== true) {
      report("capabilities.json", `supports.${capability}`, "must be true, as manifest.json has the capability");
    }
  }
}

interface Tools {
  readonly report: Report;
  readonly checker: SchemaChecker;
}

function lintEndpoints(content: Json | null, { report, checker }: Tools): void {
  if (content === null) return;
  const file = "endpoints.json", endpoints = list(content["endpoints"]).map(asObject);
  lintKeys(file, "endpoints", endpoints.map(({ id }) => id), report);
  endpoints.forEach((endpoint, i) => {
    const place = `endpoints[${i}]`;
    lintWords(file, `${place}.direction`, [endpoint["direction"]], "direction", report);
    lintWords(file, `${place}.connection`, [endpoint["connection"]], "connection", report);
    lintSchema(endpoint["value_schema"], file, { place: `${place}.value_schema`, report, checker });
  });
}

function lintVariables(content: Json | null, report: Report): void {
  if (content === null) return;
  const file = "variables.schema.json", variables = list(content["variables"]).map(asObject);
  lintKeys(file, "variables", variables.map(({ key }) => key), report);
  variables.forEach(({ type }, i) => lintWords(file, `variables[${i}].type`, [type], "variable type", report));
}

function lintEvents(content: Json | null, { report, checker }: Tools): void {
  if (content === null) return;
  const file = "events.json", events = list(content["events"]).map(asObject);
  lintKeys(file, "events", events.map(({ type }) => type), report);
  events.forEach((event, i) => {
    lintWords(file, `events[${i}].severity`, [event["severity"]], "severity", report);
    lintSchema(event["payload_schema"], file, { place: `events[${i}].payload_schema`, report, checker });
  });
}

/** A schema must be one; its defaults and examples must keep to it; a secret must not have a default. */
function lintSchema(
  schema: unknown,
  file: string,
  { place, report, checker }: Tools & { place: string },
  name = "",
): void {
  if (schema === undefined || typeof schema === "boolean") return;
  if (!isObject(schema)) return report(file, place, "is no JSON Schema: it must be an object");
  const type = schema["type"], types = ["object", "array", "string", "number", "integer", "boolean", "null"];
  if (type !== undefined && ![type].flat().every((one) => types.includes(one as string))) {
    return report(file, at(place, "type"), `${quoted(type)} is no type of JSON Schema`);
  }
  const samples: [string, unknown][] = [
    ...("default" in schema ? [["default", schema["default"]] as [string, unknown]] : []),
    ...list(schema["examples"]).map((example, i): [string, unknown] => [`examples[${i}]`, example]),
  ];
  for (const [member, value] of samples) {
    for (const fault of faultsOf(checker, schema, value)) report(file, at(place, member), fault);
  }
  if ("default" in schema && schema["default"] !== "" && (schema["format"] === "password" || isSecretName(name))) {
    report(file, at(place, "default"), "is the default of a secret; remove it");
  }
  for (const member of ["properties", "$defs", "patternProperties"]) {
    for (const [key, child] of Object.entries(asObject(schema[member]))) {
      lintSchema(child, file, { place: at(place, `${member}.${key}`), report, checker }, key);
    }
  }
  for (const member of ["items", "additionalProperties", "not", "if", "then", "else"]) {
    if (isObject(schema[member])) lintSchema(schema[member], file, { place: at(place, member), report, checker }, name);
  }
  for (const member of ["allOf", "anyOf", "oneOf", "prefixItems"]) {
    list(schema[member]).forEach((child, i) => {
      lintSchema(child, file, { place: at(place, `${member}[${i}]`), report, checker }, name);
    });
  }
}

function faultsOf(checker: SchemaChecker, schema: Json, value: unknown): string[] {
  try {
    return checker.faults(schema, value);
  } catch (error) {
    return [`the schema cannot be used: ${(error as Error).message}`];
  }
}

/** What the files say beside what the driver declares. */
function lintBesideDriver(files: Record<PackageFile, Json | null>, driver: Driver, report: Report): void {
  const declared = packageFiles(driver) as unknown as Record<PackageFile, Json>;
  for (const member of ["id", "name", "version", "driver_type"]) {
    const [ours, theirs] = [files["manifest.json"]?.[member], declared["manifest.json"][member]];
    if (files["manifest.json"] !== null && ours !== theirs) {
      report("manifest.json", member, `is ${quoted(ours)}, and the driver says ${quoted(theirs)}`);
    }
  }
  for (
    const [file, member, key] of [
      ["endpoints.json", "endpoints", "id"],
      ["variables.schema.json", "variables", "key"],
      ["events.json", "events", "type"],
    ] as const
  ) {
    const content = files[file];
    if (content === null) continue;
    const [here, there] = [content, declared[file]].map((one) => list(one[member]).map((item) => asObject(item)[key]));
    for (const missing of there!.filter((one) => !here!.includes(one))) {
      report(file, member, `${quoted(missing)} is missing: the driver declares it`);
    }
    here!.forEach((one, i) => {
      if (!there!.includes(one)) report(file, `${member}[${i}]`, `${quoted(one)} is not declared by the driver`);
    });
  }
}

function lintKeys(file: string, place: string, keys: readonly unknown[], report: Report): void {
  keys.forEach((key, i) => {
    if (typeof key !== "string" || key === "") report(file, `${place}[${i}]`, "needs a key that is not empty");
    else if (keys.indexOf(key) < i) report(file, `${place}[${i}]`, `${quoted(key)} is there twice`);
  });
}

function lintWords(file: string, place: string, words: unknown, kind: WordKind, report: Report): void {
  for (const word of list(words)) {
    if (word === undefined || word === "" || WORDS[kind].includes(word as string)) continue;
    report(file, place, `${quoted(word)} is no ${kind}; it must be one of ${WORDS[kind].join(", ")}`);
  }
}

function at(place: string, member: string): string {
  return place === "" ? member : `${place}.${member}`;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asObject(value: unknown): Json {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function quoted(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value);
}
