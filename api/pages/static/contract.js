// The two dates of a contract slide along the days on which something happened. What is read is
// fetched from the server, which alone knows how to read a contract; the form does it without this.
(() => {
  const form = document.querySelector("[data-axes]");
  const reading = document.getElementById("reading");
  if (!form || !reading) return;
  const said = form.querySelector("[data-axes-said]");
  let waiting = null;
  let asked = null;

  const slider = (axis) => {
    const field = axis.querySelector("input[type=date]");
    const stops = [...axis.querySelectorAll("datalist option")].map((each) => ({
      day: each.value,
      words: each.textContent.trim(),
    }));
    if (stops.length < 2) return;
    const range = document.createElement("input");
    const shown = document.createElement("output");
    const nearest = (day) => {
      const past = stops.filter((each) => each.day <= day).length;
      return Math.max(past - 1, 0);
    };
    const say = () => {
      const stop = stops[range.valueAsNumber];
      const { before, since } = form.dataset;
      const lead = stop.day === field.value ? "" : `${stop.day < field.value ? since : before} `;
      const words = `${lead}${stop.words}`;
      range.setAttribute("aria-valuetext", words);
      shown.textContent = words;
    };
    Object.assign(range, { type: "range", min: 0, max: stops.length - 1, step: 1 });
    range.value = nearest(field.value);
    range.setAttribute("aria-label", axis.dataset.axis);
    shown.className = "axis__at";
    say();
    range.addEventListener("input", () => {
      field.value = stops[range.valueAsNumber].day;
      say();
      soon();
    });
    field.addEventListener("change", () => {
      if (!field.value) return;
      range.value = nearest(field.value);
      say();
      soon();
    });
    axis.querySelector(".field").after(range, shown);
    axis.querySelector(".axis__steps").hidden = true;
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 200);
  };

  const show = async () => {
    const address = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("reading");
      if (!found) throw new Error("no reading");
      reading.replaceChildren(...found.childNodes);
      form.querySelector(".axes__go").replaceWith(page.querySelector(".axes__go"));
      for (const each of [reading, form.querySelector(".axes__go")]) {
        each.dispatchEvent(new Event("live:swapped", { bubbles: true }));
      }
      history.replaceState(null, "", address);
      const heads = [...reading.querySelectorAll("h2")].map((each) => each.textContent.trim());
      said.textContent = `${form.dataset.shown} ${heads.join("; ").replace(/\s+/g, " ")}`;
    } catch (error) {
      if (error.name !== "AbortError") form.requestSubmit();
    }
  };

  form.querySelectorAll("[data-axis]").forEach(slider);
  if (form.querySelector("input[type=range]")) {
    const note = document.createElement("p");
    note.className = "quiet small axes__stops";
    note.textContent = form.dataset.stops;
    form.querySelector(".axes__go").before(note);
  }
})();
