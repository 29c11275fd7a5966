import { zipSync, strToU8 } from 'fflate';
import { file as fileFields } from '../support/file-samples';
import {
  encodeName,
  plainName,
  readUpload,
  uploadFolder,
} from '../../cloudfunctions/domain/files/upload-path';
import { contentKind, fittingName } from '../../cloudfunctions/domain/files/content';
import { withoutMetadata } from '../../cloudfunctions/domain/files/without-metadata';
import { keepFiles } from '../../cloudfunctions/usecases/files/keep-files';
import { eraseAccount } from '../../cloudfunctions/usecases/account/erase-account';
import { fileTicket } from '../../cloudfunctions/usecases/tickets/file-ticket';
import { actOnTicket } from '../../cloudfunctions/usecases/tickets/act-on-ticket';
import { getTicket } from '../../cloudfunctions/usecases/tickets/show-ticket';
import { encodeName as encodeOnPhone, nameOfUpload } from '../../miniprogram/lib/file-names';
import { bytesOf, gifWith, jpegWith, pngWith, webpWith } from '../support/file-samples';
import { handlerOf, MONDAY, owner, service, stranger } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { uploadsOf } from '../support/uploads';

/** Files: what comes in is looked into, cleaned, copied and kept with its hash; nothing else is a file. */

const GPS = 'GPS 31.2304 N';

