import { openLab, type Lab } from './lab';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ now: '2026-09-24T10:00:00+08:00' });
});
afterAll(() => lab.end());

const upload = async (body: Buffer, headers: Record<string, string> = {}) => {
  const response = await fetch(`${lab.url}/control/upload`, {
    method: 'POST',
    headers: { 'x-openid': 'anna', 'content-type': 'image/png', ...headers },
    body: body as unknown as string,
  });
  return { status: response.status, body: (await response.json()) as { fileID: string } };
};

const temporary = (fileID: string, maxAge = 60) =>
  lab.inFunction(async ({ cloud }, file) => (await cloud.getTempFileURL({ fileList: [file] })).fileList[0]!, {
    fileID,
    maxAge,
  });

test('an upload gives a fileID; only a temporary URL shows it, until it expires', async () => {
  const bytes = Buffer.from([0x89, 0x50, 0, 255, 1]);
  const { body } = await upload(bytes);
  expect(body.fileID).toMatch(/^cloud:\/\/.+\.png$/);
  const { tempFileURL } = await temporary(body.fileID);
  const shown = await fetch(tempFileURL);
  expect(shown.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(bytes);
  expect((await fetch(tempFileURL.split('?')[0]!)).status).toBe(403);
  expect((await fetch(tempFileURL.replace(/t=\d+/, 't=9999999999'))).status).toBe(403);
  lab.control.setNow('2026-09-24T10:02:00+08:00');
  expect((await fetch(tempFileURL)).status).toBe(403);
});

test('the phone reads and deletes the files of its own person, nobody else’s', async () => {
  const { body } = await upload(Buffer.from([1, 2, 3]));
  const read = (as: string, method = 'GET') =>
    fetch(`${lab.url}/control/file?fileID=${encodeURIComponent(body.fileID)}&as=${as}`, { method });
  const own = await read('anna');
  expect(Buffer.from(await own.arrayBuffer())).toEqual(Buffer.from([1, 2, 3]));
  expect((await read('bert')).status).toBe(404);
  expect((await fetch(`${lab.url}/control/file?fileID=nothing&as=anna`)).status).toBe(404);
  expect((await read('bert', 'DELETE')).status).toBe(404);
  expect((await read('anna', 'DELETE')).status).toBe(200);
  expect((await read('anna')).status).toBe(404);
});

test('functions upload, download and delete', async () => {
  const seen = await lab.inFunction(async ({ cloud }) => {
    const { fileID } = await cloud.uploadFile({
      cloudPath: 'reports/月报 1.txt',
      fileContent: Buffer.from('报告'),
    });
    const { fileContent } = await cloud.downloadFile({ fileID });
    const deleted = (await cloud.deleteFile({ fileList: [fileID] })).fileList[0]!.status;
    const after = (await cloud.getTempFileURL({ fileList: [fileID] })).fileList[0]!;
    return { fileID, text: fileContent.toString(), deleted, after: after.tempFileURL };
  });
  expect(seen).toEqual({
    fileID: 'cloud://local.local/reports/月报 1.txt',
    text: '报告',
    deleted: 0,
    after: '',
  });
});

test('nobody uploads without a name, outside of the bucket, or more than 50 MB', async () => {
  expect((await upload(Buffer.from('x'), { 'x-openid': '' })).status).toBe(400);
  for (const path of ['../cloud.db', '/etc/passwd', 'a//b', 'a\\b', '%00', '%'])
    expect((await upload(Buffer.from('x'), { 'x-cloud-path': path })).status).toBe(400);
  expect((await upload(Buffer.alloc(51 * 1024 * 1024))).status).toBe(413);
  expect((await upload(Buffer.from('x'), { 'x-cloud-path': 'own/name.png' })).body.fileID).toBe(
    'cloud://local.local/own/name.png',
  );
});
