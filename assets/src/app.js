// Everything works without this file; it only makes daily work quicker.
import htmx from 'htmx.org/dist/htmx.esm.js';
import { picks } from './pick.js';
import { sheets } from './sheet.js';
import { forms } from './forms.js';
import { keep } from './keep.js';
import { keys } from './keys.js';
import { labels } from './labels.js';
import { lists } from './lists.js';

// The Content-Security-Policy allows no inline style and no evaluation.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // no page is kept in the browser's storage
htmx.config.scrollBehavior = 'auto';

sheets();
picks();
forms();
keep();
keys();
labels();
lists();
document.addEventListener('htmx:afterSwap', labels);
