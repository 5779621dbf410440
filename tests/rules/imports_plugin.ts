/**
 * A plugin of `deno lint` that reports every reference to another module: Deno's own parser reads the files.
 *
 * @module
 */
import type { Form, Mention } from "./import.ts";

type Node = Deno.lint.Node;

const OWN = /^(jsr:)?@fluxwire\//;

const plugin: Deno.lint.Plugin = {
  name: "rules",
  rules: {
    mention: {
      create(context) {
        const report = (node: Node, form: Form, byValue: boolean, name: Node | null) => {
          const mention: Mention = { form, byValue, ...(name === null ? NO_NAME : nameOf(name)) };
          context.report({ node, message: JSON.stringify(mention) });
        };
        const text = (node: Node) => {
          if (OWN.test(nameOf(node).specifier)) report(node, "text", true, node);
        };
        return {
          Program: (node) => report(node, "file", false, null),
          ImportDeclaration: (node) => report(node, "static", importsValue(node), node.source),
          ExportNamedDeclaration(node) {
            if (node.source !== null) report(node, "static", exportsValue(node), node.source);
          },
          ExportAllDeclaration: (node) => report(node, "static", node.exportKind !== "type", node.source),
          TSImportType(node) {
            const { argument } = node;
            if (argument.type === "TSLiteralType") report(node, "static", false, argument.literal);
          },
          ImportExpression: (node) => report(node, "dynamic", true, node.source),
          CallExpression(node) {
            const { callee, arguments: [name] } = node;
            if (callee.type !== "MemberExpression" || callee.object.type !== "MetaProperty") return;
            if (context.sourceCode.getText(callee.property) === "resolve") report(node, "name", true, name ?? null);
          },
          NewExpression(node) {
            const { callee, arguments: [name, base] } = node;
            if (callee.type !== "Identifier" || callee.name !== "URL" || name === undefined || base === undefined) {
              return;
            }
            if (context.sourceCode.getText(base) === "import.meta.url") report(node, "name", true, name);
          },
          Literal(node) {
            if (!isSource(node)) text(node);
          },
          TemplateLiteral: text,
          Identifier(node) {
            if (node.name === "WebAssembly") report(node, "WebAssembly", true, null);
          },
        };
      },
    },
  },
};

export default plugin;

const NO_NAME: Pick<Mention, "specifier" | "computed"> = { specifier: "", computed: false };

function importsValue({ importKind, specifiers }: Deno.lint.ImportDeclaration): boolean {
  if (importKind === "type") return false;
  const isType = (one: (typeof specifiers)[number]) => one.type === "ImportSpecifier" && one.importKind === "type";
  return specifiers.length === 0 || !specifiers.every(isType);
}

function exportsValue({ exportKind, specifiers }: Deno.lint.ExportNamedDeclaration): boolean {
  return exportKind !== "type" && !(specifiers.length > 0 && specifiers.every((one) => one.exportKind === "type"));
}

/** The literal beginning of a name, from the left side of concatenations. */
function nameOf(node: Node): Pick<Mention, "specifier" | "computed"> {
  if (node.type === "Literal" && typeof node.value === "string") return { specifier: node.value, computed: false };
  if (node.type === "TemplateLiteral") {
    return { specifier: node.quasis[0]?.cooked ?? "", computed: node.quasis.length > 1 };
  }
  if (node.type === "BinaryExpression") return { ...nameOf(node.left), computed: true };
  // A name made from this module's own address is a relative name.
  const specifier = node.type === "NewExpression" || node.type === "MemberExpression" ? ownPlace(node) : "";
  return { specifier, computed: true };
}

function ownPlace(node: Deno.lint.NewExpression | Deno.lint.MemberExpression): string {
  if (node.type === "MemberExpression") {
    if (node.object.type === "MetaProperty") return "./";
    return node.object.type === "NewExpression" ? ownPlace(node.object) : "";
  }
  const [, base] = node.arguments;
  return base?.type === "MemberExpression" && base.object.type === "MetaProperty" ? "./" : "";
}

/** Whether a literal is a name that is reported with its statement. */
function isSource(node: Deno.lint.Literal): boolean {
  const { parent } = node;
  if (parent.type === "CallExpression") {
    return parent.callee.type === "MemberExpression" && parent.callee.object.type === "MetaProperty";
  }
  return ["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "ImportExpression", "TSLiteralType"]
    .includes(parent.type);
}
