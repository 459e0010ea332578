// The entry sheet as hands know it from a spreadsheet: Tab to the right, Enter down in the column where the Tabs began,
// arrows, Ctrl+D repeats the cell above, Escape takes back, a pasted block fills cells from the caret on, rows come as they
// are needed. Field names are row-N-field.
import { tidyColumn } from './numbers.js';
import { pickKey } from './pick.js';
import { totals } from './total.js';
import { word } from './words.js';

const cellSelector = 'input:not([type=hidden]), select, textarea';
const rowName = /\brow-(\d+)-/g;

const bodyRows = (table) => [...table.tBodies[0].rows];
const cells = (row) => [...row.querySelectorAll(cellSelector)].filter((el) => !el.disabled);
const place = (el) => {
    const row = el.closest('tr');
    return { table: row.closest('table'), row, at: cells(row).indexOf(el) };
};

function go(el) {
    if (!el) return false;
    el.focus();
    if (el.select) el.select();
    return true;
}

function changed(el) {
    el.dispatchEvent(new Event('input', { bubbles: true }));
    el.dispatchEvent(new Event('change', { bubbles: true }));
}

function empty(el) {
    if (el.type === 'checkbox') el.checked = false;
    else if (el.tagName === 'SELECT') el.selectedIndex = 0;
    else el.value = '';
    el.removeAttribute('aria-invalid');
}

function renumber(node, number) {
    for (const el of [node, ...node.querySelectorAll('*')])
        for (const name of ['name', 'id', 'for', 'aria-describedby', 'aria-label', 'aria-labelledby'])
            if (el.hasAttribute(name))
                el.setAttribute(name, el.getAttribute(name).replace(rowName, `row-${number}-`));
}

// The number one after the highest in use; -1 when the sheet is full.
function nextNumber(table) {
    let highest = -1;
    for (const el of table.querySelectorAll('[name^="row-"]')) highest = Math.max(highest, Number(el.name.split('-')[1]));
    const most = Number(table.dataset.rowsMax || 200);
    return bodyRows(table).length < most ? highest + 1 : -1;
}

function addRow(table) {
    const rows = bodyRows(table);
    const last = rows[rows.length - 1];
    const number = nextNumber(table);
    if (!last || number < 0) return null;
    const row = last.cloneNode(true);
    for (const old of row.querySelectorAll('.field-error')) old.remove();
    cells(row).forEach(empty);
    renumber(row, number);
    const label = row.querySelector('.row-no, th[scope=row]');
    if (label && /^\s*\d+\s*$/.test(label.textContent)) label.textContent = String(rows.length + 1);
    last.after(row);
    return row;
}

const rowBelow = (table, row) => row.nextElementSibling ?? addRow(table);

let runFrom = -1; // the column where a run of Tabs began
let before = { el: null, value: '' }; // what stood in the cell when one came to it

const blank = (row) => cells(row).every((el) => el.type === 'checkbox' || el.tagName === 'SELECT' || !el.value.trim());

// An empty last row ends the sheet: then Enter goes on to the button.
function down(el, back) {
    const { table, row, at } = place(el);
    const column = runFrom >= 0 ? runFrom : at;
    runFrom = -1;
    if (back) return row.previousElementSibling ? go(cells(row.previousElementSibling)[at]) : false;
    if (!row.nextElementSibling && blank(row)) return go(el.form?.querySelector('.form-actions button:not([type=button])'));
    const below = rowBelow(table, row);
    return below ? go(cells(below)[column]) : go(el.form?.querySelector('.form-actions button:not([type=button])'));
}

function vertical(el, step) {
    const { row, at } = place(el);
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    return other ? go(cells(other)[at]) : false;
}

function sideways(el, step) {
    const { row, at } = place(el);
    if (el.tagName === 'SELECT') return false;
    if (typeof el.selectionStart === 'number') {
        const whole = el.selectionStart === 0 && el.selectionEnd === el.value.length;
        const edge = step < 0 ? el.selectionEnd === 0 : el.selectionStart === el.value.length;
        if (!whole && !edge) return false;
    }
    return go(cells(row)[at + step]);
}

function repeatAbove(el) {
    const { row, at } = place(el);
    const above = row.previousElementSibling && cells(row.previousElementSibling)[at];
    if (!above) return false;
    if (el.type === 'checkbox') el.checked = above.checked;
    else el.value = above.value;
    changed(el);
    return go(el); // marked as a whole, so that the next arrow moves on
}

