import type { FaqVersion, FaqWarning, FullFaq } from '../../typings/api';
import { type Mounted } from './harness';
import { newPhone, ok, type CloudScript, type Phone } from './phone';
import { member } from './samples';

/** Who works on the knowledge base, an entry with its versions, and a phone with files; written for the tests. */

export const PAGE = (name: string) => `packages/staff/${name}/index`;
export const me = (roles: string[], unit?: { id: string; name: string }) => () =>
  ok(member(roles, { unit, menu: [{ key: 'knowledge', label: '知识库' }] }));
export const handler = me(['handler'], { id: 'hrss', name: '省人社厅' });
export const manager = me(['manager']);

export const version = (more: Partial<FaqVersion> = {}): FaqVersion => ({
  id: 'K1',
  version: 1,
  question: '社保卡丢了怎么办',
  similar: ['卡丢了'],
  answer: '先挂失，再补办。',
  unitId: 'hrss',
  unitName: '省人社厅',
  stage: 'draft',
  stageLabel: '草稿',
  saved: { name: '张三', at: '2026-09-24T10:00:00.000+08:00' },
  approvals: [],
  acts: ['save', 'submit'],
  ...more,
});
export const full = (newest: FaqVersion, more: Partial<FullFaq> = {}): FullFaq => ({
  pending: newest,
  versions: [newest],
  warnings: [],
  serviceNames: {},
  ...more,
});
export const conflict: FaqWarning = {
  kind: 'conflict',
  faqId: 'F9',
  question: '社保卡遗失怎么补',
  answer: '不用补。',
  unitName: '省人社厅',
  asked: '社保卡丢了怎么办',
  meets: '社保卡丢了',
  reason: '一个说可以，另一个说不可以或者不需要',
};

/** A phone that can also choose, read and write files. */
export const phoneWith = (
  script: CloudScript,
  file?: { name: string; size: number; data: string },
): Phone => {
  const phone = newPhone(script);
  Object.assign((globalThis as unknown as { wx: Record<string, unknown> }).wx, {
    env: { USER_DATA_PATH: 'wxfile://usr' },
    setNavigationBarTitle: () => undefined,
    navigateBack: () => phone.storage.set('went', 'back'),
    chooseMessageFile: () =>
      file
        ? Promise.resolve({ tempFiles: [{ path: 'wxfile://tmp', ...file }] })
        : Promise.reject(new Error('cancel')),
    getFileSystemManager: () => ({
      readFile: (options: { success: (found: { data: string }) => void }) =>
        options.success({ data: file?.data ?? '' }),
      writeFileSync: (path: string, data: string) => phone.storage.set(path, data),
    }),
    shareFileMessage: (sent: object) => phone.storage.set('shared', sent),
  });
  return phone;
};
export const called = (page: Mounted, action: string) =>
  page.phone.calls.filter(call => call.action === action).map(call => call.input);
