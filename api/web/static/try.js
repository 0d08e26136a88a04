// The bench of a shortlist: sliders beside the weights, and the answer of the server while they move.

const WAIT = 60; // ms without a change before the server is asked
const SAY = 700; // ms without a change before the outcome is read out

const form = document.querySelector("[data-try]");
const outcome = document.querySelector("[data-outcome]");
const says = document.querySelector("[data-says]");
let asking = null;
let waiting = 0;
let saying = 0;

if (form && outcome) {
  for (const field of form.querySelectorAll("[data-weights] input[type=number]")) addSlider(field);
  form.addEventListener("input", soon);
  form.addEventListener("focusin", soon, { once: true }); // the comparison is made before it is needed
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    ask();
  });
}

/** A slider that moves together with a field of a weight. */
function addSlider(field) {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = "0";
  slider.max = String(Math.max(100, Math.ceil(Number(field.value))));
  slider.step = Number.isInteger(Number(field.value)) ? "1" : "any";
  slider.value = field.value;
  slider.setAttribute("aria-labelledby", `${field.id}-label`);
  slider.addEventListener("input", () => {
    field.value = String(Math.round(Number(slider.value) * 100) / 100);
  });
  field.addEventListener("input", () => {
    slider.value = field.value;
  });
  field.before(slider);
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, WAIT);
}

/** Ask what is tried would give; of several questions the last counts. */
async function ask() {
  clearTimeout(waiting);
  asking?.abort();
  const own = (asking = new AbortController());
  const sent = new FormData(form);
  sent.append("alone", "1");
  outcome.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent, signal: own.signal });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = found.querySelector(answer.ok ? "#trial" : "#wrong") ?? found.querySelector("main");
    if (own.signal.aborted || !part) return;
    part.removeAttribute("role"); // it is read out below, once
    outcome.replaceChildren(part);
    sayLater(part.querySelector(".trial-says, li, p"));
  } catch (error) {
    if (error.name !== "AbortError") form.submit(); // the page itself says what is wrong
  } finally {
    if (asking === own) outcome.removeAttribute("aria-busy");
  }
}

function sayLater(words) {
  clearTimeout(saying);
  saying = setTimeout(() => {
    if (says && words) says.textContent = words.textContent;
  }, SAY);
}
