import { createHash, randomBytes } from 'node:crypto';
import { runSetup } from '../tencent-cloud';
import { exportAll } from './export';
import { readCloudCode, readFunction, tableOf } from './observe';
import type { Step } from './plan';
import { configure, type Settings } from './settings';
import type { Site } from './site';
import { COLLECTION_RULE, HANDLER, RUNTIME, STORAGE_RULE, TOKEN_HASH, writeMark } from './state';

/** Does one step of a plan. Each may be done again: a deployment that was ended anywhere is simply run again. */

/** As WeChat's own tools make them, so that its console shows them. */
const STAMP = { Role: 'TCB_QcsRole', Stamp: 'MINI_QCBASE' };
/** The cloud installs the packages that the bundle leaves out. */
const INSTALL = { InstallDependency: 'TRUE' };

const POLL = 1000;
/** Installing packages takes a minute at most; after ten nobody waits any more. */
const MOST_POLLS = 600;

const codeOf = ({ desired }: Site, name: string): { hash: string; zip: string } => {
  const found = desired.functions.find(one => one.name === name);
  if (!found) throw new Error(`no code of ${name}`);
  return found.code;
};

const nameOf = ({ place }: Site, name: string) => ({ FunctionName: name, Namespace: place.environment });

const written = ({ memory, timeout, variables, mark }: Settings) => ({
  MemorySize: memory,
  Timeout: timeout,
  Description: writeMark(mark),
  Environment: { Variables: Object.entries(variables).map(([Key, Value]) => ({ Key, Value })) },
});

/** What is read may be older than what was written: a failure that was there before is not one of this step. */
const STALE_POLLS = 10;

/** Waits until the cloud has done what it took on; `settings`: until they can be read back. */
const settle = async ({ api, place, outside }: Site, name: string, settings?: Settings): Promise<void> => {
  const as = (one: Settings): string => JSON.stringify(configure(one, one));
  for (let polls = 0; polls < MOST_POLLS; polls += 1) {
    await outside.sleep(POLL);
    const found = await readFunction(api, place, name);
    if (found?.status === 'Active' && (!settings || as(found) === as(settings))) return;
    if (polls >= STALE_POLLS && found && /Failed$/.test(found.status))
      throw new Error(`函数 ${name} 的状态是 ${found.status}，原因见云开发控制台的函数日志`);
  }
  throw new Error(`函数 ${name} 一直没有就绪`);
};

const deleteFunction = async (site: Site, name: string): Promise<void> => {
  await site.api.call('scf', 'DeleteFunction', nameOf(site, name));
  for (let polls = 0; polls < MOST_POLLS; polls += 1) {
    await site.outside.sleep(POLL);
    if (!(await readFunction(site.api, site.place, name))) return;
  }
  throw new Error(`函数 ${name} 一直没有删除`);
};

/** With what the cloud says of the code that it holds now. */
const noted = async ({ api, place }: Site, name: string, settings: Settings): Promise<Settings> => {
  const cloud = await readCloudCode(api, place, name);
  return cloud === undefined ? settings : { ...settings, mark: { ...settings.mark, cloud } };
};

const configureFunction = async (site: Site, name: string, wanted: Settings): Promise<void> => {
  const settings = await noted(site, name, wanted);
  const input = { ...nameOf(site, name), ...INSTALL, ...site.place.log, ...written(settings) };
  await site.api.call('scf', 'UpdateFunctionConfiguration', input);
  await settle(site, name, settings);
};

const createFunction = async (site: Site, name: string, settings: Settings): Promise<void> => {
  await site.api.call('scf', 'CreateFunction', {
    ...nameOf(site, name),
    ...{ Handler: HANDLER, Runtime: RUNTIME },
    ...STAMP,
    ...INSTALL,
    ...site.place.log,
    ...written(settings),
    Code: { ZipFile: codeOf(site, name).zip },
  });
  await settle(site, name, settings);
  await configureFunction(site, name, settings);
};

/** Until the code can be read back that is noted next. The same code once more changes nothing: that is waited for no longer. */
const settleCode = async ({ api, place, outside }: Site, name: string, before: string | undefined) => {
  for (let polls = 0; polls < STALE_POLLS; polls += 1) {
    if ((await readCloudCode(api, place, name)) !== before) return;
    await outside.sleep(POLL);
  }
};

const updateCode = async (site: Site, name: string): Promise<void> => {
  const before = await readCloudCode(site.api, site.place, name);
  await site.api.call('scf', 'UpdateFunctionCode', {
    ...nameOf(site, name),
    ...INSTALL,
    Handler: HANDLER,
    Code: { ZipFile: codeOf(site, name).zip },
  });
  await settle(site, name);
  await settleCode(site, name, before);
};

