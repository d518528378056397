// Writes several documents one after the other and says how far it is, then has them in one file. The page works without it.
const form = document.querySelector("[data-publish]");
const said = form?.querySelector("[data-making]");
const button = form?.querySelector("[data-several]");

const chosen = (prefix) => [...form.querySelectorAll(`input[name^="${prefix}"]:checked`)].map((each) => each.name.slice(prefix.length));

async function write(event) {
  if (event.submitter !== button) return;
  event.preventDefault();
  const pairs = chosen("report.").flatMap((report) => chosen("format.").map((kind) => [report, kind]));
  const query = new URLSearchParams(new FormData(form));
  button.disabled = true;
  try {
    for (const [done, [report, kind]] of pairs.entries()) {
      say(done, pairs.length);
      const answer = await fetch(`/publish/${report}.${kind}?${query}`);
      if (!answer.ok) throw new Error(answer.statusText);
      await answer.blob();
    }
    if (pairs.length) say(pairs.length, pairs.length);
    location.assign(`${form.action}?${query}`);
  } catch {
    said.textContent = said.dataset.failed;
  } finally {
    button.disabled = false;
  }
}

function say(done, all) {
  said.textContent = said.dataset.making.replace("{done}", done).replace("{all}", all);
}

form?.addEventListener("submit", write);
