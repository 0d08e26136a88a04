// The page of a call's terms answers while they are changed: the parts marked data-live are asked for again from the
// server and put in place. Without this module the buttons of the form do the same.

const WAIT = 500; // milliseconds after the last change

/** Puts the live parts of a page into the one that is shown, but for the part in which somebody is. */
function takeOver(fresh) {
  for (const here of document.querySelectorAll("[data-live]")) {
    const there = fresh.getElementById(here.id);
    if (there && !here.contains(document.activeElement) && here.innerHTML !== there.innerHTML) {
      here.replaceChildren(...there.childNodes);
    }
  }
  for (const here of document.querySelectorAll("[data-once]")) {
    const there = fresh.getElementById(here.id);
    if (there && !there.value && there.getAttribute("aria-invalid") !== "true" && here !== document.activeElement) {
      here.value = "";
    }
  }
}

function live(form) {
  let timer, asking;
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "show");
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: asking.signal });
      if (answer.ok || answer.status === 422) {
        takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch (error) {
      if (error.name !== "AbortError") console.info("The page could not ask the server; the buttons still do.");
    }
  };
  const later = (event) => {
    if (event.target.name === "text") return; // a new text is read when somebody says so
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
}

function drop(form) {
  const file = form.querySelector("input[type=file]");
  const over = (is) => (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("is-over", is);
  };
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) file.files = event.dataTransfer.files;
  });
}

document.querySelectorAll("[data-live-form]").forEach(live);
document.querySelectorAll("[data-drop]").forEach(drop);
