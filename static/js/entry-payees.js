// Suggests payees by name or number in the entry page; choosing one fills both cells.

const WAIT_MS = 200;
const form = document.querySelector("[data-suggest]");
const list = document.getElementById("payee-suggestions");
const known = new Map(); // what a suggestion's text fills in: {name, number}
let timer = 0;

async function suggest(term) {
  const response = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: term })}`);
  if (!response.ok) throw new Error(`payee suggestions: ${response.status}`);
  const { payees } = await response.json();
  list.replaceChildren(...payees.map((payee) => {
    const option = document.createElement("option");
    option.value = payee.number ? `${payee.name} ${payee.number}` : payee.name;
    known.set(option.value, payee);
    return option;
  }));
}

function fill(row, payee) {
  row.querySelector('[data-payee="name"]').value = payee.name;
  row.querySelector('[data-payee="number"]').value = payee.number; // also when it has none: another's must not stay
}

form?.addEventListener("focusin", (event) => {
  if (event.target.dataset.payee) event.target.setAttribute("list", "payee-suggestions");
});

form?.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.dataset.payee) return;
  const chosen = known.get(input.value);
  if (chosen) return fill(input.closest("[data-payment]"), chosen);
  clearTimeout(timer);
  if (input.value.trim().length > 1) timer = setTimeout(() => suggest(input.value.trim()), WAIT_MS);
});
