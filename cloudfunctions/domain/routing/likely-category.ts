import { isTechnical } from './technical';

/** Signs of not getting into the mini-program at all, whatever the service; the others may be the service's own. */
const ENTERING = [
  '登录不上',
  '登录',
  '验证码',
  '人脸识别',
  '闪退',
  '小程序',
  '绑定',
  '绑定失败',
  '密码',
  '实名认证',
  '收不到短信',
  '账号',
  '设置',
];
/** Fewer characters than these say too little. */
const SHORTEST = 8;
const SURE = 0.75;

/**
 * What a citizen's text is most likely about, as a proposal that the citizen confirms (contract §7: an unsure ticket
 * goes to the operator): the mini-program (`technical`), an error inside the chosen service (`system`), or a matter
 * (`business`). `undefined` where the text does not say enough.
 */
export const likelyCategory = (
  text: string,
  aboutService: boolean,
): 'technical' | 'business' | 'system' | undefined => {
  if ([...text.trim()].length < SHORTEST) return undefined;
  const { technical, confidence, why } = isTechnical(text);
  if (confidence < SURE) return undefined;
  if (!technical) return 'business';
  return aboutService && !why.some(sign => ENTERING.includes(sign)) ? 'system' : 'technical';
};
