import type { Candidate } from '../identifier';

/** Accounts and numbers in registers: they look like anything, so that they count only right beside their name. */

type Account = { name: string; shape: string };

const WECHAT =
  '微 ?信|微 ?訊|薇信|绿泡泡|威信|维信|卫星(?=号)|徽信|V ?信|V ?❤|wechat|weixin|\\bVX|\\bWX(?!id_)|加V|(?<![A-Za-z])V(?= ?[:号])|加薇|加微|[个我]薇|[个我]微|(?<![A-Za-z])[vw]我';
const QQ = 'Q ?Q|扣扣|企鹅|抠抠|叩叩|球球|(?<![A-Za-z])Q(?= ?[号:])|加Q(?!群)';
const REGISTER =
  '(?:社保|社會保障|社会保障|社会保险|医保|醫保|医疗保险|养老|养老保险|失业保险|工伤保险|公积金|公積金|参保|個人|个人)(?:卡|账户|个人|电脑|参保|保险|缴存)?[ 的]?(?:卡号|电脑号|个人编号|编号|編號|账号|帐号|号码|號碼|号|號|卡)' +
  '|(?:个人)?编号\\((?:社保|医保|公积金)\\)|学号|學號|学籍号|准考证号|考生号';

/** Between the name and the account. */
const LINK =
  ' ?\\(?(?:号码|號碼|账号|帐号|号|號|id|no\\.?)?\\)?(?:就?是|为|為|係|系|同|叫|=|→|->)?[ :"“(\\[\\n-]{0,4}';
/** Between the account and the name behind it. */
const BACK =
  '[" ,()”\\n]{0,2}(?:加)?(?:这个?|呢个|此)?(?:就?是|为|係)?(?:我|他|她|您|你|本人)?(?:的|嘅)?(?:个人)?';
const WORD_ACCOUNT = '[A-Za-z][A-Za-z0-9_.-]{5,30}|\\d{5,11}';
const NUMBER = '[1-9](?:[ -]?\\d){4,10}';
const CODE = '[A-Za-z]{0,2}-?\\d(?:[ \\-\\n]?\\d){5,17}[A-Za-z]?|[A-Za-z]\\d{4,10}[A-Za-z]\\d{0,6}';

const ACCOUNTS: Account[] = [
  { name: WECHAT, shape: WORD_ACCOUNT },
  { name: QQ, shape: NUMBER },
  { name: REGISTER, shape: CODE },
];

/** Sums, counts, dates and versions beside the name, and what is no account but a word. */
const isOther = (value: string, after: string): boolean =>
  /^ ?(?:元|块|圆|万|人|次|年|月|日|件|个|群|版|岁|%|\.\d)/.test(after) ||
  /\d\.\d/.test(value) ||
  /^(?:19|20)\d{2}[01]\d[0-3]\d$/.test(value) ||
  /^(?:ios|iphone|ipad|android|windows|mac|harmony|huawei|pay|work|mini)/i.test(value);

const patternsOf = ({ name, shape }: Account) => [
  new RegExp(`(?<=(?:${name})(${LINK}))(?:${shape})(?![A-Za-z0-9_])`, 'gi'),
  new RegExp(`(?<![A-Za-z0-9_.-])(?:${shape})(?=${BACK}(?:${name}))`, 'gi'),
];

const PATTERNS = ACCOUNTS.flatMap(account => patternsOf(account));

/** Every account has one; most texts have none, and their search looks back from each place. */
const IN_ACCOUNTS = /[A-Za-z0-9]/;

/** In a folded text. */
export const findAccounts = (text: string): Candidate[] =>
  (IN_ACCOUNTS.test(text) ? PATTERNS : []).flatMap(pattern =>
    [...text.matchAll(pattern)].flatMap(match => {
      const [written, link] = match;
      const end = match.index + written.length;
      const value = written.replace(/[ \n-]/g, '');
      // Letters alone are a word, unless the name says that a number of an account follows.
      const isWord = !/[\d_-]/.test(written) && !/号|號|id|:|是|为/i.test(link ?? '');
      if (isWord || isOther(value, text.slice(end, end + 3))) return [];
      return [{ kind: 'account' as const, value, start: match.index, end, rank: 7 }];
    }),
  );
