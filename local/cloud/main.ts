import { parseArgs } from 'node:util';
import { startCloud } from './index';
import { PROFILES } from './profile';

const USAGE =
  'Use: npm run cloud -- --functions DIR --schema FILE --data DIR [--port N] [--now ISO-INSTANT] [--profile production]';

/** The command `npm run cloud`: serves until SIGTERM or SIGINT. Exit 2 = wrong use, 1 = it cannot start. */
const main = async (): Promise<void> => {
  const options = {
    functions: { type: 'string' },
    schema: { type: 'string' },
    data: { type: 'string' },
    port: { type: 'string' },
    now: { type: 'string' },
    profile: { type: 'string' },
  } as const;
  let values: {
    functions?: string;
    schema?: string;
    data?: string;
    port?: string;
    now?: string;
    profile?: string;
  };
  try {
    ({ values } = parseArgs({ options, strict: true }));
  } catch (error) {
    return stop(2, `${(error as Error).message}\n${USAGE}`);
  }
  const { functions, schema, data, now } = values;
  const port = Number(values.port ?? 0);
  if (!functions || !schema || !data || !Number.isInteger(port) || port < 0 || port > 65535)
    return stop(2, USAGE);
  const profile = values.profile === undefined ? undefined : PROFILES[values.profile];
  if (values.profile !== undefined && !profile)
    return stop(2, `There is no profile ${values.profile}\n${USAGE}`);
  try {
    const cloud = await startCloud({
      functionsDir: functions,
      schemaFile: schema,
      dataDir: data,
      port,
      now,
      profile,
      show: line => console.log(line),
    });
    const end = (): void => void cloud.close().then(() => process.exit(0));
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
    console.log(`ready ${cloud.url}`);
  } catch (error) {
    stop(1, (error as Error).message);
  }
};

const stop = (code: number, message: string): void => {
  console.error(message);
  process.exitCode = code;
};

void main();
