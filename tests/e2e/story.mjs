// The main job in a browser, as the people of the demo do it: weigh in six deliveries, pay, void a paid slip, read the books;
// then the city's officer, who sees what was opened to the city and nothing else. Twice: desktop in Vietnamese, phone in English.
import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const base = process.argv[2];
const shots = new URL('../../build/e2e-shots/', import.meta.url).pathname;
mkdirSync(shots, { recursive: true });

let passed = 0, failed = 0;
async function step(name, work) {
    try {
        await work();
        passed++;
        console.log(`ok - ${name}`);
    } catch (e) {
        failed++;
        console.log(`not ok - ${name}: ${String(e.message ?? e).split('\n').slice(0, 6).join(' | ')}`);
    }
}
function must(truth, what) {
    if (!truth) throw new Error(what);
}

const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
           '--disable-component-update', '--disable-sync'],
});

async function open(page, path, status = 200) {
    const answer = await page.goto(base + path);
    must(answer.status() === status, `${path} answered ${answer.status()}, not ${status}`);
    return answer;
}

async function login(page, who) {
    await page.context().clearCookies();
    await open(page, '/login');
    await page.locator(`form:has(input[value="${who}"]) button`).first().click();
    await page.waitForLoadState();
    must(!page.url().endsWith('/login'), `${who} is not logged in`);
}

