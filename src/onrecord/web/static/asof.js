// A slider over the days of an issue, beside the field for the day that works without it.
const DAY = 86400000;

function slide(form) {
  const field = form.querySelector('input[name="at"]');
  const first = Date.parse(form.dataset.first);
  const last = Date.parse(form.dataset.last);
  if (!(last > first) || form.querySelector('input[type="range"]')) return;
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = 0;
  slider.max = Math.round((last - first) / DAY);
  slider.value = field.value ? Math.round((Date.parse(field.value) - first) / DAY) : slider.max;
  slider.setAttribute("aria-label", field.labels[0].textContent);
  slider.addEventListener("input", () => {
    field.value = new Date(first + slider.value * DAY).toISOString().slice(0, 10);
    slider.setAttribute("aria-valuetext", field.value);
  });
  slider.addEventListener("change", () => form.requestSubmit());
  field.before(slider);
}

const every = () => document.querySelectorAll("form[data-asof]").forEach(slide);
every();
document.addEventListener("htmx:afterSettle", every);
