// Lists: searching while somebody types (from two letters on), and one box that selects a whole page.
const wait = 150;

export function lists() {
    let timer;
    document.addEventListener('input', (event) => {
        const input = event.target;
        if (!input.hasAttribute || !input.hasAttribute('data-typed')) return;
        clearTimeout(timer);
        const n = [...input.value.trim()].length;
        if (n === 1) return;
        timer = setTimeout(() => input.form.dispatchEvent(new CustomEvent('typed')), wait);
    });
    document.addEventListener('change', (event) => {
        const box = event.target;
        if (!box.matches('input[data-all]')) return;
        event.stopPropagation();
        for (const one of box.closest('table').querySelectorAll(`input[name="${box.dataset.all}"]`)) one.checked = box.checked;
    });
}
