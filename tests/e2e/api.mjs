// The API as another program meets it: the description is linted, then every address that it names is opened on the demo, as the
// people of the demo, and each answer is held against its schema.
import { createConfig, lintFromString } from '@redocly/openapi-core';
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
const get = async (path, who) => fetch(base + path, { redirect: 'manual', headers: who ? { cookie: people[who] } : {} });

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

for (const who of ['ketoan.rau', 'giamdoc.rau', 'canbo.tp', 'quantri']) people[who] = await login(who);

const known = { org: ['DEMO-RAU'], code: {} };
async function ids(path) {
    const rows = (await (await get(path.replaceAll('{org}', 'DEMO-RAU'), 'ketoan.rau')).json()).rows ?? [];
    return rows.map((r) => r.id ?? r.voucher_id ?? r.item_id ?? r.number).filter(Boolean).slice(0, 3);
}
async function examples(path) {
    let full = path.replace('{org}', 'DEMO-RAU');
    if (full.startsWith('/api/v1/places/{code}')) return [full.replace('{code}', 'DEMO1')];
    if (full.startsWith('/api/v1/organisations/{code}')) return ['DEMO-RAU', 'DEMO-CA'].map((c) => full.replace('{code}', c));
    if (full.startsWith('/api/v1/plan/{code}')) {
        const plan = (await (await get('/api/v1/plan', 'canbo.tp')).json()).plan;
        return plan.targets.map((t) => full.replace('{code}', t.code));
    }
    if (full.startsWith('/api/v1/submissions/{code}')) {
        const got = (await (await get('/api/v1/submissions', 'canbo.tp')).json()).received;
        return got.slice(0, 2).map((r) => full.replace('{code}', r.org_code).replace('{id}', r.number));
    }
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

await step('a cookie alone changes nothing', async () => {
    const answer = await fetch(`${base}/api/v1/orgs/DEMO-RAU/items`, {
        method: 'POST', headers: { cookie: people['ketoan.rau'], 'content-type': 'application/json' }, body: '{}',
    });
    must(answer.status === 403, `answered ${answer.status}`);
    const body = await answer.json();
    holds(problem, body);
    must(body.errors[0].code === 'web.csrf', body.errors[0].code);
});

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
