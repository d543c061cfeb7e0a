// What every page does where JavaScript runs; without it all of this is done by ordinary forms and links.
import { initAll } from "./govuk-frontend.js";
import "./issuing.js";
import "./preview.js";
import "./questions.js";
import "./saving.js";

initAll();
