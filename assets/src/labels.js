// On a phone a table becomes cards, each cell with its column's name. A table that forgot to say the names gets them here.
export function labels() {
    for (const table of document.querySelectorAll('main table:not(.wide):not(.sheet):not(.calendar)')) {
        const rows = table.tHead?.rows ?? [];
        if (rows.length !== 1 || table.querySelector('[data-label]')) continue;
        const names = [...rows[0].cells].map((cell) => cell.textContent.trim());
        for (const row of table.tBodies[0]?.rows ?? [])
            if (row.cells.length === names.length)
                [...row.cells].forEach((cell, i) => {
                    if (i > 0 && names[i] && cell.tagName === 'TD') cell.dataset.label = names[i];
                });
    }
}