// A select takes the option whose value or text is what was pasted.
function put(el, text) {
    const value = text.trim();
    if (el.type === 'checkbox') el.checked = /^(1|x|có|yes|true)$/i.test(value);
    else if (el.tagName === 'SELECT') {
        const same = (a) => a.trim().toLowerCase() === value.toLowerCase();
        const found = [...el.options].find((o) => same(o.value) || same(o.textContent));
        if (found) el.value = found.value;
    } else el.value = value;
    changed(el);
}

function parseBlock(text) {
    const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
    return lines.map((line) => line.split('\t'));
}

// Each column of numbers is read as a whole: 412,5 beside 1.234 says what the point means.
function tidyBlock(block, kinds) {
    kinds.forEach((kind, i) => {
        if (!kind) return;
        const column = tidyColumn(block.map((line) => line[i] ?? ''), kind);
        block.forEach((line, k) => i < line.length && (line[i] = column[k]));
    });
    return block;
}

function paste(event) {
    const el = event.target;
    if (!el.matches?.(cellSelector) || !el.closest('table.sheet')) return;
    const raw = parseBlock(event.clipboardData?.getData('text/plain') ?? '');
    if (raw.length === 1 && raw[0].length === 1) return;
    event.preventDefault();
    const { table, row, at } = place(el);
    const block = tidyBlock(raw, cells(row).slice(at).map((cell) => cell.dataset.kind ?? ''));
    let to = row;
    let done = 0;
    for (const line of block) {
        if (!to) break;
        const target = cells(to);
        line.forEach((text, i) => target[at + i] && put(target[at + i], text));
        done += 1;
        to = done < block.length ? rowBelow(table, to) : to;
    }
    say(table, done < block.length ? word('pastedPart') : word('pasted'), done, block.length);
}

// Whoever writes into the last row gets another one.
function typed(event) {
    const el = event.target;
    const table = el.matches?.(cellSelector) && el.closest('table.sheet');
    if (!table) return;
    if (!('fixed' in table.dataset) && !place(el).row.nextElementSibling && !blank(place(el).row)) addRow(table);
    totals(table);
}

function say(table, sentence, done, all) {
    const live = table.parentElement.querySelector('.sheet-said') ?? table.nextElementSibling?.querySelector('.sheet-said');
    if (live) live.textContent = sentence.replace('{1}', done).replace('{2}', all);
}

function undo(el) {
    if (before.el !== el || el.value === before.value || el.type === 'checkbox') return false;
    el.value = before.value;
    changed(el);
    return go(el);
}

function keydown(event) {
    const el = event.target;
    if (!el.matches?.(cellSelector) || !el.closest('table.sheet') || event.isComposing) return;
    if (pickKey(event)) return event.preventDefault();
    if (event.altKey) return;
    const plain = !event.ctrlKey && !event.metaKey;
    let handled = false;
    if (event.key === 'Tab') {
        runFrom = event.shiftKey ? -1 : runFrom < 0 ? place(el).at : runFrom;
    } else if (event.key === 'Enter' && plain && el.tagName !== 'TEXTAREA') {
        down(el, event.shiftKey);
        handled = true; // Enter never sends a half-filled sheet
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'd') handled = repeatAbove(el);
    else if (event.key === 'Escape') handled = undo(el);
    else if (plain && !event.shiftKey && el.tagName !== 'SELECT' && event.key.startsWith('Arrow')) {
        if (event.key === 'ArrowDown') handled = vertical(el, 1);
        else if (event.key === 'ArrowUp') handled = vertical(el, -1);
        else handled = sideways(el, event.key === 'ArrowRight' ? 1 : -1);
        if (handled) runFrom = -1;
    }
    if (handled) event.preventDefault();
}

function tools(table) {
    const bar = document.createElement('div');
    bar.className = 'sheet-tools';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'quiet';
    button.textContent = word('addRows');
    button.addEventListener('click', () => {
        const added = [1, 2, 3, 4, 5].map(() => addRow(table)).filter(Boolean);
        if (added.length) go(cells(added[0])[0]);
        button.disabled = nextNumber(table) < 0;
    });
    const said = document.createElement('span');
    said.className = 'sheet-said';
    said.setAttribute('role', 'status');
    bar.append(button, said);
    table.after(bar);
}

export function sheets() {
    document.addEventListener('keydown', keydown);
    document.addEventListener('paste', paste);
    document.addEventListener('input', typed);
    document.addEventListener('pointerdown', () => (runFrom = -1));
    document.addEventListener('focusin', ({ target }) => {
        if (target.matches?.(cellSelector) && target.closest('table.sheet')) before = { el: target, value: target.value };
    });
    for (const table of document.querySelectorAll('table.sheet:not([data-fixed])')) tools(table);
}
