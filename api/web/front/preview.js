// The picture of the page follows what is saved. A newer one is fetched and decoded out of sight, then changed for the
// old one at once; what comes late, after a newer one, is thrown away.
const AT_ONCE = 2; // pictures asked for at the same time: the last keystroke does not wait for the one before it
let asked = 0;
let shown = 0;
let running = 0;
let again = false;
let wished = pane()?.dataset.preview; // the sight that is wanted; the pane's own is that which it shows

function pane() {
  return document.querySelector("[data-preview]");
}

function refresh() {
  if (!wished) return;
  if (running >= AT_ONCE) {
    again = true;
    return;
  }
  running += 1;
  const number = ++asked;
  const address = wished;
  fetched(address)
    .then((fresh) => fresh && number > shown && swap(fresh, number, address))
    .catch(() => pane()?.removeAttribute("aria-busy")) // saving.js says that the server cannot be reached
    .finally(() => {
      running -= 1;
      if (!again) return;
      again = false;
      refresh();
    });
}

// What a link changes of the sight that the pane shows, changed in the one that is wanted.
function follow(link) {
  const [want, have, next] = [wished, pane().dataset.preview, link].map((each) => new URL(each, location.href));
  if (next.pathname !== have.pathname) want.pathname = next.pathname;
  for (const [name, value] of next.searchParams) {
    if (have.searchParams.get(name) !== value) want.searchParams.set(name, value);
  }
  wished = want.pathname + want.search;
  refresh();
}

async function fetched(address) {
  pane()?.setAttribute("aria-busy", "true");
  const answer = await fetch(address, { headers: { "HX-Request": "true", Accept: "text/html" } });
  const where = answer.headers.get("X-Sign-In");
  if (where) document.dispatchEvent(new CustomEvent("signed-out"));
  if (!answer.ok) throw new Error(String(answer.status));
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-preview]");
  const fresh = found && document.adoptNode(found);
  const image = fresh?.querySelector("img");
  if (image) await image.decode();
  return fresh;
}

function swap(fresh, number, address) {
  const old = pane();
  if (!old) return;
  shown = number;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  const [before, after] = [old, fresh].map((each) => each.querySelector(".app-preview__page"));
  const [left, top] = [before?.scrollLeft ?? 0, before?.scrollTop ?? 0];
  const open = old.querySelector("details")?.open ?? false;
  const samePage = pageOf(old) === pageOf(fresh);
  const whole = "previewWhole" in old.dataset;
  old.replaceWith(fresh);
  if (address === wished) wished = fresh.dataset.preview; // where the paper became shorter another page
  if (whole) {
    fresh.dataset.previewWhole = "";
    history.replaceState(null, "", fresh.dataset.preview);
  }
  const details = fresh.querySelector("details");
  if (details) details.open = open;
  if (after && samePage) after.scrollTo(left, top);
  if (focused) (document.getElementById(focused) ?? after)?.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("pictured", { detail: { number } }));
}

const pageOf = (section) => new URL(section.dataset.preview, location.href).searchParams.get("page");

document.addEventListener("saved", refresh);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-preview] [data-preview-link]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  follow(link.getAttribute("href"));
});
if (!pane()?.querySelector(".app-preview__page img, .app-preview__page--empty")) refresh();
