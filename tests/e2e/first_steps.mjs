// The first steps that the help tells (docs/help/first-steps): from an empty installation to the first slip, on the pages alone,
// pressing what the help names. Vietnamese, as the help is read first.
import { chromium } from 'playwright-core';

const base = process.argv[2];
let passed = 0, failed = 0;
async function step(name, work) {
    try {
        await work();
        passed++;
        console.log(`ok - first steps: ${name}`);
    } catch (e) {
        failed++;
        console.log(`not ok - first steps: ${name}: ${String(e.message ?? e).split('\n').slice(0, 6).join(' | ')}`);
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
const page = await (await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'vi-VN' })).newPage();
page.setDefaultTimeout(20000);
const press = async (name) => {
    const button = page.locator('main, header').getByRole('button', { name, exact: true }).filter({ visible: true }).first();
    await Promise.all([page.waitForEvent('load'), button.click()]);
};
const follow = async (name) => {
    const link = page.getByRole('link', { name, exact: true }).filter({ visible: true }).first();
    await Promise.all([page.waitForEvent('load'), link.click()]);
};
const fill = async (label, value) => {
    const field = page.locator('main').getByLabel(new RegExp(`^\\s*${label}\\s*(\\(|$)`)).filter({ visible: true }).first();
    if ((await field.evaluate((el) => el.tagName)) === 'SELECT') await field.selectOption({ label: value });
    else await field.fill(value);
};
const shown = async (text) => {
    const said = await page.locator('main').innerText();
    must(said.includes(text), `nothing says “${text}” at ${page.url()}: ${said.slice(0, 300)}`);
};

await step('the empty installation asks for its administrator', async () => {
    await page.goto(base + '/');
    await follow('Đăng nhập');
    await fill('Tên cơ quan vận hành bản cài đặt này', 'Văn phòng thử');
    await fill('Họ tên của bạn', 'Người Quản Trị');
    await fill('Tên đăng nhập', 'quantri');
    await fill('Mật khẩu', 'mot cau ngan de nho');
    await press('Tạo quản trị viên');
});
await step('the cooperative is put on record', async () => {
    await follow('Sổ đăng ký');
    await follow('Thêm đơn vị');
    await fill('Mã', 'THU');
    await fill('Loại hình', 'Hợp tác xã');
    await fill('Tên', 'Hợp tác xã Thử Một Hai');
    await fill('Xã, phường', 'Phường Ba Đình');
    await press('Lưu');
    await shown('vào sổ đăng ký');
});
await step('its accountant gets a user', async () => {
    await follow('Người dùng');
    await follow('Thêm người dùng');
    await fill('Tên đăng nhập', 'ketoan');
    await fill('Tên', 'Kế Toán Thử');
    await fill('Mật khẩu ban đầu', 'cau khac cung de nho');
    await fill('Đơn vị', 'Hợp tác xã Thử Một Hai');
    await fill('Vai trò', 'Kế toán');
    await press('Thêm người dùng');
    await shown('Đã thêm người dùng ketoan.');
});
await step('the accountant logs in and chooses a password of her own', async () => {
    await press('Đăng xuất');
    await page.goto(base + '/');
    await follow('Đăng nhập');
    await fill('Tên đăng nhập', 'ketoan');
    await fill('Mật khẩu', 'cau khac cung de nho');
    await press('Đăng nhập');
    must(new URL(page.url()).pathname === '/me/password', `no own password is asked for at ${page.url()}`);
    await fill('Mật khẩu hiện tại', 'cau khac cung de nho');
    await fill('Mật khẩu mới', 'cau chi minh toi biet');
    await press('Đổi mật khẩu');
    must(new URL(page.url()).pathname === '/orgs/THU', `logged in at ${page.url()}`);
    await shown('Tổng quan');
});
await step('the overview lists the first steps', async () => {
    await shown('Những bước đầu tiên');
    const list = await page.locator('.steps a').allInnerTexts();
    must(list.length === 6 && list[0] === 'Thêm thành viên', `the steps are ${list}`);
});
await step('a member is entered', async () => {
    await follow('Thành viên');
    await follow('Thêm thành viên');
    await fill('Họ và tên', 'Nguyễn Thị Thử');
    await fill('Ngày gia nhập', '01/01/2026');
    await press('Lưu');
    await shown('TV001');
});
await step('an item and its price are set', async () => {
    await follow('Mặt hàng và giá');
    await follow('Thêm mặt hàng');
    await fill('Mã', 'CAIMO');
    await fill('Tên tiếng Việt', 'Cải mơ');
    await press('Thêm mặt hàng');
    await follow('Đặt giá');
    await fill('Mặt hàng', 'Cải mơ');
    await fill('Từ ngày', '01/01/2026');
    await fill('Đơn giá', '12.000');
    await press('Định giá');
    await shown('Đã đặt giá.');
});
await step('the first delivery is weighed in, looked at and posted', async () => {
    await follow('Cân hàng');
    await page.locator('[name="row-0-member"]').fill('TV001');
    await page.locator('[name="row-0-item"]').fill('CAIMO');
    await page.locator('[name="row-0-gross"]').fill('102,5');
    await page.locator('[name="row-0-tare"]').fill('0,5');
    await press('Xem trước');
    await shown('1.224.000');
    await press('Ghi sổ các phiếu');
    await shown('00001');
});
await step('the steps that are done are ticked, until none is left', async () => {
    await follow('Tổng quan');
    const list = await page.locator('.steps a').allInnerTexts();
    must(list.join() === 'Đưa số dư đầu kỳ vào,Trả tiền lượt hàng đó', `left are ${list}`);
});
await step('the question mark leads to the help of the page', async () => {
    await follow('Mặt hàng và giá');
    const href = await page.locator('header a.ask').getAttribute('href');
    must(href === '/help/lots#items', `the question mark leads to ${href}`);
    await page.goto(base + href);
    must(await page.locator('section#items h2').isVisible(), 'no section #items');
});
await browser.close();
console.log(`# ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