async function looksRight(page, name, size) {
    await page.screenshot({ path: `${shots}${name}-${size}.png`, fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    must(wide <= 0, `${name} scrolls sideways by ${wide}px`);
    await page.addScriptTag({ path: axe });
    const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }));
    const words = found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 120)).join(' ')}`);
    must(words.length === 0, `${name}: ${words.join('; ')}`);
}
async function weigh(page, rows) {
    await open(page, '/orgs/DEMO-RAU/intake/new');
    for (let i = 0; i < rows.length; i++)
        for (const [field, value] of Object.entries(rows[i])) {
            const cell = page.locator(`[name="row-${i}-${field}"]`);
            if (value === true) await cell.check();
            else await cell.fill(value);
        }
}

async function pdf(page, path) {
    const answer = await page.context().request.get(base + path);
    must(answer.status() === 200, `${path} answered ${answer.status()}`);
    must((answer.headers()['content-type'] ?? '').startsWith('application/pdf'), `${path} is no PDF`);
    must((await answer.body()).subarray(0, 5).toString() === '%PDF-', `${path} does not begin as a PDF`);
}

async function story(lang, width, height) {
    const size = `${lang}-${width}`;
    const context = await browser.newContext({ viewport: { width, height }, locale: lang === 'vi' ? 'vi-VN' : 'en-GB',
                                               bypassCSP: true });
    const page = await context.newPage();
    const t = (name) => `${name} (${size})`;
    const troubles = [];
    page.on('pageerror', (e) => troubles.push(e.message));

    await step(t('one click logs the accountant in'), async () => {
        await login(page, 'ketoan.rau');
        await open(page, `/orgs/DEMO-RAU?lang=${lang}`);
        must((await page.getAttribute('html', 'lang')) === lang, 'wrong language');
        await looksRight(page, 'overview', size);
    });
    await step(t('mistakes are shown at their cells and nothing typed is lost'), async () => {
        await weigh(page, [{ member: 'TV001', item: 'CAIMO', gross: 'abc' }, { member: 'TV999', item: 'CAIMO', gross: '10' }]);
        await page.locator('button[name="step"]').first().click();
        must((await page.locator('[name="row-0-gross"]').inputValue()) === 'abc', 'what was typed is lost');
        must((await page.locator('[name="row-0-gross"]').getAttribute('aria-invalid')) === 'true', 'no mark at the weight');
        await looksRight(page, 'sheet-mistakes', size);
    });
    let slip;
    await step(t('six deliveries in one sheet: preview in words, then posted'), async () => {
        const row = (n, more) => ({ member: `TV00${n}`, item: 'CAIMO', gross: lang === 'vi' ? '102,5' : '103,5', tare: '0,5', ...more });
        await weigh(page, [row(1), row(2, { later: true }), row(3), row(4), row(6), row(7)]);
        await page.locator('button[value="preview"]').first().click();
        must(await page.locator('#preview').isVisible(), 'no preview');
        await looksRight(page, 'sheet-preview', size);
        await page.locator('button[value="post"]').click();
        must(/sheet=/.test(page.url()), 'not posted');
        must((await page.locator('table.data tbody tr').count()) === 6, 'not six slips');
        slip = await page.locator('table.data tbody tr td a').last().getAttribute('href');
        await looksRight(page, 'deliveries', size);
        const q = new URL(page.url()).search;
        await pdf(page, `/orgs/DEMO-RAU/intake${q}&format=slips`);
        await pdf(page, `/orgs/DEMO-RAU/intake${q}&format=purchases`);
    });
    let paid;
    await step(t('a slip is paid in cash'), async () => {
        await open(page, slip);
        await looksRight(page, 'slip', size);
        const pay = page.locator('a[href*="/payments/new?party="]').first();
        await open(page, await pay.getAttribute('href'));
        const rows = page.locator('input[name$="-amount"]');
        const mine = slip.split('/').pop();
        for (let i = 0; i < (await rows.count()); i++) {
            const id = await page.locator(`input[name="row-${i}-voucher"]`).inputValue();
            if (id !== mine) await page.locator(`[name="row-${i}-amount"]`).fill('');
        }
        await looksRight(page, 'pay', size);
        await page.locator('button[value="preview"]').first().click();
        await page.locator('button[value="post"]').click();
        must(/payments\/\d+$/.test(page.url()), `not paid: ${page.url()}`);
        await pdf(page, new URL(page.url()).pathname + '/voucher.pdf');
        paid = page.url();
        await looksRight(page, 'payment', size);
    });
    await step(t('a photo, a note and a tag are added to the paid slip'), async () => {
        const add = async (part, fill) => {
            const form = page.locator(`form.form[action$="/${part}"]`);
            await page.locator('#filed details', { has: form }).locator('summary').click();
            await fill(form);
            await form.locator('button[type="submit"]').click();
            await page.waitForLoadState();
        };
        const file = (name, buffer) => ({ name, mimeType: 'image/jpeg', buffer });
        await open(page, slip);
        await add('files', async (form) => {
            await form.locator('[name="file"]').setInputFiles(file('photo.jpg', Buffer.from('only its name is a photo')));
            await form.locator('[name="caption"]').fill('DEMO phiếu cân tay');
        });
        must((await page.locator('[name="file"]').getAttribute('aria-invalid')) === 'true', 'no mark at the file');
        must((await page.locator('[name="caption"]').inputValue()) === 'DEMO phiếu cân tay', 'what was typed is lost');
        await looksRight(page, 'file-mistake', size);
        await open(page, slip);
        await add('files', async (form) => {
            await form.locator('[name="file"]').setInputFiles(file('photo.jpg', await page.screenshot({ type: 'jpeg' })));
            await form.locator('[name="caption"]').fill('DEMO phiếu cân tay');
        });
        await add('notes', (form) => form.locator('[name="words"]').fill('DEMO đã đối chiếu'));
        await add('tags', (form) => form.locator('[name="tag"]').fill('cân tay'));
        const small = page.locator('#filed img').first();
        await small.scrollIntoViewIfNeeded();
        await page.waitForFunction((img) => img.complete, await small.elementHandle());
        must((await small.evaluate((img) => img.naturalWidth)) > 0, 'the small picture is not shown');
        const whole = await page.context().request.get(base + (await page.locator('#filed a.thumb').first().getAttribute('href')));
        must(whole.headers()['content-security-policy'].includes('sandbox'), 'the photo is not locked up');
        await looksRight(page, 'slip-files', size);
    });
    await step(t('voiding a paid slip names the payment, then takes it along'), async () => {
        const voucher = slip.replace('/intake/', '/vouchers/');
        await open(page, voucher);
        await looksRight(page, 'voucher', size);
        await page.locator('[name="reason"]').fill('cân nhầm DEMO');
        await page.locator('#void button[type="submit"]').click();
        must((await page.locator('[name="reason"]').inputValue()) === 'cân nhầm DEMO', 'the reason is lost');
        must(await page.locator('.error-summary').isVisible(), 'not refused');
        await page.locator('[name="together"]').check();
        await page.locator('#void button[type="submit"]').click();
        must((await page.locator('#void').count()) === 0, 'still offers to void');
    });
    await step(t('the books agree'), async () => {
        for (const [path, name] of [['accounts', 'trial-balance'], ['journal', 'journal'], ['stock', 'stock'], ['items', 'items'],
                                    ['vouchers', 'vouchers'], ['payables', 'payables'], ['payments', 'payments'],
                                    ['members', 'members'], ['grants', 'grants'], ['periods', 'periods'], ['drafts', 'drafts']]) {
            await open(page, `/orgs/DEMO-RAU/${path}`);
            await looksRight(page, name, size);
        }
        await open(page, '/orgs/DEMO-RAU/accounts');
        const sums = (await page.locator('tfoot td.num').allTextContents()).map((s) => s.trim());
        must(sums.length === 6 && sums[0] === sums[1] && sums[2] === sums[3] && sums[4] === sums[5], `not equal: ${sums}`);
        await pdf(page, '/orgs/DEMO-RAU/accounts?format=pdf');
        await pdf(page, '/orgs/DEMO-RAU/journal?format=pdf');
    });
    await step(t("another cooperative's page does not exist"), async () => {
        await open(page, '/orgs/DEMO-LUA', 404);
        await open(page, '/orgs/DEMO-LUA/vouchers', 404);
    });
    await step(t('the city sees what was opened to it, and is seen'), async () => {
        await login(page, 'canbo.tp');
        await open(page, '/orgs/DEMO-RAU/vouchers');
        await open(page, await page.locator('table.data tbody a').first().getAttribute('href'));
        must((await page.locator('#void').count()) === 0, 'the city may void');
        await open(page, '/orgs/DEMO-LUA/vouchers', 404); // the grant ended
        await open(page, '/orgs/DEMO-CA/vouchers', 404);  // there was none
        await login(page, 'giamdoc.rau');
        await open(page, '/orgs/DEMO-RAU/grants');
        must((await page.locator('body').textContent()).includes('/orgs/DEMO-RAU/vouchers'), 'the opening is not listed');
    });
    await step(t('public pages'), async () => {
        await context.clearCookies();
        for (const [path, name] of [['/', 'home'], ['/organisations', 'register'], ['/places', 'places'], ['/published', 'published'],
                                    ['/plan', 'plan'], ['/login', 'login']]) {
            await open(page, path);
            await looksRight(page, name, size);
        }
    });
    await step(t('no script error'), async () => must(troubles.length === 0, troubles.join('; ')));
    await context.close();
}

async function withoutScript() {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'vi-VN' });
    const page = await context.newPage();
    await step('the main job works without script', async () => {
        await login(page, 'ketoan.rau');
        await weigh(page, [{ member: 'TV001', item: 'CAIMO', gross: '20' }, { member: 'TV003', item: 'CAIMO', gross: '30' }]);
        await page.locator('button[value="preview"]').first().click();
        await page.locator('button[value="post"]').click();
        must((await page.locator('table.data tbody tr').count()) === 2, 'not two slips');
    });
    await context.close();
}

await story('vi', 1366, 768);
await story('en', 360, 740);
await withoutScript();
await browser.close();
console.log(`${passed} ok, ${failed} not ok`);
process.exit(failed ? 1 : 0);
