// What is typed in a form is kept on the server until the form is sent, so that it is not lost when
// the page is left. Files, passwords and what the page itself filled in are not kept.
(() => {
  const KEPT = ["based_on"]; // of which version it is, so that nobody's later one is written over
  const PAUSE_MS = 1200;
  const UNKEPT = ["hidden", "file", "password", "submit", "button", "fieldset", "output"];
  const waiting = new Map();
  const saving = new Map();
  const sent = new WeakSet();

  const name = (form) => form.getAttribute("id") ?? form.dataset.form;
  const fields = (form) =>
    [...form.elements].filter(
      (each) =>
        each.name && !each.disabled && (!UNKEPT.includes(each.type) || KEPT.includes(each.name)),
    );
  const changed = (each) => {
    if (each.matches("select")) {
      const first = [...each.options].findIndex((option) => option.defaultSelected);
      return each.selectedIndex !== Math.max(first, 0);
    }
    if (["checkbox", "radio"].includes(each.type)) return each.checked !== each.defaultChecked;
    return each.value !== each.defaultValue;
  };
  const typed = (form) =>
    Object.fromEntries(
      fields(form)
        .filter((each) => !["checkbox", "radio"].includes(each.type) || each.checked)
        .map((each) => [each.name, each.value]),
    );

  const say = (form, kept) => {
    const state = form.querySelector("[data-draft]");
    if (!state) return;
    state.hidden = false;
    for (const each of state.children) each.hidden = (each.dataset.state === "kept") !== kept;
  };

  const keep = async (form) => {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    if (sent.has(form)) return;
    // A form that came back filled in begins with what was typed: unchanged is not empty there.
    const differs = "tried" in form.dataset || fields(form).some(changed);
    saving.get(form)?.abort();
    const control = new AbortController();
    saving.set(form, control);
    const body = new URLSearchParams({
      formulier: name(form),
      naar: new URL(form.getAttribute("action") ?? "", location.href).pathname,
      pagina: form.elements.pagina.value,
      wat: [...form.querySelectorAll("button")].at(-1)?.textContent.trim() ?? "",
      over: document.querySelector("main h1")?.textContent.trim() ?? "",
      velden: JSON.stringify(differs ? typed(form) : {}),
    });
    try {
      const keepalive = `${body}`.length < 60_000;
      const answer = await fetch("/concepten", { method: "POST", body, keepalive, signal: control.signal });
      if (differs) say(form, answer.ok);
    } catch {
      if (!control.signal.aborted) say(form, false);
    }
  };

  const later = (event) => {
    const form = event.target.closest?.("main form[method=post]");
    if (!form?.elements.pagina || !name(form)) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => keep(form), PAUSE_MS));
  };
  document.addEventListener("input", later);
  document.addEventListener("change", later);
  document.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return; // the page stays, and the typing goes on
    clearTimeout(waiting.get(event.target));
    waiting.delete(event.target);
    saving.get(event.target)?.abort(); // or what is kept could arrive after what was carried out
    sent.add(event.target);
  });
  const now = () => {
    if (document.hidden) for (const form of [...waiting.keys()]) keep(form);
  };
  document.addEventListener("visibilitychange", now);
  addEventListener("pagehide", () => {
    for (const form of [...waiting.keys()]) keep(form);
  });
})();
