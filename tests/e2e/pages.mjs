// Every page that links lead to, as the people of the demo and as nobody, at the desk in Vietnamese and on the phone in English:
// it opens, passes axe-core, does not scroll sideways, breaks no rule of its own Content-Security-Policy, and is light. A page that
// differs from another only by whose record it shows is opened once. Screenshots go to build/e2e-shots/pages/.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const base = process.argv[2];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = new URL('../../build/e2e-shots/pages/', import.meta.url).pathname;
mkdirSync(shots, { recursive: true });
const PAGE_MAX = 100_000, FIRST_MAX = 250_000; // bytes as sent
const sizes = [{ name: 'desk', lang: 'vi', width: 1366, height: 768 }, { name: 'phone', lang: 'en', width: 360, height: 740 }];

let passed = 0, failed = 0, opened = 0, heaviest = { bytes: 0 };
function tell(name, faults) {
    if (faults.length === 0) return void passed++;
    failed++;
    console.log(`not ok - ${name}: ${faults.join('; ').slice(0, 600)}`);
}

const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
           '--disable-component-update', '--disable-sync'],
});

// Records are alike: /orgs/DEMO-RAU/vouchers/17 and …/18 have one shape.
const shape = (path) => path.replace(/\/\d+/g, '/N').replace(/(organisations|orgs|places|accounts|users|plan|submissions)\/(?!new|packages)[^/]+/g, '$1/X');

async function sent(page) {
    const client = await page.context().newCDPSession(page);
    await client.send('Network.enable');
    let bytes = 0;
    client.on('Network.loadingFinished', (e) => (bytes += e.encodedDataLength));
    return () => bytes;
}

async function look(page, path, who, size) {
    const faults = [], errors = (m) => m.type() === 'error' && faults.push(`console: ${m.text().slice(0, 160)}`);
    page.on('console', errors);
    const answer = await page.goto(base + path);
    const type = answer.headers()['content-type'] ?? '';
    if (type.includes('html')) {
        opened++;
        if (answer.status() !== 200) faults.push(`answers ${answer.status()}`);
        const { responseBodySize, responseHeadersSize } = await answer.request().sizes();
        if (responseBodySize + responseHeadersSize > heaviest.bytes)
            heaviest = { bytes: responseBodySize + responseHeadersSize, path };
        if (responseBodySize > PAGE_MAX) faults.push(`${responseBodySize} bytes`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) faults.push(`scrolls sideways by ${wide}px`);
        await page.screenshot({ path: `${shots}${who}-${shape(path).replace(/\W+/g, '_')}-${size.name}.png`, fullPage: true });
        await page.evaluate(axe);
        const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }));
        faults.push(...found.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 120)}`));
    }
    page.off('console', errors);
    if (!type.includes('html')) faults.length = 0; // a picture alone: what the browser says about its own frame
    tell(`${path} as ${who}, ${size.name}`, faults);
    if (!type.includes('html')) return [];
    return page.evaluate(() => [...document.querySelectorAll('a[href^="/"]')].map((a) => new URL(a.href))
        .filter((u) => !u.searchParams.has('format')).map((u) => u.pathname));
}

for (const who of ['nobody', ...process.argv.slice(3)])
    for (const size of sizes) {
        const context = await browser.newContext({ viewport: { width: size.width, height: size.height }, locale: size.lang });
        const page = await context.newPage();
        const bytes = await sent(page);
        const queue = ['/'], seen = new Set();
        if (who !== 'nobody') {
            await page.goto(base + '/login');
            await page.locator(`form:has(input[value="${who}"]) button`).first().click();
            await page.waitForLoadState();
            queue.push(new URL(page.url()).pathname);
        }
        for (let path; (path = queue.shift()) !== undefined;) {
            if (seen.has(shape(path))) continue;
            seen.add(shape(path));
            const first = bytes();
            // What is offered as a file is opened by the walls' test; the browser would only store it.
            const links = await look(page, path, who, size).catch((e) => {
                if (!String(e).includes('Download is starting')) tell(`${path} as ${who}, ${size.name}`, [String(e.message ?? e).split('\n')[0]]);
                return [];
            });
            if (path === '/' && who === 'nobody')
                tell(`the first visit, ${size.name}`, bytes() - first > FIRST_MAX ? [`${bytes() - first} bytes`] : []);
            queue.push(...links);
        }
        await context.close();
    }
await browser.close();
console.log(`ok - ${opened} pages opened; the heaviest is ${heaviest.path} with ${heaviest.bytes} bytes`);
console.log(`# pages: ${passed} ok, ${failed} not ok`);
process.exit(failed ? 1 : 0);
