// The entry sheet as a keyboard sees it: Enter goes on, arrows move, Ctrl+D repeats the cell above, a block pasted from a
// spreadsheet fills cells from the caret on, rows are added as they are needed. Field names are row-N-field.
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

function onward(el, back) {
    const { table, row, at } = place(el);
    const inRow = cells(row);
    if (back) {
        if (at > 0) return go(inRow[at - 1]);
        const above = row.previousElementSibling;
        return above ? go(cells(above).pop()) : false;
    }
    if (at + 1 < inRow.length) return go(inRow[at + 1]);
    const below = rowBelow(table, row);
    return below ? go(cells(below)[0]) : go(el.form?.querySelector('button:not([type=button])'));
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
    return true;
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

function paste(event) {
    const el = event.target;
    if (!el.matches?.(cellSelector) || !el.closest('table.sheet')) return;
    const block = parseBlock(event.clipboardData?.getData('text/plain') ?? '');
    if (block.length === 1 && block[0].length === 1) return;
    event.preventDefault();
    const { table, row, at } = place(el);
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

function say(table, sentence, done, all) {
    const live = table.parentElement.querySelector('.sheet-said') ?? table.nextElementSibling?.querySelector('.sheet-said');
    if (live) live.textContent = sentence.replace('{1}', done).replace('{2}', all);
}

function keydown(event) {
    const el = event.target;
    if (!el.matches?.(cellSelector) || !el.closest('table.sheet') || event.isComposing || event.altKey) return;
    const plain = !event.ctrlKey && !event.metaKey;
    let handled = false;
    if (event.key === 'Enter' && plain && el.tagName !== 'TEXTAREA') {
        onward(el, event.shiftKey);
        handled = true; // Enter never sends a half-filled sheet
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'd') handled = repeatAbove(el);
    else if (plain && !event.shiftKey && el.tagName !== 'SELECT') {
        if (event.key === 'ArrowDown') handled = vertical(el, 1);
        else if (event.key === 'ArrowUp') handled = vertical(el, -1);
        else if (event.key === 'ArrowRight') handled = sideways(el, 1);
        else if (event.key === 'ArrowLeft') handled = sideways(el, -1);
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
    for (const table of document.querySelectorAll('table.sheet:not([data-fixed])')) tools(table);
}
