// Draws the pages of PDF files with pdf.js, Firefox's engine, into grey images.
// Reads one JSON command a line: {pdf, scale, mode, output}; `mode` is a name of pdf.js's AnnotationMode, `output` the
// path of the images, page by page, without its ending. Answers {pages: [path…]} (PGM files) or {error}.
import fs from "node:fs";
import readline from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const root = require.resolve("pdfjs-dist/package.json").replace(/package\.json$/, "");
const { getDocument, AnnotationMode } = await import("pdfjs-dist/legacy/build/pdf.mjs");

function pgm(canvas) {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const grey = Buffer.alloc(width * height);
  for (let at = 0; at < grey.length; at++) {
    grey[at] = Math.round(0.299 * data[4 * at] + 0.587 * data[4 * at + 1] + 0.114 * data[4 * at + 2]);
  }
  return Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), grey]);
}

async function draw({ pdf, scale, mode, output }) {
  const task = getDocument({
    data: new Uint8Array(fs.readFileSync(pdf)),
    standardFontDataUrl: `${root}standard_fonts/`,
    cMapUrl: `${root}cmaps/`,
    cMapPacked: true,
    useSystemFonts: false,
    verbosity: 0,
  });
  const document = await task.promise;
  const pages = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const viewport = page.getViewport({ scale });
    const { canvas, context } = document.canvasFactory.create(Math.round(viewport.width), Math.round(viewport.height));
    await page.render({ canvas, canvasContext: context, viewport, annotationMode: AnnotationMode[mode] }).promise;
    pages.push(`${output}-${number}.pgm`);
    fs.writeFileSync(pages.at(-1), pgm(canvas));
  }
  await task.destroy();
  return pages;
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify({ pages: await draw(JSON.parse(line)) }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.stack) }));
  }
}
