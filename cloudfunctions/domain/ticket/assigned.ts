import type { CivilDate } from '../time';

/**
 * 交办件 (A54): what a document assigns — an instruction of the leadership, an inspection, a petition. It has the number of
 * its document, the day that the document names instead of the limits of the rule set, and is signed by the manager.
 */
export const origins = [
  { value: 'instruction', label: '领导批示' },
  { value: 'inspection', label: '督查' },
  { value: 'petition', label: '信访' },
] as const;
export type Origin = (typeof origins)[number]['value'];
export const originNames = origins.map(({ value }) => value) as [Origin, ...Origin[]];

export type Assigned = { origin: Origin; dueOn: CivilDate };

export const originLabel = (origin: Origin): string =>
  origins.find(({ value }) => value === origin)?.label ?? origin;

const BRACKETS = /[[\](){}<>〔〕【】〈〉《》「」]+/g;

/** Two ways of writing one document number compare alike: `粤府督〔2026〕第012号` and `粤府督[2026]12号`. */
export const foldDocumentNo = (documentNo: string): string =>
  documentNo
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(BRACKETS, '|')
    .replace(/第(?=\d)/g, '')
    .replace(/(?<!\d)0+(?=\d)/g, '')
    .replace(/[‐-―−－_]/g, '-');
