// What is typed is kept on the server every few seconds and when the page goes away, never in the browser. The server decides
// what of it may be kept (passwords, files and personal numbers are not). A form that was left unsent offers to go on.
import { word } from './words.js';

const pause = 4000; // milliseconds after the last key

const inputs = (form) => [...form.elements].filter((el) => el.name && el.type !== 'hidden' && el.tagName !== 'BUTTON');
const kept = (form) =>
    form.method === 'post' &&
    form.elements.request_id &&
    !form.hasAttribute('data-unkept') &&
    !form.querySelector('input[type=password]') &&
    inputs(form).length > 1;

function body(form) {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') data.append(name, value);
    data.append('form_path', form.getAttribute('action'));
    return data;
}

function watch(form) {
    let timer = 0;
    let dirty = false;
    let refused = false;
    const save = async () => {
        clearTimeout(timer);
        if (!dirty || refused) return;
        dirty = false;
        try {
            const headers = { Accept: 'application/json' };
            const answer = await fetch('/unfinished', { method: 'POST', body: body(form), headers, credentials: 'same-origin' });
            refused = answer.status === 404;
            form.dataset.kept = answer.ok ? 'yes' : 'no';
        } catch {
            dirty = true; // no connection: the next key tries again
        }
    };
    form.addEventListener('input', () => {
        dirty = true;
        clearTimeout(timer);
        timer = setTimeout(save, pause);
    });
    form.addEventListener('submit', () => {
        clearTimeout(timer);
        dirty = false;
    });
    const leave = () => {
        if (dirty && !refused) navigator.sendBeacon('/unfinished', body(form));
        dirty = false;
    };
    window.addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && leave());
}

async function offer(form) {
    if (document.querySelector('.error-summary') || document.querySelector('main .preview')) return;
    const path = encodeURIComponent(form.getAttribute('action'));
    const answer = await fetch(`/unfinished?path=${path}`, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
    const found = answer.ok ? await answer.json() : {};
    if (!found.id || found.request_id === form.elements.request_id.value) return;
    const note = document.createElement('div');
    note.className = 'note info';
    note.setAttribute('role', 'status');
    const text = document.createElement('p');
    text.textContent = `${word('keptAt').replace('{1}', found.typed)} `;
    const link = document.createElement('a');
    link.href = `/unfinished/${found.id}`;
    link.textContent = word('keptGo');
    text.append(link);
    note.append(text);
    form.before(note);
}

export function keep() {
    if (!document.querySelector('.top-tools form[action="/logout"]')) return; // nobody is logged in
    for (const form of document.querySelectorAll('main form.form')) {
        if (!kept(form)) continue;
        watch(form);
        offer(form).catch(() => {});
    }
}
