import { useRealSystem } from '../support/real-system';

/** The main job done by hand where the cloud is as slow and as narrow as the smallest plan. Thursday 2026-09-24, 10:00. */
const system = useRealSystem({ now: '2026-09-24T10:00', profile: 'production' });
const title = '装修公司拖欠三个月工资';

test('a citizen files, the operator dispatches, the handler answers, the citizen reads it', async () => {
  const citizen = await system.open('citizen', '/pages/home/index');
  await citizen.press(/我要投诉/);
  await citizen.type('什么事', `${title}，多次催要没有结果，请督促支付。`);
  await citizen.press(/^属于哪一类/);
  await citizen.press('不确定由工作人员帮您判断');
  await citizen.press('联系方式、替别人提交等（选填）');
  await citizen.type('标题', title);
  await citizen.type('联系电话', '13800138000');
  await citizen.press('同意个人信息处理规则');
  await citizen.press('提交');
  const no = await citizen.ticketNo();
  await citizen.close();

  const operator = await system.open('demo-operator', '/pages/workbench/index');
  await operator.press(new RegExp(title));
  await operator.act('分类', {}, ['办事业务']);
  await operator.act('分办', {}, [/^选 .*人力资源和社会保障/]);
  await operator.sees('待受理');
  await operator.close();

  const { unit } = await system.staff('demo-operator').get(no);
  const handler = await system.open(`demo-${unit?.id}-handler`, '/pages/workbench/index');
  await handler.press(new RegExp(title));
  await handler.act('受理');
  await handler.act('答复', { 答复内容: '已责令公司十日内支付拖欠的工资。' });
  await handler.sees('已答复');
  await handler.close();

  const reader = await system.open('citizen', `/packages/citizen/ticket/index?no=${no}`);
  await reader.sees('已责令公司十日内支付拖欠的工资。');
});
