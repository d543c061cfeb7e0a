// The Node side of bench_word.py: renders with docxtemplater and easy-template-x in this process, when told to.
// Reads one JSON command a line: {template, tool, times, output?}; answers {ms: [...]} or {error}.
// A template is a folder with <tool>.docx, view.json and tags.json (tag → {kind, expression, variable}).
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");
const { TemplateHandler } = require("easy-template-x");

// Jinja's truth: an empty list or group is false.
const value = (found) => (found && typeof found === "object" && Object.keys(found).length === 0 ? false : found);
const length = (found) => (found ? found.length : 0);
const TOKEN = /\s*(?:('[^']*'|"[^"]*")|(\d+)|([A-Za-z_]\w*(?:\.\w+)*)|(==|!=|<=|>=|<|>|\(|\)|\|\s*(length|first|last|join)))/y;
const WORDS = { and: "&&", or: "||", not: "!", true: "true", false: "false", none: "null" };

function compile(expression) {
  let code = "";
  let atom = "";
  TOKEN.lastIndex = 0;
  const source = expression.trim();
  while (TOKEN.lastIndex < source.length) {
    const token = TOKEN.exec(source);
    if (!token) throw new Error(`not translated: ${expression}`);
    const [, text, number, name, sign, filter] = token;
    if (filter) {
      const calls = { length: `length(${atom})`, first: `${atom}[0]`, last: `${atom}.at(-1)`, join: `${atom}.join("")` };
      atom = calls[filter];
      continue;
    }
    code += atom + " ";
    atom = "";
    if (text ?? number) atom = text ?? number;
    else if (name in WORDS) code += WORDS[name];
    else if (name) atom = `value(get(${JSON.stringify(name.split("."))}))`;
    else code += { "==": "===", "!=": "!==" }[sign] ?? sign;
  }
  return new Function("get", "value", "length", `return ${code + atom};`);
}

const walk = (from, keys) => keys.reduce((found, key) => (found == null ? undefined : found[key]), from);

// `loops`: the loop tags around this one, outermost first, each with its item, its index and its count.
function evaluate(tag, view, loops) {
  return tag.run(
    (keys) => {
      if (keys[0] === "loop" && loops.length) {
        const { index, count } = loops.at(-1);
        return { index: index + 1, index0: index, first: index === 0, last: index === count - 1, length: count }[keys[1]];
      }
      const loop = loops.findLast((each) => each.variable === keys[0]);
      return loop ? walk(loop.item, keys.slice(1)) : walk(view, keys);
    },
    value,
    length,
  );
}

const finished = (tag, found) => {
  if (tag.kind === "for") return found || [];
  if (tag.kind === "if") return Boolean(found);
  return String(found);
};

function docxtemplater(template) {
  const parser = (name) => {
    const tag = template.tags[name];
    return {
      get(scope, context) {
        if (context.num !== context.scopeList.length - 1) return null;
        const loops = context.scopePath.flatMap((each, at) =>
          template.tags[each].kind === "for"
            ? [{ variable: template.tags[each].variable, item: context.scopeList[at + 1], index: context.scopePathItem[at], count: context.scopePathLength[at] }]
            : [],
        );
        return finished(tag, evaluate(tag, template.view, loops));
      },
    };
  };
  const file = new Docxtemplater(new PizZip(template.docxtemplater), { paragraphLoop: true, linebreaks: true, parser, errorLogging: false });
  file.render(template.view);
  return file.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
}

async function easyTemplateX(template) {
  const scopeDataResolver = ({ strPath }) => {
    const loops = [];
    for (let at = 0; at + 1 < strPath.length; at += 2) {
      const outer = template.tags[strPath[at]];
      if (outer.kind !== "for") continue;
      const items = evaluate(outer, template.view, loops) || [];
      const index = Number(strPath[at + 1]);
      loops.push({ variable: outer.variable, item: items[index], index, count: items.length });
    }
    const tag = template.tags[strPath.at(-1)];
    return finished(tag, evaluate(tag, template.view, loops));
  };
  return new TemplateHandler({ scopeDataResolver }).process(template["easy-template-x"], template.view);
}

const TOOLS = { docxtemplater, "easy-template-x": easyTemplateX };
const templates = new Map();

function load(folder) {
  if (!templates.has(folder)) {
    const json = (name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));
    const tags = json("tags.json");
    for (const tag of Object.values(tags)) tag.run = compile(tag.expression);
    const files = Object.fromEntries(Object.keys(TOOLS).map((tool) => [tool, fs.readFileSync(path.join(folder, `${tool}.docx`))]));
    templates.set(folder, { view: json("view.json"), tags, ...files });
  }
  return templates.get(folder);
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { template, tool, times, output } = JSON.parse(line);
  try {
    const loaded = load(template);
    const ms = [];
    let made;
    for (let round = 0; round < times; round++) {
      const begin = performance.now();
      made = await TOOLS[tool](loaded);
      ms.push(performance.now() - begin);
    }
    if (output) fs.writeFileSync(output, made);
    console.log(JSON.stringify({ ms }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.properties?.errors?.map((each) => each.message) ?? error.stack) }));
  }
}
