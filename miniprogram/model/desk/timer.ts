import type {
  ShownAside,
  ShownBuild,
  ShownData,
  ShownJob,
  ShownQueue,
  ShownTimer,
} from '../../../typings/api/oversight';
import type { Light } from '../../../typings/contract';
import { momentText } from '../../lib/dates';
import { LIGHT_SHAPES } from '../../lib/lights';

/** Shape, words and colour, never colour alone. */
const lit = (light: Light, words: string) => ({ light, state: `${LIGHT_SHAPES[light]} ${words}` });

/** How a job of the timer goes, in one line. */
export const jobLine = ({
  name,
  label,
  succeededAt,
  nextAt,
  failures,
  errorNo,
  waiting,
  note = '',
}: ShownJob) => ({
  name,
  label,
  ...(failures > 0
    ? lit('red', `连续 ${failures} 次没有完成`)
    : waiting > 0
      ? lit('yellow', '有几项没有成功')
      : lit('green', '正常')),
  details: [
    succeededAt ? `上次完成 ${momentText(succeededAt)}` : '还没有完成过',
    nextAt ? `下次不晚于 ${momentText(nextAt)}` : '',
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

/** What waits to go out, in one line; that there is none is said too. */
export const queueLine = ({ label, waiting, since, nextAt }: ShownQueue) => ({
  label,
  state: waiting === 0 ? '没有等待的' : `${waiting >= 100 ? '99+' : waiting} 项在等待`,
  details: since
    ? `最早的从 ${momentText(since)} 起`
    : nextAt
      ? `最早的 ${momentText(nextAt)} 发送或再试`
      : '',
});

/** Which build of a function runs; one of another build is what a deployment that stopped half way leaves. */
export const buildLine = ({ name, label, build, since, same }: ShownBuild) => ({
  name,
  label: `${label}（${name}）`,
  ...(same ? lit('green', '同一版本') : lit('yellow', '与工作人员端不是同一版本')),
  details: `${build} · ${momentText(since)} 起`,
});

/** How far the stored data are. */
export const dataText = ({ version, newest, running, failed, at }: ShownData): string => {
  if (running) return `▲ 数据正在升级到第 ${running.number} 版，已改 ${running.changed} 件`;
  if (version < newest) return `▲ 数据是第 ${version} 版，程序需要第 ${newest} 版，请运维运行数据升级`;
  const when = at ? `，${momentText(at)} 完成` : '';
  if (failed > 0) return `▲ 数据是第 ${version} 版${when}，有 ${failed} 件没能升级，请联系运维`;
  return `● 数据是第 ${version} 版，不用升级${when ? `（${when.slice(1)}）` : ''}`;
};

/** The timer as a whole. */
export const timerText = ({ silent, finishedAt, jobs }: ShownTimer): { text: string; well: boolean } => {
  const last = finishedAt ? `上次运行 ${momentText(finishedAt)}` : '还没有运行过';
  if (silent) return { text: `■ 计时任务没有在运行，提醒和升级可能延误，请联系运维。${last}`, well: false };
  const broken = jobs.filter(({ failures }) => failures > 0).length;
  if (broken > 0) return { text: `■ ${broken} 项任务没有完成，其余照常。${last}`, well: false };
  return { text: `● 计时任务正常。${last}`, well: true };
};
