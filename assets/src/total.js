// Sums under the columns of a sheet, kept true while one types. The server draws the same (src/web/form_total.c).
import { numberOf, numberText } from './numbers.js';

const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase();

function groups(table, foot) {
    const sums = new Map();
    for (const el of table.tBodies[0].querySelectorAll(`[name$="-${foot.dataset.total}"]`)) {
        const value = numberOf(el.value, foot.dataset.kind);
        if (value === null) continue;
        const by = foot.dataset.by && el.closest('tr').querySelector(`[name$="-${foot.dataset.by}"]`);
        const shown = by ? by.value.split(' · ')[0].trim() : '';
        const group = sums.get(plain(shown)) ?? { shown, sum: 0 };
        group.sum += value;
        sums.set(plain(shown), group);
    }
    return [...sums.values()];
}

export function totals(table) {
    const english = document.documentElement.lang === 'en';
    for (const foot of table.querySelectorAll('tfoot [data-total]')) {
        const all = groups(table, foot);
        foot.replaceChildren(
            ...all.map((g) => {
                const span = document.createElement('span');
                const name = all.length > 1 && g.shown ? `${g.shown} ` : '';
                span.textContent = name + numberText(g.sum, foot.dataset.kind, english);
                return span;
            }),
        );
    }
}
