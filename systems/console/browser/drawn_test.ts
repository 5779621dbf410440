import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { drawnText, keepDrawn, pictured, textsWith, untilDrawn } from "./drawn.ts";
import type { Page } from "./playwright.ts";
import { queryScreen, run } from "./query_page.ts";
import { driverArgs, Started } from "./started.ts";

const PLANT = "Planted-secret-9";

/** Ways in which a page can show a text, each of which is undone by a reload. */
const SHOWN: Readonly<Record<string, (text: string) => void>> = {
  "text of an element": (text) => document.querySelector("footer")!.append(text),
  "text in many elements": (text) =>
    document.querySelector("footer")!.append(
      ...text.split("").map((letter) => {
        const element = document.createElement("b");
        element.textContent = `${letter} `;
        return element;
      }),
    ),
  "bytes in hex": (text) =>
    document.querySelector("footer")!.append(
      [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, "0")).join(" "),
    ),
  "a value that is typed": (text) => {
    const input = document.createElement("input");
    input.value = text;
    document.querySelector("footer")!.append(input);
  },
  "a value of many lines": (text) => {
    const input = document.createElement("textarea");
    input.value = `a\n${text}`;
    document.querySelector("footer")!.append(input);
  },
  "a hint of an element": (text) => document.querySelector("footer")!.setAttribute("title", `It is ${text}.`),
  "a name for screen readers": (text) => document.querySelector("footer")!.setAttribute("aria-label", text),
  "what a style adds": (text) => {
    const sheet = new CSSStyleSheet();
    sheet.insertRule(`footer::after { content: "${text}" }`);
    document.adoptedStyleSheets.push(sheet);
  },
  "the title": (text) => document.title = text,
  "text on a canvas": (text) => document.createElement("canvas").getContext("2d")!.fillText(text, 0, 9),
  "outlines on a canvas": (text) => document.createElement("canvas").getContext("2d")!.strokeText(`<${text}>`, 0, 9),
  "text on a canvas without an element": (text) => new OffscreenCanvas(9, 9).getContext("2d")!.fillText(text, 0, 9),
};

async function opened(started: Started): Promise<Page> {
  await keepDrawn(started.context);
  const page = await started.page();
  await page.getByText("● live").waitFor();
  return page;
}

Deno.test("drawnText() finds a secret in each way that a page can show one, and not behind the dots of a password", async () => {
  await using started = await Started.with();
  const page = await opened(started);
  deepStrictEqual(textsWith(await pictured(page), PLANT), []);
  for (const [way, show] of Object.entries(SHOWN)) {
    await page.evaluate(show, PLANT);
    strictEqual(textsWith(await drawnText(page), PLANT).length > 0, true, way);
    await page.reload();
    await page.locator("main").waitFor();
    deepStrictEqual(textsWith(await drawnText(page), PLANT), [], way);
  }
  await page.evaluate((text) => {
    const input = document.createElement("input");
    input.type = "password";
    input.value = text;
    document.querySelector("footer")!.append(input);
  }, PLANT);
  deepStrictEqual(textsWith(await drawnText(page), PLANT), []);
});

Deno.test("drawnText() reads the cells that the grid draws, which stand in no element", async () => {
  await using started = await Started.with({ args: driverArgs("grid") });
  await keepDrawn(started.context);
  const page = await queryScreen(started);
  await run(page, "million");
  await untilDrawn(page, "503");
  strictEqual(await page.getByText("503", { exact: true }).count(), 0);
  strictEqual((await pictured(page)).includes("503"), true);
});
