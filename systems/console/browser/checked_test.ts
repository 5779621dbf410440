import { match, rejects } from "node:assert/strict";
import { checked } from "./checked.ts";
import { Started } from "./started.ts";

/** What is wrong, the element that makes it so, and what the check says of it. */
const PLANTED: readonly (readonly [name: string, tag: string, attributes: Record<string, string>, found: RegExp])[] = [
  ["a button without a name", "button", { text: "" }, /No name: button/],
  ["letters that are too pale", "p", { text: "Pale", color: "#aaa", background: "#999" }, /light: color-contrast at/],
  [
    "a control that Tab leaves out",
    "button",
    { text: "Left out", tabindex: "-1" },
    /Tab does not reach button\..*Left out/,
  ],
  ["a focus that is not seen", "button", { text: "Plain", outline: "none" }, /The focus is not seen: button\..*Plain/],
  ["more than a narrow page holds", "p", { text: "Wide", width: "400px" }, /The page is \d{3} pixels wide, of 320/],
];

Deno.test("the check of a screen finds what is planted, each fault by itself", async () => {
  await using started = await Started.with();
  const page = await started.page();
  await page.getByText("● live").waitFor();
  await checked(started, page);
  for (const [name, tag, attributes, found] of PLANTED) {
    await page.evaluate(([tag, { text, tabindex, ...style }]) => {
      const element = document.createElement(tag);
      element.id = "planted";
      element.textContent = text!;
      if (tabindex !== undefined) element.setAttribute("tabindex", tabindex);
      Object.assign(element.style, style);
      document.querySelector(tag === "p" && style["width"] !== undefined ? "body" : "footer")!.append(element);
    }, [tag, attributes] as const);
    await rejects(checked(started, page), (error: Error) => {
      match(error.message, found, name);
      return true;
    });
    await page.evaluate(() => document.querySelector("#planted")!.remove());
  }
  await checked(started, page);
  await page.evaluate(() => fetch("http://127.0.0.1:9/").catch(() => {}));
  await rejects(checked(started, page), /complaints[^]*violates the following Content Security Policy directive/);
});
