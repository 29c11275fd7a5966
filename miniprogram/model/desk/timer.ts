import type { ShownAside, ShownJob, ShownTimer } from '../../../typings/api/oversight';
import type { Light } from '../../../typings/contract';
import { momentText } from '../../lib/dates';
import { LIGHT_SHAPES } from '../../lib/lights';

/** Shape, words and colour, never colour alone. */
const lit = (light: Light, words: string) => ({ light, state: `${LIGHT_SHAPES[light]} ${words}` });

/** How a job of the timer goes, in one line. */
export const jobLine = ({ name, label, succeededAt, failures, errorNo, waiting, note = '' }: ShownJob) => ({
  name,
  label,
  ...(failures > 0
    ? lit('red', `连续 ${failures} 次没有完成`)
    : waiting > 0
      ? lit('yellow', '有几项没有成功')
      : lit('green', '正常')),
  details: [
    succeededAt ? `上次完成 ${momentText(succeededAt)}` : '还没有完成过',
    waiting > 0 ? `${waiting} 项在等待` : '',
    failures > 0 && errorNo ? `错误编号 ${errorNo}` : '',
    note,
  ]
    .filter(Boolean)
    .join(' · '),
});

/** One thing that could not be done: what, about what, and whether it is tried again by itself. */
export const asideLine = ({ id, label, about, tries, since, errorNo, nextAt, unknown }: ShownAside) => ({
  id,
  head: about ? `${label}：${about}` : label,
  ...(nextAt
    ? lit('yellow', `${momentText(nextAt)} 自动再试`)
    : unknown
      ? lit('red', '对方没有回音，可能已经送达；重试可能使对方收到两次')
      : lit('red', '已暂停，等您重试')),
  details: `${momentText(since)} 起，试过 ${tries} 次 · 错误编号 ${errorNo}`,
});

/** The timer as a whole. */
export const timerText = ({ silent, finishedAt, jobs }: ShownTimer): { text: string; well: boolean } => {
  const last = finishedAt ? `上次运行 ${momentText(finishedAt)}` : '还没有运行过';
  if (silent) return { text: `■ 计时任务没有在运行，提醒和升级可能延误，请联系运维。${last}`, well: false };
  const broken = jobs.filter(({ failures }) => failures > 0).length;
  if (broken > 0) return { text: `■ ${broken} 项任务没有完成，其余照常。${last}`, well: false };
  return { text: `● 计时任务正常。${last}`, well: true };
};
