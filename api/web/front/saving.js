// Saving while typing: htmx posts the form, and the answer tells the page that it is “saved”. Here is what happens when it
// cannot be saved, and when the session has ended.
// The text stays in the form, which is never reloaded, and nowhere else.
const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds before each new try
const ASKING = 4000; // milliseconds between looks whether somebody has signed in again
const FORM = "form[hx-post]";
const place = document.querySelector("[data-saving]");
let typed = 0; // counts what was changed …
let saved = 0; // … and how much of it the server has acknowledged
let sent = 0;
let tries = 0;
let renewed = false; // whether the token was fetched anew since the last save
let leaving = false;
let timer = 0;
let lastForm = null;

function say(state, slots = {}) {
  if (!place || (place.dataset.state === state && state !== "saved")) return;
  place.dataset.state = state;
  const said = document.querySelector(`template[data-saving-says="${state}"]`).content.cloneNode(true);
  for (const [name, value] of Object.entries(slots)) {
    const line = said.firstElementChild;
    line.textContent = line.textContent.replace(`{${name}}`, value);
  }
  if (place.textContent.trim() !== said.textContent.trim()) place.replaceChildren(said);
}

function now() {
  const date = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}`.replace(/\d/g, (digit) => [...place.dataset.digits][digit]);
}

function save(form) {
  clearTimeout(timer);
  window.htmx.ajax("POST", form.getAttribute("hx-post"), { source: form }).catch(() => {}); // its events say how it went
}

function tryAgain() {
  say("trying");
  clearTimeout(timer);
  timer = setTimeout(() => save(lastForm), PAUSES[Math.min(tries, PAUSES.length - 1)] * 1000);
  tries += 1;
}

function acknowledged() {
  clearTimeout(timer);
  [saved, tries, renewed] = [sent, 0, false];
  say("saved", { time: now() });
}

function refused(status) {
  if (status === 401) signedOut();
  else if (status === 403 && !renewed) renew(); // somebody signed in anew in another tab
  else if (status === 409) say("conflict");
  else if (status === 408 || status === 429 || status >= 500) tryAgain();
  else say("failed");
}

function signedOut(state = "signed-out") {
  clearTimeout(timer);
  say(state);
  timer = setTimeout(renew, ASKING);
}

// The session is a new one, and so is its token, which every page carries.
async function renew() {
  clearTimeout(timer);
  let seen = {};
  try {
    const answer = await fetch("/signed-in", { redirect: "manual", headers: { Accept: "text/html" } });
    if (answer.ok) seen = new DOMParser().parseFromString(await answer.text(), "text/html").body.dataset;
  } catch {
    // not reachable: asked again below
  }
  const token = seen.csrf ?? "";
  if (!token || seen.user !== document.body.dataset.user) {
    signedOut(token ? "other" : "signed-out"); // another user must not save what this one typed
    return;
  }
  renewed = true;
  document.body.dataset.csrf = token;
  for (const field of document.querySelectorAll('input[name="csrf"]')) field.value = token;
  if (lastForm) save(lastForm);
  else place?.replaceChildren();
}

const formOf = (event) => event.target.closest?.(FORM);
const ours = (event) => event.detail?.elt?.closest?.(FORM);

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = formOf(event);
    if (!form) return;
    lastForm = form;
    typed += 1;
  });
}
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = ours(event);
  if (form) [lastForm, sent] = [form, typed];
});
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const form = ours(event);
  if (!form) return;
  const { status } = event.detail.xhr;
  if (status >= 200 && status < 300) acknowledged();
  else {
    event.preventDefault(); // what an error answers takes no place on the page
    refused(status);
  }
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => ours(event) && tryAgain());
}
document.addEventListener("signed-out", () => signedOut());
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-saving-compare]")) lastForm?.requestSubmit();
});
document.addEventListener("submit", () => (leaving = true));
for (const name of ["focus", "online"]) {
  window.addEventListener(name, () => {
    if (["signed-out", "other"].includes(place?.dataset.state)) renew();
    else if (place?.dataset.state === "trying") save(lastForm);
  });
}
window.addEventListener("pageshow", () => (leaving = false));
window.addEventListener("beforeunload", (event) => {
  if (typed !== saved && !leaving) event.preventDefault();
});
