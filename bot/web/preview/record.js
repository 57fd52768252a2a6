// Hides the groups whose entries several filters hide together, and says how many
// entries remain.
const groups = document.querySelectorAll(".group");
const found = document.querySelector(".found");

function count() {
  let left = 0;
  for (const group of groups) {
    group.hidden = false;
    const shown = [...group.querySelectorAll(".entry")].filter((e) => e.offsetParent);
    group.hidden = !shown.length;
    left += shown.length;
  }
  found.textContent = `${left || "No"} statement${left === 1 ? "" : "s"} with these filters.`;
}

// On a narrow page the timeline is wider than the page: show its end, the newest.
const strip = document.querySelector(".strip");
if (strip) strip.scrollLeft = strip.scrollWidth;

document.querySelector(".filters")?.addEventListener("change", count);
