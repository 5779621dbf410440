/**
 * The page of a model server, as tests use it.
 *
 * @module
 */
import type { ModelServerProcess } from "./model_server.ts";
import type { Locator, Page } from "./playwright.ts";
import { Started, type StartOptions } from "./started.ts";

/** A console of a server, whose address may lead there through a tunnel. */
export async function shown(
  server: ModelServerProcess,
  { args = [], ...options }: StartOptions = {},
  address: string = server.url,
): Promise<Started> {
  const all = ["--models", address, "--token-env", "MODELS_KEY", ...args];
  return await Started.with({ ...options, args: all, env: { MODELS_KEY: server.key } });
}

/** Goes to a screen. */
export async function screen(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).click();
}

/** The editor of a source, once its chunk has come. */
export async function editor(page: Page, name: string): Promise<Locator> {
  const found = page.locator(".cm-content").and(page.getByRole("textbox", { name }));
  await found.waitFor();
  return found;
}

/** Goes to a model, as the list has it. */
export async function model(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Models" }).getByRole("button", { name }).click();
}
