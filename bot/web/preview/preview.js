// Scrolls the article to the sentence of the line that is pointed at or focused, and
// leads a sentence's number to the platform that is visible.
const sheet = document.querySelector(".sheet");
const reduced = matchMedia("(prefers-reduced-motion: reduce)");

function follow({ target }) {
  const line = target.closest?.(".messages :is(li, .line, td)");
  const arrow = line?.querySelector(":scope > .go");
  if (!arrow || sheet.scrollHeight <= sheet.clientHeight) return;
  const sentence = document.querySelector(arrow.hash).getBoundingClientRect();
  const pane = sheet.getBoundingClientRect();
  const bottom = Math.min(pane.bottom, innerHeight);
  if (sentence.top >= pane.top && sentence.bottom <= bottom) return;
  sheet.scrollBy({
    top: sentence.top - pane.top - (bottom - pane.top) / 3,
    behavior: reduced.matches ? "auto" : "smooth",
  });
}

function aim({ target }) {
  const number = target.closest?.("mark .no");
  const arrows = document.querySelectorAll(`.go[id][data-n="${number?.dataset.n}"]`);
  const visible = [...arrows].find((arrow) => arrow.offsetParent);
  if (visible) number.hash = visible.id;
}

// On a narrow page the article is below the platform that is chosen.
function choose({ target }) {
  if (target.name === "platform") document.querySelector("main").scrollIntoView();
}

addEventListener("change", choose);
addEventListener("pointerover", follow);
addEventListener("focusin", follow);
addEventListener("click", aim);
