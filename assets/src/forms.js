// A form is sent once: its buttons rest until the answer, and come back when the page is shown again.
// A sheet that was typed into is not left by accident. Nothing typed is stored in the browser.
import { word } from './words.js';

const resting = 'resting';

function rest(form, submitter) {
    const label = submitter && word('sending');
    // After this turn, so that the button's own name and value are still sent.
    setTimeout(() => {
        for (const button of form.querySelectorAll('button:not([type=button]), input[type=submit]')) {
            button.disabled = true;
            button.dataset[resting] = '';
        }
        if (label && !submitter.classList.contains('as-link')) {
            submitter.dataset.label = submitter.textContent;
            submitter.textContent = label;
        }
    });
}

function wake(root) {
    for (const button of root.querySelectorAll(`[data-${resting}]`)) {
        button.disabled = false;
        delete button.dataset[resting];
        if (button.dataset.label) button.textContent = button.dataset.label;
        delete button.dataset.label;
    }
    for (const form of root.querySelectorAll('form[aria-busy]')) form.removeAttribute('aria-busy');
}

export function forms() {
    const touched = new Set();
    let leaving = false;

    document.addEventListener('submit', (event) => {
        const form = event.target;
        if (form.method !== 'post') return;
        if (form.hasAttribute('aria-busy')) return event.preventDefault();
        form.setAttribute('aria-busy', 'true');
        leaving = true;
        rest(form, event.submitter);
        // A download leaves the page where it is: the buttons must come back by themselves.
        if (form.hasAttribute('data-download')) setTimeout(() => wake(document), 3000);
    });
    window.addEventListener('pageshow', () => {
        leaving = false;
        wake(document);
    });

    document.addEventListener('input', (event) => {
        const form = event.target.form;
        if (form && form.querySelector('table.sheet')) touched.add(form);
    });
    window.addEventListener('beforeunload', (event) => {
        if (!leaving && touched.size) event.preventDefault();
    });

    // The first mistake gets the caret.
    const summary = document.querySelector('.error-summary');
    if (summary) {
        summary.tabIndex = -1;
        summary.focus();
    }
}
