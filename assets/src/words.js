// Words come with the page, in its language: <div id="words" data-add-rows="…" hidden>.
export const word = (name) => document.getElementById('words')?.dataset[name] ?? '';
