// Questions that are only asked after another answer; what is filled as soon as it is chosen; letters of a name.
const form = document.getElementById("answers");

function answered(name) {
  const inputs = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  return inputs
    .filter((each) => !["radio", "checkbox"].includes(each.type) || each.checked)
    .map((each) => each.value);
}

// "path=value,value;path=value": all of them must hold. What depends on another page keeps what the server said.
function ask() {
  for (const question of form.querySelectorAll("[data-asked-when]")) {
    const conditions = question.dataset.askedWhen.split(";").filter(Boolean);
    if (!conditions.length) continue;
    const holds = conditions.every((each) => {
      const [name, values] = each.split("=");
      return answered(name).some((value) => values.split(",").includes(value));
    });
    question.dataset.asked = holds ? "yes" : "no";
  }
  known();
}

// Of what a group can know, one alternative is shown; both as long as nothing is chosen and something is filled.
function known() {
  for (const radio of form.querySelectorAll("[data-known]")) {
    const group = [...form.querySelectorAll(`[name="${CSS.escape(radio.name)}"]`)];
    const chosen = group.some((each) => each.checked);
    for (const name of radio.dataset.known.split(" ")) {
      const question = form.querySelector(`[data-question="${CSS.escape(name)}"]`);
      question?.classList.toggle("app-known__other", chosen ? !radio.checked : !filled(question));
    }
  }
}

function filled(question) {
  return [...question.querySelectorAll("input[type=text]")].some((each) => each.value);
}

const LETTER = /[\p{L}\p{M}]/u;

// Letters of another script than the box is for: a warning, since some documents print them so.
function check(input) {
  const warning = document.getElementById(`${input.name}.script`);
  let own;
  try {
    own = new RegExp(`[\\p{Script=${input.dataset.script}}\\p{Script=Inherited}]`, "u");
  } catch {
    return; // the browser does not know the script; the server checks it
  }
  warning.hidden = ![...input.value].some((letter) => LETTER.test(letter) && !own.test(letter));
}

if (form) {
  // Counted before it is sent, so that what comes late is known to be late.
  const count = form.querySelector("[data-count]");
  for (const name of ["input", "change"]) {
    form.addEventListener(name, () => (count.value = String(Number(count.value) + 1)), true);
  }
  // With keys every step through a list is a change: nothing is sent then but by the button (WCAG 3.2.2).
  let pointed;
  form.addEventListener("pointerdown", (event) => (pointed = event.target), true);
  form.addEventListener("keydown", () => (pointed = undefined), true);
  form.addEventListener("change", (event) => {
    const { shows } = event.target.dataset;
    if (shows && pointed && event.target.contains(pointed)) {
      form.requestSubmit(event.target.parentElement.querySelector(`[data-button="${shows}"]`));
    }
    ask();
  });
  form.addEventListener("input", (event) => {
    if (event.target.dataset.script) check(event.target);
    ask();
  });
  ask();
}
