// Typing as in a spreadsheet: the intake sheet and the journal by keyboard alone, a block pasted from Excel, pickers that search,
// a double click that is one act.
import { chromium } from 'playwright-core';

const base = process.argv[2];
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
const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'vi-VN' });
const page = await context.newPage();
const troubles = [];
page.on('pageerror', (e) => troubles.push(e.message));

async function login(who) {
    await context.clearCookies();
    await page.goto(`${base}/login`);
    await page.locator(`form:has(input[value="${who}"]) button`).first().click();
    await page.waitForLoadState();
}
const cell = (row, name) => page.locator(`[name="row-${row}-${name}"]`);
const value = (row, name) => cell(row, name).inputValue();
const key = (...keys) => keys.reduce((before, k) => before.then(() => page.keyboard.press(k)), Promise.resolve());
const type = (text) => page.keyboard.type(text);
const focused = () => page.evaluate(() => document.activeElement.name || document.activeElement.value);
const foot = (name) => page.locator(`tfoot [data-total="${name}"]`).innerText();

// What the clipboard of a spreadsheet gives: cells by tabs, rows by line ends.
async function paste(locator, text) {
    await locator.focus();
    await locator.evaluate((el, data) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', data);
        el.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
}

await login('ketoan.rau');

await step('two letters find a member, accents or not; Tab takes it and goes on', async () => {
    await page.goto(`${base}/orgs/DEMO-RAU/intake/new`);
    const name = await page.locator('datalist#l-intake_sheet-member option').first().textContent();
    const code = await page.locator('datalist#l-intake_sheet-member option').first().getAttribute('value');
    const bare = name.replace(/đ/gi, 'd').normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
    await cell(0, 'member').focus();
    await type(bare.slice(0, 12));
    await page.locator('.pick-list').waitFor();
    must((await page.locator('.pick-list [role=option]').first().innerText()).includes(code), 'not found by name');
    must((await cell(0, 'member').getAttribute('aria-expanded')) === 'true', 'not said to be open');
    await key('Escape');
    must((await page.locator('.pick-list').count()) === 0, 'Escape does not close');
    await cell(0, 'member').fill('');
    await type(bare.slice(0, 12));
    await page.locator('.pick-list').waitFor();
    await key('Tab');
    must((await value(0, 'member')) === `${code} · ${name}`, `stands there: ${await value(0, 'member')}`);
    must((await focused()) === 'row-0-item', `focus is on ${await focused()}`);
});

await step('Tab right, Enter down to where the Tabs began, arrows, Ctrl+D, Escape', async () => {
    await type('CAIMO');
    await key('Tab');
    await type('100,5');
    await key('Enter');
    must((await focused()) === 'row-1-member', `Enter led to ${await focused()}`);
    await key('ArrowRight', 'Control+d');
    must((await value(1, 'item')) === (await value(0, 'item')), 'not repeated');
    await key('ArrowLeft', 'Control+d', 'ArrowUp');
    must((await focused()) === 'row-0-member', `arrows led to ${await focused()}`);
    await cell(1, 'gross').focus();
    await type('7');
    await key('Escape');
    must((await value(1, 'gross')) === '', 'Escape keeps what was typed');
    await type('50');
    must((await foot('gross')) === '150,5', `the foot says ${await foot('gross')}`);
});

await step('a block from Excel fills cells and rows of its own, in Vietnamese numbers', async () => {
    await page.goto(`${base}/orgs/DEMO-RAU/intake/new`);
    const rows = [...Array(25).keys()].map((i) => `TV00${1 + (i % 3)}\tCAIMO\t${i ? '1.234' : '412,5'}\t0,5`);
    await paste(cell(0, 'member'), rows.join('\r\n') + '\r\n');
    must((await value(24, 'member')) === 'TV001', 'the rows did not come');
    must((await value(24, 'gross')) === '1234', `a thousand kilos became ${await value(24, 'gross')}`);
    must((await foot('gross')) === '30028,5', `the foot says ${await foot('gross')}`);
    await cell(24, 'gross').fill('');
    await paste(cell(24, 'gross'), '10\t1');
    must((await value(24, 'tare')) === '1', 'a block that starts in the middle is lost');
});

await step('a name of several people is asked back at its cell, a name of one is taken', async () => {
    await page.goto(`${base}/orgs/DEMO-RAU/intake/new`);
    const all = await page.locator('datalist#l-intake_sheet-member option').allTextContents();
    await cell(0, 'member').fill(all[0].toUpperCase());
    await cell(0, 'item').fill('caimo');
    await cell(0, 'gross').fill('10');
    await cell(1, 'member').fill('thi');
    await cell(1, 'item').fill('CAIMO');
    await cell(1, 'gross').fill('10');
    await page.locator('button[value="preview"]').click();
    must((await cell(1, 'member').getAttribute('aria-invalid')) === 'true', 'not asked back');
    must((await cell(0, 'member').getAttribute('aria-invalid')) === null, 'one name is refused');
});

await step('a double click posts once', async () => {
    await page.goto(`${base}/orgs/DEMO-RAU/intake/new`);
    await paste(cell(0, 'member'), 'TV001\tCAIMO\t33,3\nTV002\tCAIMO\t44,4');
    await page.locator('button[value="preview"]').click();
    await page.locator('button[value="post"]').dblclick({ noWaitAfter: true });
    await page.waitForURL(/sheet=/);
    must((await page.locator('table.data tbody tr').count()) === 2, 'not two slips');
});

await step('sent twice without script: still one act', async () => {
    await page.goto(`${base}/orgs/DEMO-RAU/intake/new`);
    const form = Object.fromEntries(await page.locator('main form').first().evaluate((f) => [...new FormData(f)]));
    const sent = { ...form, 'row-0-member': 'TV003', 'row-0-item': 'CAIMO', 'row-0-gross': '5,25', step: 'post' };
    const answers = await Promise.all([1, 2, 3].map(() =>
        context.request.post(`${base}/orgs/DEMO-RAU/intake`, { form: sent, headers: { Origin: base }, maxRedirects: 0 })));
    const where = new Set(answers.map((a) => a.headers().location));
    must(answers.every((a) => a.status() === 303) && where.size === 1, answers.map((a) => a.status()).join(' '));
    await page.goto(base + [...where][0]);
    must((await page.locator('table.data tbody tr').count()) === 1, 'more than one slip');
});

await step('the journal by keyboard: accounts by name, sums under debit and credit', async () => {
    await page.goto(`${base}/orgs/DEMO-RAU/journal/new`);
    await cell(0, 'account').focus();
    await type('tien mat');
    await page.locator('.pick-list').waitFor();
    await key('Tab');
    must(/^1111? · /.test(await value(0, 'account')), `stands there: ${await value(0, 'account')}`);
    await cell(0, 'dr').fill('1.000.000');
    await cell(1, 'account').fill('1111');
    await cell(1, 'cr').fill('1000000');
    must((await foot('dr')) === (await foot('cr')), 'the sums differ');
    await page.locator('button[value="preview"]').click();
    must((await page.locator('.error-summary').count()) === 0, await page.locator('main').innerText());
});

await step('a journal voucher is kept as a template and fills the form again', async () => {
    await page.goto(`${base}/orgs/DEMO-RAU/journal/new`);
    await page.locator('[name="on"]').fill('15/10/2026');
    await cell(0, 'account').fill('1111');
    await cell(0, 'dr').fill('250000');
    await page.locator('summary', { hasText: 'Lưu làm mẫu' }).click();
    await page.locator('[name="template_name"]').fill('DEMO hằng tháng');
    await page.locator('[name="monthly"]').check();
    await page.locator('button[value="template"]').click();
    must(page.url().endsWith('/journal/templates'), `not kept: ${page.url()}`);
    await page.goto(`${base}/orgs/DEMO-RAU`);
    await page.locator('main a[href$="/journal/templates"]').click();
    await page.getByRole('link', { name: 'DEMO hằng tháng' }).click();
    must((await value(0, 'account')) === '1111' && (await page.locator('[name="on"]').inputValue()) === '15/11/2026',
         'not filled');
});

await step('what was typed and left comes back; sending it ends that', async () => {
    await page.goto(`${base}/orgs/DEMO-RAU/intake/new`);
    await cell(0, 'member').focus();
    await type('TV005');
    await key('Tab', 'Tab');
    await type('61,25');
    page.once('dialog', (d) => d.accept());
    await page.goto(`${base}/orgs/DEMO-RAU`); // before the pause is over: the page's end sends it
    await page.goto(`${base}/orgs/DEMO-RAU/intake/new`);
    await page.locator('main .note a[href^="/unfinished/"]').waitFor();
    const left = await page.locator('main .note a[href^="/unfinished/"]').getAttribute('href');
    await page.goto(base + left);
    must((await value(0, 'gross')) === '61,25' && (await value(0, 'member')).startsWith('TV005'), 'not as it was left');
    await cell(0, 'item').fill('CAIMO');
    await page.locator('button[value="preview"]').click();
    await page.locator('button[value="post"]').click();
    const again = await page.goto(base + left);
    must(again.status() === 404, 'still kept');
});

await step('the same slip twice is asked about, then goes through', async () => {
    for (const round of [1, 2]) {
        await page.goto(`${base}/orgs/DEMO-RAU/intake/new`);
        await paste(cell(0, 'member'), 'TV008\tCAIMO\t12,75');
        await page.locator('button[value="preview"]').click();
        if (round === 1) await page.locator('button[value="post"]').click();
    }
    must((await cell(0, 'gross').getAttribute('aria-invalid')) === 'true', 'no warning');
    await page.locator('[name="confirmed"]').check();
    await page.locator('button[value="preview"]').click();
    await page.locator('button[value="post"]').click();
    must(/sheet=/.test(page.url()), 'not posted');
});

await step('no script error', async () => must(troubles.length === 0, troubles.join('; ')));
await browser.close();
console.log(`${passed} ok, ${failed} not ok`);
process.exit(failed ? 1 : 0);
