// A field with data-pick="intake/pick/members" searches while one types: two letters, with or without accents, arrow keys,
// Enter or Tab. What is chosen stands in the field as "code · name", which the server reads like the code alone.
const selector = 'input[data-pick]';
const wait = 120; // milliseconds after the last key
let open = null; // { el, list, at }
let timer = 0;
let asked = 0;

function address(el) {
    const org = (el.form?.getAttribute('action') ?? location.pathname).match(/^\/orgs\/[^/]+/);
    return org && `${org[0]}/${el.dataset.pick}?q=${encodeURIComponent(el.value.split(' · ')[0].trim())}`;
}

export function pickClose() {
    if (!open) return false;
    open.list.remove();
    open.el.setAttribute('aria-expanded', 'false');
    open.el.removeAttribute('aria-activedescendant');
    open = null;
    return true;
}

function mark(at) {
    const options = [...open.list.children];
    open.at = (at + options.length) % options.length;
    options.forEach((o, i) => o.setAttribute('aria-selected', String(i === open.at)));
    open.el.setAttribute('aria-activedescendant', options[open.at].id);
    options[open.at].scrollIntoView({ block: 'nearest' });
}

function choose(at) {
    const { el, list } = open;
    el.value = list.children[at].dataset.value;
    pickClose();
    el.dispatchEvent(new Event('input', { bubbles: true }));
    el.dispatchEvent(new Event('change', { bubbles: true }));
    clearTimeout(timer);
}

function place(el, list) {
    const box = el.getBoundingClientRect();
    list.style.left = `${Math.min(box.left + scrollX, scrollX + document.documentElement.clientWidth - list.offsetWidth - 8)}px`;
    list.style.top = `${box.bottom + scrollY}px`;
    list.style.minWidth = `${box.width}px`;
}

function show(el, choices) {
    pickClose();
    if (!choices.length) return;
    const list = document.createElement('ul');
    list.id = 'pick-list';
    list.className = 'pick-list';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', el.labels?.[0]?.textContent ?? '');
    choices.forEach((c, i) => {
        const option = document.createElement('li');
        option.id = `pick-${i}`;
        option.setAttribute('role', 'option');
        option.dataset.value = `${c.value} · ${c.label}`;
        const code = document.createElement('b');
        code.textContent = c.value;
        option.append(code, ` ${c.label}`);
        option.addEventListener('mousedown', (event) => {
            event.preventDefault(); // the field keeps the caret
            choose(i);
        });
        list.append(option);
    });
    document.body.append(list);
    open = { el, list, at: 0 };
    el.setAttribute('aria-expanded', 'true');
    el.setAttribute('aria-controls', list.id);
    place(el, list);
    mark(0);
}

async function ask(el) {
    const url = address(el);
    const mine = ++asked;
    if (!url) return;
    try {
        const answer = await fetch(url, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
        if (!answer.ok || mine !== asked || document.activeElement !== el) return;
        show(el, (await answer.json()).choices);
    } catch {
        // no connection: the field takes the code as it is typed
    }
}

function typed(event) {
    const el = event.target;
    if (!el.matches?.(selector) || !event.isTrusted) return;
    clearTimeout(timer);
    asked++;
    if (el.value.trim().length < 2) return pickClose();
    timer = setTimeout(() => ask(el), wait);
}

// True when the key was the list's alone; Tab and Enter choose and then go on as they would.
export function pickKey(event) {
    const el = event.target;
    if (!el.matches?.(selector) || event.isComposing) return false;
    if (event.key === 'ArrowDown' && event.altKey && !open) {
        ask(el);
        return true;
    }
    if (!open || open.el !== el) return false;
    if (event.key === 'ArrowDown') mark(open.at + 1);
    else if (event.key === 'ArrowUp') mark(open.at - 1);
    else if (event.key === 'Escape') pickClose();
    else if (event.key === 'Enter' || event.key === 'Tab') {
        choose(open.at);
        return event.key === 'Enter' && !el.closest('table.sheet');
    } else return false;
    return true;
}

export function picks() {
    for (const el of document.querySelectorAll(selector)) {
        el.removeAttribute('list');
        el.setAttribute('role', 'combobox');
        el.setAttribute('aria-autocomplete', 'list');
        el.setAttribute('aria-expanded', 'false');
    }
    document.addEventListener('input', typed);
    document.addEventListener('focusout', () => {
        clearTimeout(timer);
        asked++;
        pickClose();
    });
    document.addEventListener('keydown', (event) => {
        if (!event.defaultPrevented && pickKey(event)) event.preventDefault();
    });
}
