import type { ShownService } from '../../../typings/contract';

/** The register of services in words. */

/** A state is words and shape, never colour alone. */
export const SERVICE_STATES: Record<ShownService['state'], { words: string; tone: string }> = {
  online: { words: '● 正常', tone: 'ok' },
  fault: { words: '■ 有故障', tone: 'bad' },
  maintenance: { words: '▲ 维护中', tone: 'warn' },
  // When it comes back, its notice says.
  offline: { words: '■ 暂停服务', tone: 'bad' },
};

/** Withdrawn for good, other than what is off for a while. */
export const stateOf = ({ state, withdrawn }: Pick<ShownService, 'state' | 'withdrawn'>) =>
  withdrawn ? { words: '■ 已撤销', tone: 'bad' } : SERVICE_STATES[state];

export type Duty = 'owner' | 'technical' | 'content' | 'duty';
export type Contact = { duty: Duty; name: string; phone: string };
export type Limit = {
  n: number;
  unit: 'working-day' | 'calendar-day' | 'month';
  stage: 'accept' | 'reply';
  basis: string;
};

export const DUTIES: { value: Duty; label: string }[] = [
  { value: 'owner', label: '负责人' },
  { value: 'technical', label: '技术联系人' },
  { value: 'content', label: '内容联系人' },
  { value: 'duty', label: '值班电话' },
];

const STAGES: Record<Limit['stage'], string> = { accept: '受理', reply: '答复' };
const TERMS: Record<Limit['unit'], string> = {
  'working-day': '工作日',
  'calendar-day': '自然日',
  month: '个月',
};

/** `答复 20 工作日 《条例》第 3 条`: as it is shown, and as it is typed. */
export const limitText = ({ stage, n, unit, basis }: Limit): string =>
  `${STAGES[stage]} ${n} ${TERMS[unit]} ${basis}`;

const keyOf = <K extends string>(names: Record<K, string>, label: string): K | undefined =>
  (Object.keys(names) as K[]).filter(key => names[key] === label)[0];

/** Reads a line that was typed; nothing where it does not say all four parts. */
export function readLimit(line: string): Limit | undefined {
  const parts = /^\s*(受理|答复)\s*(\d{1,3})\s*(?:个\s*)?(工作日|自然日|月)\s*(\S.*)$/.exec(line);
  if (!parts) return undefined;
  const stage = keyOf(STAGES, parts[1] ?? '');
  const unit = parts[3] === '月' ? 'month' : keyOf(TERMS, parts[3] ?? '');
  return stage && unit ? { stage, n: Number(parts[2]), unit, basis: (parts[4] ?? '').trim() } : undefined;
}
