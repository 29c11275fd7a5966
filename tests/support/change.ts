import type { ShownTicket } from '../../typings/contract';
import type { Person, System } from './system';

/** Applications to adjust or withdraw a service (G-3.2.2), for the stories about them. */

export const APPROVES = 'gdzw-0001.5-2019';
export const FILES = 'ganfutong-draft-2025-06';

export const letter = ['cloud://demo/letter-with-seal.pdf'];
export const adjustment = {
  serviceId: 'S001',
  changeType: 'adjust',
  reason: '按照新的办事指南调整。',
  impact: '名称改为“社保卡首次申领”，办理步骤不变。',
  name: '社保卡首次申领',
  openType: 'h5',
  openTarget: 'https://service.banjie.example/first-card',
  ownerName: '何负责',
  ownerPhone: '020-83330002',
  letter,
};
export const withdrawal = {
  changeType: 'withdraw',
  reason: '政策到期。',
  impact: '不再受理新的申请。',
  instead: '可到当地人社窗口办理。',
  letter,
};
export const done = { stepLog: '1. 核对工单；2. 修改登记；3. 检查显示。' };
export const verified = { verifier: '运营甲', evidence: '真机查看三处，显示一致。' };

export const fact = ({ facts = [] }: ShownTicket, name: string): string | undefined =>
  facts.find(one => one.name === name)?.value;

export const changesOf = ({ staff, at }: Pick<System, 'staff' | 'at'>) => ({
  activate: (id: string): Promise<unknown> =>
    staff('demo-manager').call('ruleset.activate', { id, version: 1 }),
  /** From the application to the moment in which it can be executed. */
  readyToExecute: async (input: object, unit: Person, day: string): Promise<string> => {
    const { no, state } = await unit.open('change', input);
    if (state === 'review') await staff('demo-manager').act(no, 'approve');
    await staff('demo-operator').act(no, 'schedule', { executeAt: `${day}T20:00:00+08:00` });
    at(`${day}T20:30`);
    return no;
  },
});
