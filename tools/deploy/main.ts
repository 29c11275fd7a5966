import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFunctions, functionsDir } from '../build';
import { createApi, realOutside } from '../tencent-cloud';
import type { Site } from './site';
import { deploy, type Exit } from './deploy';
import { readDesired, readVariables } from './desired';
import { doctor } from './doctor';
import { findPlace } from './observe';
import { hideValues } from './show';
import { createWeChat } from './wechat';

/** `npm run deploy` and `npm run doctor`; all about them is in README.md beside this file. */

const USAGE = `用法：npm run deploy -- --env 环境ID [--dry-run] [--prune] [--done] [--no-export]
      npm run doctor -- --env 环境ID
都可以加：--variables 变量文件（默认 ~/.banjie/环境ID.env） --region ap-shanghai --endpoint 网址
环境变量：TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY（临时密钥另有 TENCENTCLOUD_SESSIONTOKEN）；
可选 WECHAT_APPID、WECHAT_APPSECRET（用来设置云调用权限和消息推送）。详见 tools/deploy/README.md`;

class WrongUse extends Error {}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

const readArguments = () => {
  const { values, positionals } = parseArgs({
    options: {
      ...{ env: text, variables: text, region: text, endpoint: text },
      ...{ 'dry-run': flag, prune: flag, done: flag, 'no-export': flag },
    },
    allowPositionals: true,
    strict: true,
  });
  const [command] = positionals;
  const { TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey } = process.env;
  if (!values.env || !secretId || !secretKey || (command !== 'deploy' && command !== 'doctor'))
    throw new WrongUse(USAGE);
  const { region = 'ap-shanghai', endpoint } = values;
  const token = process.env['TENCENTCLOUD_SESSIONTOKEN'];
  return {
    ...values,
    command,
    environment: values.env,
    account: { secretId, secretKey, token, region, endpoint },
  };
};

const variablesIn = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new WrongUse(`读不到变量文件 ${file}\n${USAGE}`);
  }
};

/** What may be shown of a text. */
let shown = (text: string): string => text;

const main = async (): Promise<Exit> => {
  const { command, environment, account, prune, done, ...rest } = readArguments();
  const file = rest.variables ?? join(homedir(), '.banjie', `${environment}.env`);
  const variables = readVariables(variablesIn(file));
  shown = text => hideValues(variables, text);
  await buildFunctions();
  const { desired, ...wanted } = readDesired(variables, functionsDir);
  const { WECHAT_APPID: id, WECHAT_APPSECRET: secret } = process.env;
  const api = createApi(account);
  const site: Site = {
    api,
    place: await findPlace(api, environment),
    desired,
    outside: realOutside,
    wechat: id && secret ? createWeChat({ id, secret }, environment, realOutside) : undefined,
    tell: line => console.log(shown(line)),
  };
  return command === 'doctor'
    ? doctor(site, wanted)
    : deploy(site, wanted, { dryRun: rest['dry-run'], prune, done, noExport: rest['no-export'] });
};

main()
  .then(exit => (process.exitCode = exit))
  .catch(error => {
    const wrongUse =
      error instanceof WrongUse ||
      (error instanceof TypeError && 'code' in error && /^ERR_PARSE/.test(String(error.code)));
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    const why = cause instanceof Error ? `（${cause.message}）` : '';
    console.error(shown(error instanceof Error ? `${error.message}${why}` : String(error)));
    process.exitCode = wrongUse ? 2 : 1;
  });
