import { keptChildren } from './part.ts';

/**
 * What the page does beside showing: it takes in what changed, and sends a form without leaving. Without it a form
 * still works, and the page shows what is so when it is loaded.
 */
export const script = `
const kept = ${JSON.stringify(keptChildren)};
const apply = ({ id, how, html }) => {
  const element = document.getElementById(id);
  if (element === null) return;
  const focused = element.contains(document.activeElement) ? document.activeElement.id : '';
  const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
  if (how === 'replace') element.innerHTML = html;
  else {
    element.querySelector('.empty')?.remove();
    element.insertAdjacentHTML(how === 'prepend' ? 'afterbegin' : 'beforeend', html);
    while (element.children.length > (kept[id] ?? 100))
      (how === 'prepend' ? element.lastElementChild : element.firstElementChild).remove();
    if (how === 'append' && isAtEnd) element.scrollTop = element.scrollHeight;
  }
  if (focused !== '') document.getElementById(focused)?.focus();
};
const live = document.getElementById('live');
const events = new EventSource('events');
events.onopen = () => { live.textContent = 'live'; live.className = 'live on'; };
events.onerror = () => { live.textContent = 'not connected'; live.className = 'live'; };
events.onmessage = ({ data }) => JSON.parse(data).forEach(apply);
document.addEventListener('submit', async (event) => {
  const form = event.target;
  event.preventDefault();
  const button = event.submitter;
  const fields = new URLSearchParams(new FormData(form, button));
  form.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(form.action, { method: 'POST', headers: { 'x-parts': '1' }, body: fields });
    (await answer.json()).forEach(apply);
  } catch {
    live.textContent = 'not connected';
    live.className = 'live';
  } finally {
    form.removeAttribute('aria-busy');
  }
});
for (const id of ['line-list', 'output']) {
  const element = document.getElementById(id);
  if (element !== null) element.scrollTop = element.scrollHeight;
}
document.documentElement.className = 'scripted';
`;
