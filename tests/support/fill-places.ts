import { LOOKER } from './every-page';
import type { RealSystem } from './real-system';

/** Files and does what the places show; what in their addresses stands for it, by its word. */
export async function fillPlaces(system: RealSystem): Promise<Record<string, string>> {
  const known: Record<string, string> = {};
  const citizen = system.citizen(LOOKER);
  const handler = system.staff('demo-hrss-handler');
  const complaint = { kind: 'complaint' as const, serviceId: 'S001', contact: { phone: '13800138000' } };
  const file = async (more: object): Promise<string> => (await citizen.file({ ...complaint, ...more })).no;
  known['DISPATCHED'] = await file({ title: '社会保障卡补办三次都被窗口以系统问题为由拒绝办理' });
  known['REFUSED'] = await file({ title: '仲裁结果不满意要求重新查工资' });
  known['REPLIED'] = await file({ title: '养老金少发了一个月' });
  known['SUBMITTED'] = await file({ title: '小区门口的路灯坏了', serviceId: undefined });
  const { askId } = await citizen.call<{ askId: string }>('ask', { text: '收不到验证码怎么办？' });
  known['ANSWERED'] = await file({
    kind: 'consultation',
    serviceId: undefined,
    askId,
    title: '收不到验证码',
  });
  await handler.act(known['REFUSED'], 'refuse', {
    reason: '同一争议已经申请仲裁。',
    basis: '《劳动保障监察条例》第二十一条',
    redirect: '向人民法院起诉',
  });
  await handler.act(known['REPLIED'], 'reply', { text: '已补发，请核对银行到账记录。' });
  const { notices } = await citizen.call<{ notices: { id: string }[] }>('notice.list');
  known['NOTICE'] = notices[0]?.id ?? '';
  const meeting = {
    subject: '数据不同步',
    background: '两家说法不一。',
    parties: [{ unitId: 'hrss' }, { unitId: 'psb' }],
  };
  const boss = system.staff('demo-manager');
  const { ticket } = await boss.call<{ ticket: { no: string } }>('procedure.open', {
    kind: 'coordination',
    requestId: '00000000-0000-4000-8000-00000000c001',
    input: meeting,
  });
  known['MEETING'] = ticket.no;
  const { faqs } = await boss.call<{ faqs: { id: string }[] }>('faq.list', { view: 'published' });
  known['ENTRY'] = faqs[0]?.id ?? '';
  await system.staff('demo-operator').call('report.build', { type: 'monthly', period: '2026-08' });
  await system.at('2026-09-24T10:01');
  return known;
}
