// Bundles the style sheet, the script, the fonts and the icon sprite.
// Called by build.py as: node bundle.mjs ASSETS PACKAGE OUT ICON...
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [assets, pages, out, ...icons] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), "package.json"));
const esbuild = require("esbuild");
const { PurgeCSS } = require("purgecss");
const nodePaths = [join(process.cwd(), "node_modules")];
const target = ["chrome111", "firefox115", "safari16.4"];

async function bundled(contents) {
  const result = await esbuild.build({
    stdin: { contents, loader: "css", resolveDir: assets },
    bundle: true, write: false, outdir: out, nodePaths, target, minify: true, legalComments: "none",
    loader: { ".woff2": "file" }, assetNames: "fonts/[name]",
  });
  for (const file of result.outputFiles) if (!file.path.endsWith(".css")) writeFileSync(file.path, file.contents);
  return result.outputFiles.find((file) => file.path.endsWith(".css")).text;
}

/** Split the inside of a var() into its name and its fallback, folding whatever is nested. */
function folded(value, ours, known) {
  const start = value.indexOf("var(");
  if (start < 0) return value;
  let depth = 0, end = start + 3;
  do depth += { "(": 1, ")": -1 }[value[end++]] ?? 0; while (depth);
  const [, name, , other] = value.slice(start + 4, end - 1).match(/^\s*(--[\w-]+)\s*(,([\s\S]*))?$/);
  const fallback = other === undefined ? undefined : folded(other.trim(), ours, known);
  const rest = folded(value.slice(end), ours, known);
  const kept = ours.has(name) ? `var(${name})`
    : known.has(name) ? `var(${name}${fallback === undefined ? "" : `,${fallback}`})` : fallback;
  return kept === undefined || rest === undefined ? undefined : value.slice(0, start) + kept + rest;
}

/** Leave out every token that our theme does not set: half of the components' weight. */
function pruned(css, theme) {
  const tokens = (sheet) => new Set(sheet.match(/--[\w-]+(?=\s*:)/g));
  const ours = tokens(theme), known = new Set([...ours, ...tokens(css)]);
  const left = css.replace(/([{;])([\w-]+:)([^;{}]*var\([^;{}]*)/g, (_, before, property, value) => {
    const kept = folded(value, ours, known);
    return kept === undefined ? before : before + property + kept;
  });
  return left === css ? css : pruned(left, theme); // what went may have been what another token read
}

// The components of others stand in a layer, so that our own few rules always win.
const vendor = await bundled('@import "./vendor.css" layer(vendor);');
const [{ css }] = await new PurgeCSS().purge({
  content: [join(pages, "**/*.html"), join(pages, "foundation/ui/**/*.py")],
  css: [{ raw: vendor }],
});
const fonts = ["wght", "wght-italic"].map((face) => `@import "@fontsource-variable/atkinson-hyperlegible-next/${face}.css";`);
const own = await bundled(`${fonts.join("\n")}\n@import "./theme.css";\n@import "./layout.css";\n@import "./components.css";`);
const sheet = await esbuild.transform(`@layer vendor;${pruned(css, own)}\n${own}`, { loader: "css", minify: true, target });
writeFileSync(join(out, "huisvrede.css"), sheet.code);

for (const [name, parts] of [["huisvrede.js", ["huisvrede.js", "device.js"]], ["passkey.js", ["passkey.js"]]]) {
  const scripts = parts.map((part) => readFileSync(join(assets, part), "utf8")).join("\n");
  const script = await esbuild.transform(scripts, { minify: true, target });
  writeFileSync(join(out, name), script.code);
}

const symbols = icons.map((name) => {
  const source = readFileSync(join("node_modules/@tabler/icons/icons/outline", `${name}.svg`), "utf8");
  const paths = source.slice(source.indexOf(">", source.indexOf("<svg")) + 1, source.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" `
    + `stroke-linecap="round" stroke-linejoin="round">${paths.replace(/\s*\n\s*/g, "")}</symbol>`;
});
writeFileSync(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
