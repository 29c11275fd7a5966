/** Groups of digits in a folded text, and what may stand between the groups of one number. */

export type Group = { value: string; start: number; end: number; chinese: boolean };

const CHINESE_DIGITS: Record<string, string> = Object.fromEntries(
  [
    '零〇○洞',
    '一壹幺弌',
    '二贰貳两兩',
    '三叁參叄',
    '四肆',
    '五伍',
    '六陆陸',
    '七柒拐',
    '八捌',
    '九玖勾',
  ].flatMap((row, digit) => [...row].map(character => [character, String(digit)])),
);

const GROUP = /\d+|[零〇○洞一壹幺弌二贰貳两兩三叁參叄四肆五伍六陆陸七柒拐八捌九玖勾]+/g;

/** Every run of digits, those of words too: 一三八, 壹叁捌; 幺 is the spoken 1. */
export const groupsIn = (text: string): Group[] =>
  [...text.matchAll(GROUP)].map(([written], index, all) => {
    const start = all[index]?.index ?? 0;
    const chinese = !/^\d/.test(written);
    return {
      value: chinese ? written.replace(/./g, character => CHINESE_DIGITS[character] ?? '') : written,
      start,
      end: start + written.length,
      chinese,
    };
  });

/** Nothing may stand only between digits and words for digits. */
export const belongTogether = (gap: string): boolean =>
  /^(?:[ \-._·•・,:、/\\~|*#()[\]【】\n]{0,4}|空格?|横?杠)$/.test(gap);
/** What people group a number with; the rest of the gaps is also used to write several numbers, a range or a date. */
export const areNear = (gaps: string[]): boolean => gaps.every(gap => /^[ \-._·•・()]{0,3}$/.test(gap));

/** A number of a kind of its own that also may be long enough: an order, a case, a parcel. */
export const numbersAThing = (before: string): boolean =>
  /(订单|單號|单号|流水|工单|快递|运单|受理|业务|办件|案件|编号|编码|代码|批次|条码|发票|票据|项目|合同|凭证|收据|单据|回执|型号|批号|货号)(编号|编码|代码|号码|号)?[为是:#\s]*$/.test(
    before,
  ) && !/(身份|居住|居留|护照|通行|军官|台胞|回乡|证件|银行|社保)[^,。]{0,6}$/.test(before);
