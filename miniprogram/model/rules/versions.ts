import type { ListedRuleSet, RuleDifference } from '../../../typings/api';
import { dayText, momentText } from '../../lib/dates';

/** Versions of rule sets in a list, and what one of them would change. */

/** `第 2 版`, with what is to be known of it before it is opened: shape and words, never colour alone. */
export const versionLine = ({ id, version, draft, active, from, saved }: ListedRuleSet) => ({
  id,
  version,
  head: `第 ${version} 版`,
  mark: active ? '● 现行' : from ? `▲ ${dayText(from)}起施行` : '',
  draft: draft ? '征求意见稿' : '',
  origin: saved ? `${saved.by} 于 ${momentText(saved.at)} 保存` : '随产品提供',
});

export type VersionLine = ReturnType<typeof versionLine>;
export type RuleSetLines = { id: string; name: string; source: string; versions: VersionLine[] };

/** The rule sets, each with its versions, the newest first. */
export const ruleSetLines = (ruleSets: ListedRuleSet[]): RuleSetLines[] => {
  const ids = ruleSets.map(({ id }) => id).filter((id, at, all) => all.indexOf(id) === at);
  return ids.map(id => {
    const versions = ruleSets.filter(one => one.id === id).reverse();
    return {
      id,
      name: versions[0]?.name ?? '',
      source: versions[0]?.source ?? '',
      versions: versions.map(versionLine),
    };
  });
};

/** `投诉：答复处理结果（G-5.3d）：20 个工作日 → 25 个工作日`. */
export const differenceText = ({ label, clause, before, after }: RuleDifference): string =>
  `${label}${clause ? `（${clause}）` : ''}：${before} → ${after}`;

/** More lines than so many do not fit into a question. */
const MOST_ASKED = 6;

/** What somebody who activates a version says yes to. */
export const activationText = (differences: RuleDifference[], from = ''): string => {
  const lines = differences.slice(0, MOST_ASKED).map(differenceText);
  const rest = differences.length - lines.length;
  return [
    `${from ? `${dayText(from)} 0:00 起` : '以后'}提交的件按这一版办理，已提交的件不变。`,
    ...(differences.length === 0 ? ['与现行规则没有不同。'] : lines),
    ...(rest > 0 ? [`另有 ${rest} 处，见页面`] : []),
  ].join('\n');
};
