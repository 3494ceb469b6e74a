// Light or dark at once, without a new page: what is being typed and where one reads stay.
(() => {
  const form = document.querySelector("form[action='/weergave']");
  if (!form) return;
  // It lies over what comes after it: it closes for whoever goes on.
  const choice = form.closest("details");
  choice.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !choice.contains(relatedTarget)) choice.open = false;
  });
  choice.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !choice.open) return;
    choice.open = false;
    choice.querySelector("summary").focus();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = event.submitter;
    const sent = new URLSearchParams(new FormData(form, chosen));
    const answer = await fetch(form.action, { method: "POST", body: sent, redirect: "manual" });
    if (answer.type !== "opaqueredirect") return location.reload();
    const { dataset } = document.documentElement;
    if (chosen.value === "system") delete dataset.scheme;
    else dataset.scheme = chosen.value;
    document.querySelector("meta[name='color-scheme']").content = dataset.scheme ?? "light dark";
    for (const each of form.querySelectorAll("button")) {
      each.setAttribute("aria-pressed", String(each === chosen));
    }
  });
})();
