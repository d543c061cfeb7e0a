// Builds static/ of the packages that package.json names: styles compiled, scripts and fonts copied.
import { copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "../../../node_modules");
const out = join(here, "../static");
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });

// Each face by script, with its unicode-range, so that a page loads what it shows and nothing else.
const faces = ["noto-sans", "noto-sans-khmer", "sarabun"];
const weights = ["400", "700"];
let fonts = "";
for (const face of faces) {
  const folder = join(packages, "@fontsource", face);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  for (const weight of weights) {
    fonts += readFileSync(join(folder, `${weight}.css`), "utf8").replace(
      /url\(\.\/files\/([^)]+\.woff2)\) format\('woff2'\), url\([^)]+\) format\('woff'\)/g,
      (_, file) => {
        copyFileSync(join(folder, "files", file), join(out, "fonts", file));
        return `url(fonts/${file}?v=${version}) format("woff2")`;
      },
    );
  }
}
const options = { style: "compressed", loadPaths: [packages], quietDeps: true, silenceDeprecations: ["import"] };
const styles = sass.compile(join(here, "app.scss"), options).css;
writeFileSync(join(out, "app.css"), fonts + styles);
copyFileSync(join(packages, "htmx.org/dist/htmx.min.js"), join(out, "htmx.js"));
copyFileSync(join(packages, "govuk-frontend/dist/govuk/govuk-frontend.min.js"), join(out, "govuk-frontend.js"));
for (const file of readdirSync(here)) {
  if (file.endsWith(".js") || file.endsWith(".svg")) cpSync(join(here, file), join(out, file));
}
