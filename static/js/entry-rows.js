// Adds rows to the tables of the entry page, and goes to the first error after a refused save.

function addRow(prefix) {
  const template = document.querySelector(`template[data-empty-row="${prefix}"]`);
  const rows = document.querySelector(`[data-rows="${prefix}"]`);
  const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
  const row = document.createElement("template");
  row.innerHTML = template.innerHTML.replaceAll(`${prefix}-__prefix__`, `${prefix}-${total.value}`);
  total.value = Number(total.value) + 1;
  rows.append(row.content);
  rows.lastElementChild.querySelector("input:not([type=hidden]), textarea, select")?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  if (button) addRow(button.dataset.addRow);
});

document.querySelectorAll(".entry-spare").forEach((spare) => { spare.hidden = true; });
document.querySelector(".entry-notice[tabindex]")?.focus();

// Leaving with typed but unsaved cells asks first.
let hasUnsavedCells = document.querySelector("[data-unsaved]") !== null; // checked without saving
const form = document.querySelector(".entry-form");
form?.addEventListener("input", () => { hasUnsavedCells = true; });
form?.addEventListener("submit", () => { hasUnsavedCells = false; });
window.addEventListener("beforeunload", (event) => { if (hasUnsavedCells) event.preventDefault(); });
