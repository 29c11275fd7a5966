/** Windows of maintenance as the form takes them, for the stories about them. */

export const at = (time: string): string => `${time}:00+08:00`;
export const plan = (serviceId: string, startsAt: string, endsAt: string, more: object = {}) => ({
  type: 'upgrade',
  serviceId,
  startsAt: at(startsAt),
  endsAt: at(endsAt),
  impact: '期间不能提交申请，也不能查询进度。',
  instead: '请改在第二天办理，急需的可到服务网点窗口。',
  ...more,
});

export const verified = { verifier: '经办甲', evidence: '维护后提交三次均成功，查询正常。' };
