import type { Actor } from '../../domain/engine';
import type { ExportMark } from '../../domain/tables/export-mark';
import { civilDateOf } from '../../domain/time';
import { spokenDay } from '../../domain/time/spoken';
import type { Runtime } from '../kernel/runtime';
import { refuseUncleared } from '../people/clearance';

/**
 * The watermark of a file that somebody takes out now (J-26), if the account may take anything out (A37). Its number goes into the record of the act, so that a
 * file that turns up somewhere leads to who took it out, when and why.
 */
export const markExport = async (runtime: Runtime, actor: Actor): Promise<ExportMark> => {
  const {
    ports: { now, secrets },
    alsoRecord,
  } = runtime;
  if (actor.role !== 'citizen') await refuseUncleared(runtime, actor);
  const name = actor.role === 'citizen' ? '本人' : actor.name;
  const at = now();
  const drawn = secrets.randomId().slice(0, 8).toUpperCase();
  const number = `DC${civilDateOf(at).replaceAll('-', '')}-${drawn}`;
  alsoRecord?.({ mark: number });
  return { number, words: `${name} ${spokenDay(civilDateOf(at))} ${at.slice(11, 16)} 导出，编号 ${number}` };
};
