/**
 * Findings about a driver's description of itself.
 *
 * @module
 */
import type { Driver } from "../driver.ts";
import { MAX_NUMBER } from "../field.ts";
import type { Finding } from "./finding.ts";

/** Findings about identity, port and schema loading. */
export function descriptionFindings(driver: Driver): Finding[] {
  return [...names(driver), ...ports(driver), ...loading(driver)];
}

function names({ definition }: Driver): Finding[] {
  const { id, uriScheme } = definition;
  const findings: Finding[] = [];
  for (const part of ["name", "version", "description"] as const) {
    if (definition[part].trim() !== "") continue;
    findings.push({
      id: "empty-text",
      severity: "warning",
      subject: part,
      text: `The ${part} is empty: users cannot see what they choose`,
      remedy: "Write it",
    });
  }
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(id)) {
    findings.push({
      id: "odd-driver-id",
      severity: "warning",
      subject: "id",
      text: `The id ${id} has characters that cause trouble in configurations and file names`,
      remedy: "Use lower case letters, digits, and . _ - between them",
    });
  }
  if (!/^[a-z][a-z0-9+.-]*$/.test(uriScheme)) {
    findings.push({
      id: "odd-uri-scheme",
      severity: "warning",
      subject: "uriScheme",
      text: `${JSON.stringify(uriScheme)} is no scheme of an address: no address that begins so is understood`,
      remedy: "Use lower case letters and digits, with a letter first and without ://",
    });
  }
  return findings;
}

function ports({ metadata: { defaultPort }, formDefinition }: Driver): Finding[] {
  const fields = formDefinition.tabs.flatMap((tab) => tab.sections).flatMap((section) => section.fields);
  const field = fields.find(({ id }) => id === "port");
  const port = defaultPort ?? null;
  const base = { severity: "warning", subject: "defaultPort" } as const;
  if (port === null) {
    if (field === undefined) return [];
    return [{
      ...base,
      id: "no-default-port",
      text: "The form has a field port but the driver has no default port: DBFlux shows no port for its servers",
      remedy: "Give defaultPort, or make port a number field with a default",
    }];
  }
  if (!Number.isInteger(port) || port < 1 || port > MAX_NUMBER) {
    return [{
      ...base,
      severity: "error",
      id: "port-out-of-range",
      text: `${port} is no port: they go from 1 to ${MAX_NUMBER}`,
      remedy: "Give the server's usual port",
    }];
  }
  if (field === undefined || field.defaultValue === "" || Number(field.defaultValue) === port) return [];
  return [{
    ...base,
    id: "port-differs",
    text: `The default port is ${port}, that of the form's field ${field.defaultValue}`,
    remedy: "Leave out defaultPort: it follows from the field",
  }];
}

function loading({ definition: { schemaLoadingStrategy } }: Driver): Finding[] {
  if (schemaLoadingStrategy !== "ConnectionPerDatabase") return [];
  return [{
    id: "connection-per-database",
    severity: "error",
    subject: "schemaLoadingStrategy",
    text: "DBFlux cannot open a connection per database for external drivers: other databases fail to open",
    remedy: "Use LazyPerDatabase, and schemaForDatabase in the session",
  }];
}