/** The token is nowhere but here and, as its hash, with the function while it runs. What could not be brought over. */
const setUp = async (site: Site, settings: Settings): Promise<string[]> => {
  const token = randomBytes(32).toString('hex');
  const hash = createHash('sha256').update(token).digest('hex');
  const { data: _data, form: _form, ...mark } = settings.mark;
  await configureFunction(site, 'setup', {
    ...settings,
    mark,
    variables: { ...settings.variables, [TOKEN_HASH]: hash },
  });
  let managerCode: string | undefined;
  const failed = await runSetup(site.api, site.place.environment, token, progress => {
    const { version, newest, changed } = progress;
    site.tell(`  数据版本 ${version}，代码的版本 ${newest}，这次改了 ${changed} 件`);
    managerCode = progress.managerCode;
  });
  await configureFunction(site, 'setup', settings);
  if (managerCode !== undefined)
    site.tell(
      `  第一位管理方人员的邀请码：${managerCode}（7 天内在小程序“我的 → 我是工作人员”里填写，只显示这一次）`,
    );
  return failed;
};

const changeTable = async ({ api, place }: Site, name: string, change: object): Promise<void> => {
  await api.call('tcb', 'UpdateTable', { ...tableOf(place, name), ...change });
};

const route = ({ place }: Site, domain: string, path: string, to: string) => ({
  EnvId: place.environment,
  Domain: {
    Domain: domain,
    Routes: [
      {
        Path: path,
        UpstreamResourceType: 'SCF',
        UpstreamResourceName: to,
        EnableAuth: false,
        Enable: true,
      },
    ],
  },
});

/** What `setup` could not bring over; nothing for any other step. */
export const apply = async (site: Site, step: Step): Promise<string[]> => {
  const { api, place } = site;
  const environment = { EnvId: place.environment };
  switch (step.do) {
    case 'export':
      await exportAll(site, step.collections);
      break;
    case 'create-collection':
      await api.call('tcb', 'CreateTable', tableOf(place, step.collection));
      break;
    case 'protect-collection':
      await api.call('tcb', 'ModifyDatabaseACL', {
        ...environment,
        CollectionName: step.collection,
        AclTag: COLLECTION_RULE,
      });
      break;
    case 'drop-index':
      await changeTable(site, step.collection, { DropIndexes: [{ IndexName: step.name }] });
      break;
    case 'create-index': {
      const { name, keys, unique } = step.index;
      const MgoIndexKeys = Object.entries(keys).map(([Name, direction]) => ({
        Name,
        Direction: String(direction),
      }));
      const created = { IndexName: name, MgoKeySchema: { MgoIndexKeys, MgoIsUnique: unique } };
      await changeTable(site, step.collection, { CreateIndexes: [created] });
      break;
    }
    case 'protect-storage':
      await api.call('tcb', 'ModifyStorageSafeRule', {
        ...environment,
        Bucket: place.bucket,
        AclTag: STORAGE_RULE,
      });
      break;
    case 'delete-function':
      await deleteFunction(site, step.name);
      break;
    case 'create-function':
      await createFunction(site, step.name, step.settings);
      break;
    case 'update-code':
      await updateCode(site, step.name);
      break;
    case 'configure':
      await configureFunction(site, step.name, step.settings);
      break;
    case 'permit':
      await site.wechat?.permit(step.name, step.openapi);
      break;
    case 'push':
      await site.wechat?.push(step.pushes);
      break;
    case 'run-setup':
      return setUp(site, step.settings);
    case 'create-route':
      await api.call('tcb', 'CreateHTTPServiceRoute', route(site, '*', step.path, step.to));
      break;
    case 'change-route':
      await api.call('tcb', 'ModifyHTTPServiceRoute', route(site, step.domain, step.path, step.to));
      break;
    case 'delete-route':
      await api.call('tcb', 'DeleteHTTPServiceRoute', {
        ...environment,
        Domain: step.domain,
        Paths: [step.path],
      });
      break;
    case 'delete-collection':
      await api.call('tcb', 'DeleteTable', tableOf(place, step.collection));
      break;
    case 'delete-timer':
      await api.call('scf', 'DeleteTrigger', {
        ...nameOf(site, step.name),
        TriggerName: step.timer.name,
        Type: 'timer',
      });
      break;
    case 'create-timer':
      await api.call('scf', 'BatchCreateTrigger', {
        ...nameOf(site, step.name),
        Triggers: JSON.stringify([
          { TriggerName: step.timer.name, Type: 'timer', TriggerDesc: step.timer.cron },
        ]),
        Count: 1,
      });
      break;
  }
  return [];
};
