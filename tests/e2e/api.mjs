// The API as another program meets it: the description is linted, then every address that it names is opened on the demo, as the
// people of the demo, and each answer is held against its schema.
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const base = process.argv[2];
let passed = 0, failed = 0;
async function step(name, work) {
    try {
        await work();
        passed++;
        console.log(`ok - ${name}`);
    } catch (e) {
        failed++;
        console.log(`not ok - ${name}: ${String(e.message ?? e).slice(0, 900)}`);
    }
}
function must(truth, what) {
    if (!truth) throw new Error(what);
}

// ---- a browser's log-in without a browser

async function login(who) {
    const page = await fetch(`${base}/login`);
    const cookies = page.headers.getSetCookie().map((c) => c.split(';')[0]);
    const csrf = (await page.text()).match(/name="csrf" value="([^"]+)"/)[1];
    const answer = await fetch(`${base}/login/demo`, {
        method: 'POST', redirect: 'manual', headers: { cookie: cookies.join('; ') },
        body: new URLSearchParams({ csrf, login: who }),
    });
    must(answer.headers.getSetCookie().join().includes('session'), `${who} cannot log in: ${answer.status}`);
    return answer.headers.getSetCookie().map((c) => c.split(';')[0]).join('; ');
}

const people = {};
// Who asks for everything in one go is told to wait, and does.
const get = async (path, who) => {
    for (let tries = 0; ; tries++) {
        const answer = await fetch(base + path, { redirect: 'manual', headers: who ? { cookie: people[who] } : {} });
        if (answer.status !== 429 || tries === 10) return answer;
        await answer.arrayBuffer();
        await new Promise((go) => setTimeout(go, 1000 * (Number(answer.headers.get('retry-after')) || 1)));
    }
};

// ---- the description

const text = await (await fetch(`${base}/api/v1/openapi.json`, { headers: { 'accept-language': 'en' } })).text();
const spec = JSON.parse(text);
const config = await createConfig({
    extends: ['recommended'],
    rules: { 'tag-description': 'off', 'no-server-example.com': 'off', 'operation-4xx-response': 'error', 'security-defined': 'error', 'no-ambiguous-paths': 'off',
             'no-unused-components': 'error', 'operation-operationId-unique': 'error', 'path-parameters-defined': 'error' },
});
await step('the description passes the linter', async () => {
    const found = await lintFromString({ source: text, config, absoluteRef: 'openapi.json' });
    must(found.length === 0, `${found.length} findings: ` +
        found.slice(0, 5).map((f) => `${f.ruleId} ${f.message} ${f.location[0]?.pointer}`).join('; '));
});

