// Builds static/ of the packages that package.json names: styles compiled, scripts and fonts copied, each address with
// a mark of the content. The same sources give the same bytes; whatever is missing ends the build.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "../../../node_modules");
const govuk = join(packages, "govuk-frontend/dist/govuk");
const out = join(here, "../static");

// What people type and read: each face with the subsets of it that are loaded, and only where a page has such letters.
const faces = {
  "noto-sans": ["latin", "latin-ext", "vietnamese"],
  "noto-sans-khmer": ["khmer"],
  sarabun: ["thai"],
};
const weights = ["400", "700"];
// The letters of these scripts (ISO 15924) are on the page for sure, so they are fetched at once and nothing jumps.
const preloaded = { Latn: [["noto-sans", "latin"]], Khmr: [["noto-sans-khmer", "khmer"]], Thai: [["sarabun", "thai"]] };

const text = (...parts) => readFileSync(join(...parts), "utf8");
const mark = (content) => createHash("sha256").update(content).digest("hex").slice(0, 12);
const marked = (folder, name) => `${name}?v=${mark(readFileSync(join(folder, name)))}`;

function fail(message) {
  throw new Error(`build.mjs: ${message}`);
}

function fontFaces() {
  let rules = "";
  for (const [face, subsets] of Object.entries(faces)) {
    const folder = join(packages, "@fontsource", face);
    for (const weight of weights) {
      const declared = text(folder, `${weight}.css`).match(/@font-face \{[^}]+\}/g) ?? [];
      for (const subset of subsets) {
        const file = `${face}-${subset}-${weight}-normal.woff2`;
        const rule = declared.find((each) => each.includes(`/${file})`)) ?? fail(`${file} is not in ${face}`);
        copyFileSync(join(folder, "files", file), join(out, "fonts", file));
        rules += rule.replace(/src:[^;]+;/, `src: url(${marked(out, `fonts/${file}`)}) format("woff2");`);
      }
    }
  }
  return rules.replace(/\s*\n\s*/g, "");
}

// The index of GOV.UK Frontend with those components alone that the pages name, by macro or by class.
function index() {
  const pages = join(here, "../pages");
  const sources = [
    ...readdirSync(pages, { recursive: true }).filter((name) => name.endsWith(".html")).map((name) => text(pages, name)),
    ...readdirSync(here).filter((name) => /\.(js|scss)$/.test(name)).map((name) => text(here, name)),
  ].join("\n");
  const named = new Set([...sources.matchAll(/\bcomponents\/([a-z-]+)\/macro|\bgovuk-([a-z-]+)/g)].map((m) => m[1] ?? m[2]));
  const used = readdirSync(join(govuk, "components"), { withFileTypes: true })
    .filter((each) => each.isDirectory() && [...named].some((name) => name === each.name || name.startsWith(`${each.name}--`)))
    .map((each) => each.name)
    .sort();
  if (!used.includes("button")) fail("no component is found in the pages");
  const parts = ["core", "objects", ...used.map((name) => `components/${name}`), "utilities", "overrides"];
  return `@forward "govuk-frontend/dist/govuk/base";\n${parts.map((part) => `@use "govuk-frontend/dist/govuk/${part}";\n`).join("")}`;
}

const importer = {
  canonicalize: (url) => (url === "govuk-frontend/dist/govuk" ? new URL("pages:govuk") : null),
  load: () => ({ contents: index(), syntax: "scss" }),
};

// Line heights of GOV.UK Frontend are for Latin letters: they become what holds where a script asks for no other
// (_layout.scss says which do). Those of headings and buttons are tighter than those of running text.
function leading(css) {
  let found = 0;
  const opened = css.replace(/line-height:(1(?:\.\d+)?|19px)(?=[;} ])/g, (_, height) => {
    found += 1;
    return `line-height:var(--app-leading-${parseFloat(height) < 1.24 || height.endsWith("px") ? "tight" : "text"},${height})`;
  });
  if (found < 20) fail("the line heights of GOV.UK Frontend are not found");
  return opened;
}

function styles() {
  const options = { style: "compressed", loadPaths: [packages], importers: [importer], quietDeps: true };
  return fontFaces() + leading(sass.compile(join(here, "app.scss"), options).css);
}

// A module of ours after those that it imports, whose marks stand in its text.
const scripts = new Map();
function script(name) {
  if (!scripts.has(name)) {
    const source = name === "govuk-frontend.js" ? text(govuk, "govuk-frontend.min.js") : text(here, name);
    const linked = source.replace(/(\b(?:from|import)\s*)"\.\/([\w-]+\.js)"/g, (_, word, other) => {
      return `${word}"./${other}?v=${mark(script(other))}"`;
    });
    scripts.set(name, linked);
  }
  return scripts.get(name);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });
writeFileSync(join(out, "app.css"), styles());
copyFileSync(join(packages, "htmx.org/dist/htmx.min.js"), join(out, "htmx.js"));
for (const file of readdirSync(here)) {
  if (file.endsWith(".js")) script(file);
  if (file.endsWith(".svg")) copyFileSync(join(here, file), join(out, file));
}
for (const [name, content] of scripts) writeFileSync(join(out, name), content);
const preloads = Object.entries(preloaded).map(([script, found]) => {
  return [script, found.flatMap(([face, subset]) => weights.map((weight) => marked(out, `fonts/${face}-${subset}-${weight}-normal.woff2`)))];
});
writeFileSync(join(out, "preloads.json"), JSON.stringify(Object.fromEntries(preloads)));
