// "?" shows the shortcuts, "/" goes to the search box, Ctrl+Enter sends the form one is in.
const typing = (el) => el.closest('input, select, textarea, [contenteditable]');

export function keys() {
    const dialog = document.getElementById('keys');
    const opener = document.getElementById('keys-open');
    const show = () => dialog?.showModal?.();
    if (opener && dialog?.showModal) {
        opener.hidden = false;
        opener.addEventListener('click', show);
    }
    document.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            const form = event.target.form;
            if (form?.method === 'post') {
                event.preventDefault();
                form.requestSubmit(form.querySelector('button:not([type=button])') ?? undefined);
            }
            return;
        }
        if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
        if (event.key === '?') {
            event.preventDefault();
            show();
        } else if (event.key === '/') {
            const search = document.querySelector('main input[type=search]');
            if (search) {
                event.preventDefault();
                search.focus();
                search.select();
            }
        }
    });
}
