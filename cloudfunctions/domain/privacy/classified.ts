import { fold } from '../typed/fold';

/**
 * Formal marks of state secrets (A23, J-21d). A mark is the level with its star (国家秘密标志 level ★ term),
 * the level behind 密级, or the level with its term on a line of its own. The bare words 绝密, 机密, 秘密
 * are ordinary Chinese and pass.
 */
const STAR = '[★☆✩✭✮✯✰✪⭐⚝]';
const LEVEL = '(?:绝|絕|机|機|秘)密';
const TERM = '(?:\\d{1,3}|[一二三四五六七八九十]{1,3})(?:年|个月|個月)|长期|長期|启用前|啟用前';

const RULES: { ruleId: string; pattern: RegExp }[] = [
  // A row of stars is a rating, one star is a mark.
  { ruleId: 'A23-star', pattern: new RegExp(`${LEVEL}${STAR}(?!${STAR})`) },
  { ruleId: 'A23-star', pattern: new RegExp(`${LEVEL}\\*(?:${TERM})`) },
  { ruleId: 'A23-level', pattern: new RegExp(`密(?:级|級)[】\\])〕]?[:=](?:国家|國家)?[【\\[(〔]?${LEVEL}`) },
];

/** These look at lines: in running text 秘密 may well be followed by a number of years. */
const LINE_RULES: { ruleId: string; pattern: RegExp }[] = [
  { ruleId: 'A23-term', pattern: new RegExp(`^${LEVEL}(?:${TERM})$`) },
  { ruleId: 'A23-level', pattern: new RegExp(`^密(?:级|級)${LEVEL}$`) },
];

const firstMatch = (rules: typeof RULES, text: string): { ruleId: string } | undefined => {
  const rule = rules.find(({ pattern }) => pattern.test(text));
  return rule && { ruleId: rule.ruleId };
};

/**
 * The rule that a text breaks by a formal mark of a state secret, or undefined. Only the rule's id is
 * given back, so that nothing of the text can be stored or logged. Blanks, line breaks, invisible
 * characters and full-width forms inside a mark do not hide it. Linear in the length of the text.
 */
export const classifiedMarkIn = (text: string): { ruleId: string } | undefined => {
  const folded = fold(text);
  const inOnePiece = firstMatch(RULES, folded.replace(/\s/g, ''));
  if (inOnePiece) return inOnePiece;
  for (const line of folded.split(/[\n\r]+/)) {
    const found = line.length <= 60 ? firstMatch(LINE_RULES, line.replace(/\s/g, '')) : undefined;
    if (found) return found;
  }
  return undefined;
};
