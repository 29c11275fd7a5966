import { overlong } from '../typed/text';

const MINI_PROGRAM = /^(?:#小程序:\/\/\S+|wx[0-9a-f]{16})$/;
const WEB = /^https:\/\/([^\s/@]+)(?:\/\S*)?$/;
const LONGEST = 500;

/** What is wrong with the address by which a service is opened. */
export const openProblem = (type: string, target: string): string | undefined => {
  const tooMuch = overlong('打开的地址', LONGEST, target);
  if (tooMuch !== undefined) return tooMuch;
  if (type === 'miniprogram')
    return MINI_PROGRAM.test(target)
      ? undefined
      : '请填写小程序的 AppID（wx 开头共 18 位），或者 #小程序:// 开头的链接';
  const host = WEB.exec(target)?.[1] ?? '';
  const dot = host.indexOf('.', 1);
  return dot > 0 && dot < host.length - 1 ? undefined : '请填写 https:// 开头的网址';
};
