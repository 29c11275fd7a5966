import { ApiError } from '../tencent-cloud';
import { apply } from './apply';
import type { Site } from './site';
import { observe } from './observe';
import { plan, type Options, type Plan, type Step } from './plan';
import { problems } from './problems';
import { showByHand, showKept, showStep } from './show';
import type { Observed } from './state';
import { WeChatRefusal } from './wechat';

/** Brings an environment to what is wanted. Nothing is kept of a run: the next one looks again and does what is left. */

export type Wanted = { missing: string[]; unread: string[] };

/** 0 as wanted, 1 failed or not as wanted, 3 something is left to do by hand. */
export type Exit = 0 | 1 | 3;

/** What is read may be older than what was written: so often, and so long, it is looked at again before it is done again. */
const LOOKS = 8;
const WAIT = 3000;
/** A step that fails because it was done already is in no plan of the next round; one that fails again has failed. */
const ROUNDS = 5;
const doneAlready = /^(ResourceInUse|ResourceNotFound|FailedOperation|InvalidParameter)/;

/** The environment as it is, with what WeChat says where it does. */
export const look = async (site: Site): Promise<Observed> => {
  const observed = await observe(site.api, site.place);
  if (!site.wechat) return observed;
  const there = site.desired.functions
    .map(({ name }) => name)
    .filter(name => observed.functions.some(one => one.name === name));
  try {
    return { ...observed, wechat: await site.wechat.read(there) };
  } catch (error) {
    if (!(error instanceof WeChatRefusal)) throw error;
    site.tell(`微信的配置读不到（${error.message}）。`);
    site.wechat = undefined;
    return observed;
  }
};

/** Does all steps; what `setup` could not bring over. WeChat's refusal leaves its steps to a person. */
const doAll = async (site: Site, steps: readonly Step[]): Promise<string[]> => {
  const failed: string[] = [];
  for (const step of steps) {
    site.tell(showStep(step));
    try {
      failed.push(...(await apply(site, step)));
    } catch (error) {
      if (!(error instanceof WeChatRefusal)) throw error;
      site.tell(`  没有做成：${error.message}`);
      site.wechat = undefined;
    }
  }
  return failed;
};

const uploadedBy = (steps: readonly Step[]): string[] =>
  steps.flatMap(step => (step.do === 'create-function' || step.do === 'update-code' ? [step.name] : []));

const stop = (site: Site, found: string[]): void => {
  site.tell('不能部署，什么都没有改：');
  found.forEach(one => site.tell(`  ${one}`));
};

const end = (site: Site, last: Plan): Exit => {
  [...showKept(last), ...showByHand(last.byHand)].forEach(line => site.tell(line));
  return last.byHand.length > 0 ? 3 : 0;
};

/** `npm run deploy`; with `dryRun` it says what it would do and does nothing. */
export const deploy = async (
  site: Site,
  wanted: Wanted,
  options: Options & { dryRun?: boolean } = {},
): Promise<Exit> => {
  let observed = await look(site);
  const found = problems({ desired: site.desired, ...wanted }, observed, options.prune);
  if (found.length > 0) {
    stop(site, found);
    return 1;
  }
  if (options.dryRun) return showOnly(site, plan(site.desired, observed, options));
  const failed: string[] = [];
  let trouble = '';
  let so: Options = options;
  for (let round = 0; round < ROUNDS; round += 1) {
    let next = plan(site.desired, observed, so);
    for (let looks = 1; round > 0 && next.steps.length > 0 && looks < LOOKS; looks += 1) {
      await site.outside.sleep(WAIT);
      observed = await look(site);
      next = plan(site.desired, observed, so);
    }
    if (next.steps.length === 0) {
      site.tell(round === 0 ? '环境与代码一致，没有要做的。' : '部署完成，已重新核对。');
      const exit = end(site, next);
      failed.forEach(one => site.tell(`没能升级，原样保留：${one}`));
      return failed.length > 0 ? 1 : exit;
    }
    try {
      failed.push(...(await doAll(site, next.steps)));
    } catch (error) {
      if (!(error instanceof ApiError && doneAlready.test(error.code)) || error.message === trouble)
        throw error;
      trouble = error.message;
      site.tell(`  没有做成，重新核对后再做：${error.message}`);
    }
    observed = await look(site);
    so = { ...so, noExport: true, uploaded: [...(so.uploaded ?? []), ...uploadedBy(next.steps)] };
  }
  throw new Error('做完以后环境仍与代码不一致，请运行 npm run doctor 查看');
};

const showOnly = (site: Site, { steps, ...rest }: Plan): Exit => {
  steps.forEach(step => site.tell(showStep(step)));
  site.tell(steps.length > 0 ? `共 ${steps.length} 步，没有执行。` : '环境与代码一致，没有要做的。');
  end(site, { steps, ...rest });
  return 0;
};
