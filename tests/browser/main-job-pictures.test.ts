import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useRealSystem } from '../support/real-system';

const system = useRealSystem({ now: '2026-09-24T10:00' });
const PICTURE = join(__dirname, '../../docs/images/citizen-and-staff.png');

test('the console beside the phone goes to the next working day: over Mid-Autumn Festival to Monday', async () => {
  const hand = await system.open('demo-citizen-1');
  const page = await hand.page.context().newPage();
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(system.cloud.url);
  await page.getByText('2026 年 9 月 24 日 周四 10:0').waitFor();
  await page.getByRole('button', { name: '下一个工作日 9:00' }).click();
  await page.getByText('2026 年 9 月 28 日 周一 09:00').waitFor();
  await system.at('2026-09-24T10:00');
});

test('citizen and staff side by side, for the README', async () => {
  const { no } = await system.citizen('picture').file({
    kind: 'complaint',
    serviceId: 'S002',
    title: '社保卡补办三次被拒',
    text: '我到窗口补办社保卡，工作人员说系统有问题让我下周再来，已经跑了三次还没办好。',
    applicant: { type: 'person', name: '王小明' },
    contact: { phone: '13800138000' },
  });
  await system.at('2026-10-09T10:12');
  await system.staff('demo-hrss-handler').act(no, 'claim');
  const citizen = await system.open('picture', `/packages/citizen/ticket/index?no=${no}`);
  const staff = await system.open('demo-hrss-handler', `/packages/staff/tickets/ticket/index?no=${no}`);
  await citizen.sees('最迟答复您');
  await staff.sees(/前：决定是否受理/);
  await Promise.all([citizen.settled(), staff.settled()]);
  const [left, right] = await Promise.all([citizen.page.screenshot(), staff.page.screenshot()]);
  const phone = (picture: Buffer): string =>
    `<img src="data:image/png;base64,${picture.toString('base64')}" style="width:375px;border-radius:28px">`;
  const sheet = await citizen.page.context().newPage();
  await sheet.setViewportSize({ width: 854, height: 876 });
  await sheet.setContent(
    `<body style="margin:0;padding:32px;display:flex;gap:40px;background:#cfd6de">${phone(left)}${phone(right)}</body>`,
  );
  await sheet.waitForFunction(() => [...document.images].every(image => image.complete));
  const picture = await sheet.screenshot();
  expect(picture.length).toBeLessThan(200_000);
  // Fonts differ between machines: the committed picture changes only when somebody wants it to.
  if (process.env['UPDATE_PICTURES'] || !existsSync(PICTURE)) writeFileSync(PICTURE, new Uint8Array(picture));
});