describe('what a file is, by its content', () => {
  const office = (part: string) =>
    zipSync({ '[Content_Types].xml': strToU8('<x/>'), [part]: strToU8('<x/>') });
  test.each<[string, Uint8Array, string | undefined]>([
    ['a JPEG', jpegWith(), 'image/jpeg'],
    ['a PNG', pngWith(), 'image/png'],
    ['a WebP', webpWith(), 'image/webp'],
    ['a GIF', gifWith(), 'image/gif'],
    ['a PDF', bytesOf('%PDF-1.7'), 'application/pdf'],
    ['a Word document', office('word/document.xml'), contentKind(office('word/a.xml'))?.type],
    ['an archive', zipSync({ 'a.txt': strToU8('a') }), undefined],
    [
      'a document with a program in it',
      zipSync({ '[Content_Types].xml': strToU8('<x/>'), 'word/vbaProject.bin': strToU8('x') }),
      undefined,
    ],
    ['half an archive', office('word/document.xml').slice(0, 60), undefined],
    ['HTML', bytesOf('<!doctype html><script>alert(1)</script>'), undefined],
    ['SVG', bytesOf('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), undefined],
    ['a program', bytesOf('MZ\x90\x00'), undefined],
    ['text', bytesOf('hello'), undefined],
  ])('%s', (_what, bytes, type) => expect(contentKind(bytes)?.type).toBe(type));

  test('the ending of the name follows the content', () => {
    const png = contentKind(pngWith())!;
    expect(fittingName('照片.JPG', png)).toBe('照片.png');
    expect(fittingName('截图.PNG', png)).toBe('截图.PNG');
    expect(fittingName('无', png)).toBe('无.png');
  });
});

describe('pictures lose what tells of person and place', () => {
  const pictures = {
    jpeg: jpegWith(GPS),
    png: pngWith(GPS),
    webp: webpWith(GPS),
    gif: gifWith(GPS),
  } as const;
  test.each(Object.entries(pictures) as [keyof typeof pictures, Uint8Array][])('%s', (kind, bytes) => {
    expect(Buffer.from(bytes).includes(GPS)).toBe(true);
    const clean = withoutMetadata(bytes, kind);
    for (const trace of [GPS, 'Exif', 'xmp', 'XMP', 'Photoshop', 'behind the end'])
      expect([trace, Buffer.from(clean).includes(trace)]).toEqual([trace, false]);
    // The picture itself stays, byte for byte; once clean it stays as it is.
    expect(Buffer.from(clean).includes('PICTURE-DATA')).toBe(true);
    expect(withoutMetadata(clean, kind)).toEqual(clean);
    expect(contentKind(clean)?.picture).toBe(kind);
  });

  test('a photo taken with the telephone on its side stays upright, and says nothing else', () => {
    const clean = Buffer.from(withoutMetadata(jpegWith(GPS, 6), 'jpeg'));
    const exif = clean.indexOf('Exif');
    expect(clean.readUInt16BE(exif + 6 + 10)).toBe(0x0112);
    expect(clean.readUInt16BE(exif + 6 + 18)).toBe(6);
    expect(clean.includes(GPS)).toBe(false);
  });

  test('half a picture is none, however it was cut', () => {
    for (const [kind, bytes] of Object.entries(pictures) as [keyof typeof pictures, Uint8Array][])
      for (let length = 0; length < bytes.length; length += 1)
        try {
          expect(Buffer.from(withoutMetadata(bytes.slice(0, length), kind)).includes(GPS)).toBe(false);
        } catch (error) {
          expect(['BrokenPicture', 'RangeError', 'Error']).toContain((error as Error).constructor.name);
        }
  });
});

test('names keep what they are, whatever they try', () => {
  expect(plainName('../../etc/passwd')).toBe('etcpasswd');
  expect(plainName('a\u202Egpj.exe')).toBe('agpj.exe');
  expect(plainName(`${'长'.repeat(200)}.docx`)).toMatch(/^长+….docx$/);
  for (const name of ['身份证 正面~1.jpg', "it's (2)!.pdf", '100%.pdf', '照片.jpg', 'a#b?c&d.png']) {
    const fileID = `cloud://env.bucket/uploads/${'a'.repeat(32)}/01234567/`;
    expect(readUpload(fileID + encodeName(name))?.name).toBe(plainName(name));
    expect(encodeOnPhone(name)).toBe(
      encodeName(name).replace(encodeName(plainName(name)), encodeOnPhone(name)),
    );
    expect(nameOfUpload(fileID + encodeOnPhone(name))).toBe(name);
  }
});

const storage = () => {
  const here = memory(MONDAY);
  return { here, ...uploadsOf(here) };
};

const file = (here: Memory, attachments: string[], requestId = '00000000-0000-4000-8000-000000000001') =>
  fileTicket(here, owner.id, {
    requestId,
    kind: 'complaint',
    category: 'business',
    title: '窗口不收材料',
    text: '窗口不收材料。',
    serviceId: service.id,
    attachments,
    consent: { policyVersion: '2026-11' },
  });

describe('a citizen files with a photo', () => {
  test('it is shown by its name, without its place, as a copy; its hash stands in the journal', async () => {
    const { here, files, upload } = storage();
    const fileID = upload(owner.id, '门牌.jpg', jpegWith(GPS));
    const { no, attachments } = await file(here, [fileID, fileID]);
    expect(attachments).toEqual([
      expect.objectContaining({ fileID, name: '门牌.jpg', type: 'image/jpeg', state: 'pending' }),
    ]);
    const [seen] = (await getTicket(here, handlerOf('hrss'), no)).attachments;
    expect(seen?.fileID).toMatch(/^cloud:\/\/env\.bucket\/kept\//);
    expect(seen?.name).toBe('门牌.jpg');
    const kept = files.get(seen?.fileID ?? '')!;
    expect(Buffer.from(kept).includes(GPS)).toBe(false);
    // Nothing with the place is left anywhere, and the folder of the person names nobody to staff.
    for (const bytes of files.values()) expect(Buffer.from(bytes).includes(GPS)).toBe(false);
    expect(JSON.stringify(await getTicket(here, handlerOf('hrss'), no))).not.toContain('uploads/');
    const sha256 = here.ports.secrets.sha256(kept);
    const [entry] = here.all('journal').filter(({ type }) => type === 'file');
    expect(entry?.payload).toMatchObject({ files: [{ fileID: seen?.fileID, sha256, size: kept.length }] });
    // Changed behind our back, the hash of what lies there is another.
    files.set(seen!.fileID, bytesOf('something else'));
    expect(here.ports.secrets.sha256(files.get(seen!.fileID)!)).not.toBe(sha256);
  });

  test('sent again it is the same ticket, and the path written again changes nothing', async () => {
    const { here, files, upload } = storage();
    const fileID = upload(owner.id, '门牌.jpg', jpegWith());
    const first = await file(here, [fileID]);
    files.set(fileID, jpegWith('another picture'));
    const again = await file(here, [fileID]);
    expect(again.no).toBe(first.no);
    expect(again.attachments).toEqual(first.attachments);
    expect([...files.values()].filter(bytes => Buffer.from(bytes).includes('another'))).toHaveLength(1);
  });

  test('a supplement and an answer take files in the same way', async () => {
    const { here, upload } = storage();
    const { no } = await file(here, []);
    const at = async () => here.get('tickets', no)!.ticket.version;
    const given = upload(owner.id, '收据.pdf', bytesOf('%PDF-1.7 receipt'));
    await actOnTicket(here, owner, {
      no,
      act: 'supplement',
      version: await at(),
      input: { text: '补', attachments: [given] },
    });
    const stolen = { text: '答', attachments: [given] };
    await expect(
      actOnTicket(here, handlerOf('hrss'), { no, act: 'reply', version: await at(), input: stolen }),
    ).rejects.toMatchObject({
      code: 'invalid',
      fields: { attachments: expect.stringContaining('没有收到') },
    });
    const openid = here.get('members', handlerOf('hrss').id)!.openid;
    const paper = upload(openid, '答复.pdf', bytesOf('%PDF-1.7 answer'));
    await actOnTicket(here, handlerOf('hrss'), {
      no,
      act: 'reply',
      version: await at(),
      input: { text: '答', attachments: [paper] },
    });
    const { attachments, replies } = await getTicket(here, owner, no);
    expect(attachments.map(({ name }) => name)).toEqual(['收据.pdf']);
    expect(replies[0]?.attachments.map(({ name, url }) => [name, Boolean(url)])).toEqual([
      ['答复.pdf', true],
    ]);
  });

  test('erased, the files are gone from the storage too, unless an open ticket needs them', async () => {
    const { here, files, upload } = storage();
    const once = upload(owner.id, '一.pdf', bytesOf('%PDF-1.7 one'));
    const twice = upload(owner.id, '二.pdf', bytesOf('%PDF-1.7 two'));
    const { no, version } = await file(here, [once, twice]);
    await file(here, [twice], '00000000-0000-4000-8000-000000000002');
    await actOnTicket(here, owner, { no, act: 'withdraw', version, input: {} });
    await eraseAccount(here, owner);
    expect([...files.values()].map(bytes => Buffer.from(bytes).toString())).toEqual(['%PDF-1.7 two']);
  });
});

const tooLarge = (): Uint8Array => {
  const bytes = new Uint8Array(10_485_761);
  bytes.set(jpegWith());
  return bytes;
};

describe('what is no file is refused, and nothing is written', () => {
  const own = uploadFolder(owner.id, memory(MONDAY).ports.secrets.sha256);
  test.each<[string, (world: ReturnType<typeof storage>) => string, string]>([
    ['any text', () => 'no file at all', '不是上传的文件'],
    ['an address', () => 'https://example.com/a.jpg', '不是上传的文件'],
    ['a path that climbs', () => `cloud://env.bucket/${own}/../../kept/a.jpg`, '不是上传的文件'],
    ['a copy of somebody’s', () => 'cloud://env.bucket/kept/abc.jpg', '不是上传的文件'],
    ['another folder', () => 'cloud://env.bucket/attachments/abc.jpg', '不是上传的文件'],
    ['another person’s file', ({ upload }) => upload(stranger.id, 'a.jpg', jpegWith()), '没有收到'],
    ['another environment’s file', () => `cloud://other.bucket/${own}/00000001/a.jpg`, '没有收到'],
    [
      'one that was deleted meanwhile',
      ({ upload, files }) => {
        const fileID = upload(owner.id, 'a.jpg', jpegWith());
        files.delete(fileID);
        return fileID;
      },
      '没有收到',
    ],
    ['an empty one', ({ upload }) => upload(owner.id, 'a.jpg', new Uint8Array()), '是空的'],
    ['one that is too large', ({ upload }) => upload(owner.id, 'a.jpg', tooLarge()), '最大 10 MB'],
    [
      'an archive called a picture',
      ({ upload }) => upload(owner.id, 'a.jpg', zipSync({ 'a.txt': strToU8('a') })),
      '只能传',
    ],
    ['HTML called a picture', ({ upload }) => upload(owner.id, 'a.jpg', bytesOf('<html></html>')), '只能传'],
    ['SVG', ({ upload }) => upload(owner.id, 'a.svg', bytesOf('<svg/>')), '只能传'],
    ['HEIC', ({ upload }) => upload(owner.id, 'a.heic', bytesOf('\0\0\0\x18ftypheic')), '存成 JPG'],
    ['half a picture', ({ upload }) => upload(owner.id, 'a.jpg', jpegWith().slice(0, 24)), '不完整'],
  ])('%s', async (_what, make, reason) => {
    const world = storage();
    const fileID = make(world);
    await expect(file(world.here, [fileID])).rejects.toMatchObject({
      code: 'invalid',
      fields: { attachments: expect.stringContaining(reason) as string },
    });
    expect(world.here.all('tickets')).toEqual([]);
    expect(world.here.all('files')).toEqual([]);
  });

  test('in a table the place is named, and what is right beside it can be sent again', async () => {
    const { here, upload } = storage();
    const good = upload(owner.id, 'a.pdf', bytesOf('%PDF-1.7'));
    const rows = [{ photo: [good] }, { photo: ['nothing'] }];
    await expect(keepFiles(here, owner, fileFields, { rows })).rejects.toMatchObject({
      fields: { 'rows.1.photo': expect.stringContaining('不是上传的文件') as string },
    });
    const { input } = await keepFiles(here, owner, fileFields, { rows: rows.slice(0, 1) });
    expect(input['rows']).toEqual([{ photo: [expect.stringMatching(/\/kept\//)] }]);
  });
});
