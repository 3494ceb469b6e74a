// A list with boxes: all of this page at once, and how many are chosen. Without this each box is
// ticked by itself.
(() => {
  const form = document.querySelector("[data-choose]");
  if (!form) return;
  const place = form.querySelector("[data-choose-all]");
  const button = form.querySelector("[data-choose-count]");
  const words = button.textContent.trim();
  const boxes = () => [...form.querySelectorAll("input[name=kies]")];

  const label = document.createElement("label");
  const all = document.createElement("input");
  all.type = "checkbox";
  label.className = "tick";
  label.append(all, ` ${place.dataset.chooseAll}`);
  place.append(label);

  const count = () => {
    const chosen = boxes().filter((each) => each.checked).length;
    button.textContent = chosen ? `${words} (${chosen})` : words;
    all.checked = chosen > 0 && chosen === boxes().length;
    all.indeterminate = chosen > 0 && !all.checked;
  };
  all.addEventListener("change", () => {
    boxes().forEach((each) => {
      each.checked = all.checked;
    });
    count();
  });
  form.addEventListener("change", (event) => {
    if (event.target !== all) count();
  });
  count();
})();
