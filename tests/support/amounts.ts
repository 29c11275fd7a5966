/** A number with a unit of time in a text, in figures or in Chinese ones: what a rule set may change (design §1). */

const FIGURES = '[0-9０-９一二两三四五六七八九十百半]+';
const UNITS = '(?:工作日|自然日|服务小时|小时|分钟|天|日(?!期)|个月|月内|周(?![一二三四五六日天])|年(?!度))';
const AMOUNT = new RegExp(`${FIGURES}\\s*(?:个半|个|多)?\\s*${UNITS}`, 'g');

/** Which one, not how many: a date, `同一天`, `放假前的最后一个工作日`, `第二天`. */
const WHICH = [
  /[0-9]{4}\s*年/g,
  /[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日/g,
  /(?:同|这|那|下|每|最后)一个?(?:工作日|天|周|分钟|年)/g,
  new RegExp(`第\\s*${FIGURES}\\s*个?\\s*${UNITS}`, 'g'),
];

/** The amounts that a text says: `7 个工作日`, `两小时`, `一年`. */
export const amountsIn = (text: string): string[] =>
  WHICH.reduce((left, which) => left.replace(which, '、'), text).match(AMOUNT) ?? [];
