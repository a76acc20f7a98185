// Keeps 計, 執行率 and 達成度 of the entry page up as one types. The server computes the same after saving;
// amounts are exact here too: every cell is a BigInt in millionths (of a million yen: in yen).

const SCALE = 1000000n;

function parseCell(text) {
  const plain = text.replace(/[０-９．，＋－]/g, (wide) => wide.normalize("NFKC")).replaceAll("\u3000", " ").trim().replace(/^[▲△−‐―]/, "-");
  const match = /^([+-] ?)?(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d+))?$/.exec(plain);
  if (!match || (!match[2] && !match[3]) || (match[3] ?? "").length > 6) return null;
  const amount = BigInt((match[2] ?? "0").replaceAll(",", "")) * SCALE + BigInt((match[3] ?? "").padEnd(6, "0") || "0");
  return match[1]?.startsWith("-") ? -amount : amount;
}

function formatAmount(amount) {
  const size = amount < 0n ? -amount : amount;
  const whole = (size / SCALE).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = (size % SCALE).toString().padStart(6, "0").replace(/0+$/, "");
  return (amount < 0n ? "-" : "") + whole + (fraction ? "." + fraction : "");
}

// Percent to one decimal, half away from zero, as the server rounds it.
function formatPercent(part, whole) {
  if (part === null || whole === null || whole === 0n) return "-";
  const negative = part < 0n !== whole < 0n;
  const numerator = (part < 0n ? -part : part) * 2000n, denominator = whole < 0n ? -whole : whole;
  const tenths = (numerator + denominator) / (2n * denominator);
  return (negative && tenths > 0n ? "-" : "") + `${tenths / 10n}.${tenths % 10n}`;
}

function updateBudget(table) {
  const cell = (part, year) => table.querySelector(`input[data-part="${part}"][data-year="${year}"]`);
  const amount = (part, year) => parseCell(cell(part, year)?.value ?? "");
  const show = (name, year, text) => {
    const output = table.querySelector(`output[data-computed="${name}"][data-year="${year}"]`);
    if (output) output.value = text;
  };
  const years = new Set([...table.querySelectorAll("input[data-year]")].map((input) => input.dataset.year));
  for (const year of years) {
    if (cell("requested", year) && !cell("initial", year)) {
      show("total", year, formatAmount(amount("requested", year) ?? 0n));
      continue;
    }
    const of = (part) => amount(part, year) ?? 0n;
    const gross = of("initial") + of("supplementary") + of("carried_in") + of("contingency");
    const basis = cell("initial", year)?.dataset.basis ?? table.dataset.budget;
    const total = basis === "net" ? gross - of("carried_out") : gross;
    const executed = amount("executed", year);
    show("total", year, formatAmount(total));
    show("rate", year, formatPercent(executed, total));
    show("appropriated", year, formatPercent(executed, of("initial") + of("supplementary")));
  }
}

function updateSum(group) {
  const output = document.querySelector(`output[data-sum="${group}"]`);
  const inputs = document.querySelectorAll(`input[data-addend="${group}"]`);
  if (output) output.value = formatAmount([...inputs].reduce((sum, input) => sum + (parseCell(input.value) ?? 0n), 0n));
}

function updateAchievement(table) {
  const prefix = table.dataset.achievement;
  const lessIsBetter = document.getElementById(`id_${prefix}-direction`)?.value === "down";
  for (const output of table.querySelectorAll("output[data-achieved]")) {
    const value = (row) => parseCell(document.getElementById(`id_${prefix}-${row}_${output.dataset.achieved}`)?.value ?? "");
    const [actual, target] = [value("actual"), value("target")];
    output.value = lessIsBetter ? formatPercent(target, actual) : formatPercent(actual, target);
  }
}

document.addEventListener("input", (event) => {
  const input = event.target;
  const budget = input.closest("[data-budget]");
  if (budget) updateBudget(budget);
  if (input.dataset.addend) updateSum(input.dataset.addend);
  const card = input.closest("fieldset");
  const achievement = input.closest("[data-achievement]") ?? (input.name?.endsWith("-direction") && card.querySelector("[data-achievement]"));
  if (achievement) updateAchievement(achievement);
});

// After a refused save the cells hold what was typed, not what is stored.
if (document.querySelector(".entry-notice")) {
  document.querySelectorAll("[data-budget]").forEach(updateBudget);
  document.querySelectorAll("[data-achievement]").forEach(updateAchievement);
  new Set([...document.querySelectorAll("[data-addend]")].map((input) => input.dataset.addend)).forEach(updateSum);
}
