// The Node side of compare_momentkh.py: what momentkh says of days. Run with TZ=UTC.
// Reads one JSON object: {days: ["YYYY-MM-DD"…], time: "HH:MM", asked: ["YYYY-MM-DD"…]}. Writes one JSON array a line:
// [day, count, waxing, month 0-13, animal 0-11, sak 0-9, B.E.] for `days` and ["asked", day, B.E.] for `asked`.
// momentkh walks from 1 January to Visak Bochea each time it is asked for a B.E. year, so for `days` each year is asked
// once, by a stand-in that catches the day it compares with; for `asked` momentkh answers by itself.
import fs from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const moment = require("moment");
require("@thyrith/momentkh")(moment);
const words = require("@thyrith/momentkh/locale/km");

const FIELDS = "d/N/m/a/j";
const at = (day, time) => moment(`${day} ${time}`, "YYYY-MM-DD HH:mm");
const number = (text) => Number([...text].map((digit) => { const found = "០១២៣៤៥៦៧៨៩".indexOf(digit); return found < 0 ? digit : found; }).join(""));
const visakOf = new Map();

function visak(year) {
  if (!visakOf.has(year)) {
    const catching = { year: () => year, diff: (day) => (visakOf.set(year, day.clone()), 0) };
    moment.fn.khYear.call({ clone: () => catching });
  }
  return visakOf.get(year);
}

const { days, time, asked } = JSON.parse(fs.readFileSync(0, "utf8"));
for (const day of days) {
  const when = at(day, time);
  const [count, half, month, animal, era] = when.toLunarDate(FIELDS).split("/");
  const buddhist = when.year() + (when.diff(visak(when.year())) > 0 ? 544 : 543);
  const found = [day, number(count), half === words.moonStatus[0], words.lunarMonths.indexOf(month),
    words.animalYear.indexOf(animal), number(era) % 10, buddhist];
  process.stdout.write(JSON.stringify(found) + "\n");
}
for (const day of asked) process.stdout.write(JSON.stringify(["asked", day, at(day, time).khYear()]) + "\n");
