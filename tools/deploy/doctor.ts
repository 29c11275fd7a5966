import * as z from 'zod';
import { instantOf } from '../../cloudfunctions/domain/time';
import { ApiError } from '../tencent-cloud';
import type { Site } from './site';
import { look, type Exit, type Wanted } from './deploy';
import { plan } from './plan';
import { problems } from './problems';
import { showByHand, showKept, showStep } from './show';

/** Compares a deployed environment with what is wanted, says what differs and what to do. Writes nothing. */

/** What the platform answers a function that lacks the permission for one of WeChat's interfaces. */
const NO_PERMISSION = '-604101';
const HOUR = 3_600_000;

const logsShape = z.object({ LogResults: z.object({ Results: z.array(z.unknown()).nullish() }).nullish() });

const timeOf = (milliseconds: number): string => instantOf(milliseconds).slice(0, 19).replace('T', ' ');

/** Whether a function was refused in the last hour; undefined when the logs cannot be read. */
const refusedLately = async ({ api, place, outside }: Site): Promise<boolean | undefined> => {
  const now = outside.now();
  try {
    const answer = await api.call('tcb', 'SearchClsLog', {
      EnvId: place.environment,
      StartTime: timeOf(now - HOUR),
      EndTime: timeOf(now),
      QueryString: `"${NO_PERMISSION}"`,
      Limit: 10,
      TenantModel: 'public',
    });
    return (logsShape.parse(answer).LogResults?.Results ?? []).length > 0;
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
};

/** `npm run doctor`: 0 as wanted, 1 something differs or is left to do. */
export const doctor = async (site: Site, wanted: Wanted): Promise<Exit> => {
  const observed = await look(site);
  const wrong = problems({ desired: site.desired, ...wanted }, observed);
  const found = plan(site.desired, observed);
  wrong.forEach(one => site.tell(`不能部署：${one}`));
  found.steps.forEach(step => site.tell(`不一致：${showStep(step)}`));
  if (found.steps.length > 0)
    site.tell(
      `共 ${found.steps.length} 处不一致：运行 npm run deploy -- --env ${site.place.environment} 改过来。`,
    );
  [...showKept(found), ...showByHand(found.byHand)].forEach(line => site.tell(line));
  const refused = await refusedLately(site);
  if (refused === undefined) site.tell('函数日志读不到，没有核对云调用权限。');
  if (refused)
    site.tell(
      `最近一小时的函数日志里有 ${NO_PERMISSION}：有函数没有云调用权限，见上面的人工步骤或重新部署。`,
    );
  const good = [wrong, found.steps, found.byHand].every(list => list.length === 0) && refused !== true;
  if (good) site.tell('环境与代码一致。');
  return good ? 0 : 1;
};