const ajv = new Ajv({ strict: false, allErrors: true });
formats(ajv);
ajv.addFormat('int64', true);
ajv.addSchema(spec, 'spec');
const pointer = (path, method, status, type) => 'spec#/paths/' + [path, method, 'responses', status, 'content', type, 'schema']
    .map((s) => encodeURIComponent(s.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
function holds(schema, body) {
    const check = ajv.getSchema(schema);
    must(check, `there is no ${schema}`);
    must(check(body), `${schema}: ` + ajv.errorsText(check.errors) + ' in ' + JSON.stringify(body).slice(0, 300));
}
const problem = 'spec#/components/schemas/problem';

// ---- opening everything

for (const who of ['ketoan.rau', 'giamdoc.rau', 'canbo.tp', 'quantri', 'thanhvien.rau']) people[who] = await login(who);

const known = { org: ['DEMO-RAU'], code: {} };
async function ids(path) {
    const rows = (await (await get(path.replaceAll('{org}', 'DEMO-RAU'), 'ketoan.rau')).json()).rows ?? [];
    return rows.map((r) => r.id ?? r.voucher_id ?? r.item_id ?? r.number).filter(Boolean).slice(0, 3);
}
async function examples(path) {
    let full = path.replace('{org}', 'DEMO-RAU');
    if (full.startsWith('/api/v1/places/{code}')) return [full.replace('{code}', 'DEMO1')];
    if (full.startsWith('/api/v1/organisations/{code}')) return ['DEMO-RAU', 'DEMO-CA'].map((c) => full.replace('{code}', c));
    if (full.startsWith('/api/v1/help/{topic}')) return ['members', 'intake'].map((t) => full.replace('{topic}', t));
    if (full.startsWith('/api/v1/plan/{code}')) {
        const plan = (await (await get('/api/v1/plan', 'canbo.tp')).json()).plan;
        return plan.targets.map((t) => full.replace('{code}', t.code));
    }
    if (full.startsWith('/api/v1/submissions/{code}')) {
        const got = (await (await get('/api/v1/submissions/packages', 'canbo.tp')).json()).rows;
        return got.slice(0, 2).map((r) => full.replace('{code}', r.org_code).replace('{id}', r.number));
    }
    if (full.includes('/duties/{code}'))
        return [full.replace('{code}', 'AGM').replace('{period}', new Date().getFullYear() - 1)];
    if (full.includes('/accounts/{code}')) return ['156', '331', '1111'].map((c) => full.replace('{code}', c));
    if (full.includes('{id}')) {
        const list = path.slice(0, path.indexOf('/{id}'));
        return (await ids(list)).map((id) => full.replace('{id}', id));
    }
    return [full];
}

let opened = 0;
for (const [path, methods] of Object.entries(spec.paths)) {
    if (!methods.get) continue;
    await step(`GET ${path}`, async () => {
        const urls = await examples(path);
        let good = 0;
        for (const url of urls)
            for (const who of [undefined, ...Object.keys(people)]) {
                if (who === 'thanhvien.rau' && good) continue; // a member is asked only where nobody else may
                const answer = await get(url, who);
                const type = answer.headers.get('content-type') ?? '';
                if (answer.status !== 200) {
                    must([401, 403, 404].includes(answer.status), `${url} answered ${answer.status} to ${who}`);
                    must(type === 'application/problem+json', `${url} answered ${type}`);
                    holds(problem, await answer.json());
                    continue;
                }
                good++;
                opened++;
                const wanted = methods.get.responses['200'].content;
                if (wanted['application/json']) holds(pointer(path, 'get', '200', 'application/json'), await answer.json());
                else must(type.length > 0 && (await answer.arrayBuffer()).byteLength > 0, `${url} is empty`);
            }
        must(urls.length === 0 || good > 0, `nobody may open ${urls[0]}`);
    });
}
console.log(`# ${opened} answers held against their schemas`);
await new Promise((go) => setTimeout(go, 3000)); // so much at once has used up what the API allows; it refills by the second

await step('a cookie alone changes nothing', async () => {
    const answer = await fetch(`${base}/api/v1/orgs/DEMO-RAU/items`, {
        method: 'POST', headers: { cookie: people['ketoan.rau'], 'content-type': 'application/json' }, body: '{}',
    });
    must(answer.status === 403, `answered ${answer.status}`);
    const body = await answer.json();
    holds(problem, body);
    must(body.errors[0].code === 'web.csrf', body.errors[0].code);
});

// ---- tokens, and the examples of docs/api.md

async function makeToken(who, org, scopes) {
    const page = await fetch(`${base}/orgs/${org}/tokens`, { headers: { cookie: people[who] } });
    const csrf = (await page.text()).match(/name="csrf" value="([^"]+)"/)[1];
    const until = new Date(Date.now() + 30 * 86400e3).toISOString().slice(0, 10).split('-').reverse().join('/');
    const answer = await fetch(`${base}/orgs/${org}/tokens`, {
        method: 'POST', headers: { cookie: people[who] },
        body: new URLSearchParams({ csrf, name: 'e2e', until, ...Object.fromEntries(scopes.map((s) => [`scope_${s}`, '1'])) }),
    });
    const token = (await answer.text()).match(/hpt_[A-Za-z0-9_-]{22}/)?.[0];
    must(answer.status === 200 && token, `no token on the page: ${answer.status}`);
    return token;
}
let token;
await step('a token is made on its page and shown', async () => {
    token = await makeToken('ketoan.rau', 'DEMO-RAU', ['STOCK_READ', 'INTAKE', 'BOOKS_READ']);
    const list = await (await get('/orgs/DEMO-RAU/tokens', 'ketoan.rau')).text();
    must(!list.includes(token), 'the token is shown twice');
});

function covers(wanted, got, at) {
    if (Array.isArray(wanted)) {
        must(Array.isArray(got), `${at} is no list`);
        if (wanted.length) must(got.length, `${at} is empty`), covers(wanted[0], got[0], `${at}[0]`);
    } else if (wanted && typeof wanted === 'object')
        for (const [key, value] of Object.entries(wanted)) must(key in (got ?? {}), `${at} lacks ${key}`), covers(value, got[key], `${at}.${key}`);
    else must(typeof wanted === typeof got, `${at} is ${JSON.stringify(got)}`);
}
const document = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
const examples_of = [...document.matchAll(/```sh\n([^`]+)```\n```json\n([^`]+)```/g)];
must(examples_of.length >= 3, 'docs/api.md has lost its examples');
for (const [, command, wanted] of examples_of)
    await step(`docs/api.md: ${command.split('\n')[0].slice(0, 70)}`, async () => {
        const out = execFileSync('sh', ['-ec', command], { env: { ...process.env, HOPTAC: base, TOKEN: token }, encoding: 'utf8' });
        covers(JSON.parse(wanted), JSON.parse(out), 'answer');
    });

await step('the same key acts once', async () => {
    const ask = (body, key) => fetch(`${base}/api/v1/orgs/DEMO-RAU/intake`, {
        method: 'POST', body: JSON.stringify(body),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    });
    const body = { delivered_on: new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10), step: 'post',
                   rows: [{ member: 'TV001', item: 'CAIMO', gross: '10', tare: '1' }] };
    const first = await (await ask(body, 'weighing 1')).json(), second = await (await ask(body, 'weighing 1')).json();
    holds(pointer('/api/v1/orgs/{org}/intake', 'post', '200', 'application/json'), first);
    must(first.done && first.slips.length === 1, JSON.stringify(first));
    must(second.slips[0].id === first.slips[0].id && second.slips[0].repeated, JSON.stringify(second));
    const other = await ask({ ...body, rows: [{ member: 'TV001', item: 'CAIMO', gross: '11', tare: '1' }] }, 'weighing 1');
    must(other.status === 409, `another content answered ${other.status}`);
    holds(problem, await other.json());
});

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
