// Tells the server that what happened was really before somebody's eyes: the end of the list stood
// in view for two seconds, on a page that was in view itself. Without JavaScript the button does it.
(() => {
  const LOOK_MS = 2000;
  const told = new Set();
  let timer;

  const tell = (form) => {
    const fields = new URLSearchParams(new FormData(form));
    if (document.hidden || told.has(fields.get("tot"))) return;
    told.add(fields.get("tot"));
    fetch(form.dataset.seen, { method: "POST", body: fields, keepalive: true }).catch(() => {
      told.delete(fields.get("tot"));
    });
  };

  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      clearTimeout(timer);
      if (entry.isIntersecting) timer = setTimeout(() => tell(entry.target), LOOK_MS);
    }
  });

  const look = () => {
    watch.disconnect();
    for (const form of document.querySelectorAll("form[data-seen]")) watch.observe(form);
  };
  look();
  document.addEventListener("live:shown", look);
  document.addEventListener("visibilitychange", look);
})();
