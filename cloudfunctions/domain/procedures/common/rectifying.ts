import type { Change, Input } from '../../engine';
import type { CivilDate } from '../../time';

/** 整改: the one way in which a procedure opens a rectification of what it has found (J-14b, J-16a, J-24). */

export const RECTIFICATION = 'rectification';

/** Where a finding comes from. */
export const findingSources = [
  { value: 'inspection', label: '巡检、检查' },
  { value: 'duty', label: '例行检查' },
  { value: 'sample', label: '随机抽查' },
  { value: 'simulation', label: '模拟办事' },
  { value: 'report', label: '运营报告' },
  { value: 'rating', label: '群众差评' },
  { value: 'visit', label: '回访' },
  { value: 'test', label: '测评、测试' },
  { value: 'other', label: '其他' },
] as const;

export const severities = [
  { value: 'high', label: '高' },
  { value: 'medium', label: '中' },
  { value: 'low', label: '低' },
] as const;

export type Finding = {
  source: (typeof findingSources)[number]['value'];
  /** What kind of matter: what comes back at one unit is told by it. */
  matter: string;
  findings: readonly { what: string }[];
  cause?: string | undefined;
  /** Whoever has to mend it; without both the operator. */
  unitId?: string | undefined;
  region?: string | undefined;
  dueOn?: CivilDate | undefined;
};

/** Opens it about the ticket that changes, in the same transaction. Who acts has found it and checks it again. */
export const orderRectification = (change: Change, finding: Finding): void =>
  change.open({
    kind: RECTIFICATION,
    relation: 'about',
    input: { ...finding, findings: finding.findings.map(one => ({ ...one })) } satisfies Input,
  });
