// "/" goes to the search box. Who finds that in the way turns it off on the search page; this
// browser remembers.
(() => {
  const OFF = "inkoopspoor.slash";
  const box = document.getElementById("search");
  const off = () => localStorage.getItem(OFF) === "off";

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || off()) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  const choice = document.getElementById("slash");
  if (!choice) return;
  choice.closest("p").hidden = false;
  choice.checked = !off();
  choice.addEventListener("change", () => {
    if (choice.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "off");
  });
})();
