import { parseArgs } from 'node:util';
import { createApi, runSetup, type Account } from './tencent-cloud';

/**
 * `npm run migrate -- --env ENVIRONMENT`: runs the function `setup` in production until the stored data are in the form
 * of its code; the local cloud does so at its start. A JSON line for each call; exit 0, 1 = something could not be
 * brought over, 2 = wrong use. Ended anywhere, it is simply run again.
 */

const USAGE = `Use: npm run -s migrate -- --env ENVIRONMENT [--region ap-shanghai] [--endpoint URL]
TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY (and TENCENTCLOUD_SESSIONTOKEN) in the environment, and
BANJIE_SETUP_TOKEN, the one-time token whose SHA-256 stands in BANJIE_SETUP_TOKEN_HASH of the function`;

class WrongUse extends Error {}

const account = (): Account & { environment: string; setupToken: string } => {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({ options: { env: option, region: option, endpoint: option }, strict: true });
  const { TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey } = process.env;
  const { BANJIE_SETUP_TOKEN: setupToken } = process.env;
  if (!values.env || !secretId || !secretKey || !setupToken) throw new WrongUse(USAGE);
  const token = process.env['TENCENTCLOUD_SESSIONTOKEN'];
  const region = values.region ?? 'ap-shanghai';
  return {
    environment: values.env,
    setupToken,
    secretId,
    secretKey,
    token,
    region,
    endpoint: values.endpoint,
  };
};

const main = async (): Promise<void> => {
  const { environment, setupToken: token, ...owner } = account();
  const tell = (progress: object): void => console.log(JSON.stringify(progress));
  const failed = await runSetup(createApi(owner), environment, token, tell);
  if (failed.length > 0) process.exitCode = 1;
};

main().catch(error => {
  const wrongUse =
    error instanceof WrongUse ||
    (error instanceof TypeError && 'code' in error && /^ERR_PARSE/.test(String(error.code)));
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = wrongUse ? 2 : 1;
});
