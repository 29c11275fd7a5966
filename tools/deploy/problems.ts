import { loadSecrets, SecretsConfigError } from '../../cloudfunctions/infra/secrets';
import { variablesOf } from './settings';
import { TOKEN_HASH, type Desired, type DesiredFunction, type Observed, type Variables } from './state';

/** What makes a deployment wrong before it begins: nothing is written while there is any. */

/** All variables of a function together, names and values. */
const MOST_VARIABLES = 4096;
/** A signed request. */
const MOST_BODY = 10 * 1024 * 1024;
const ROOM_FOR_THE_REST = 16 * 1024;
/** The hash of the one-time token, which `setup` is given while it runs. */
const TOKEN_BYTES = TOKEN_HASH.length + 64;

const bytesOf = (variables: Variables): number =>
  Object.entries(variables).reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0);

const tooMuch = (wanted: DesiredFunction, observed: Observed, prune: boolean): string[] => {
  const found = observed.functions.find(({ name }) => name === wanted.name);
  const bytes = bytesOf(variablesOf(wanted, found, prune)) + (wanted.name === 'setup' ? TOKEN_BYTES : 0);
  return [
    ...(bytes > MOST_VARIABLES
      ? [
          `函数 ${wanted.name} 的环境变量共 ${bytes} 字节，最多 ${MOST_VARIABLES} 字节（可先去掉不再需要的旧密钥）`,
        ]
      : []),
    ...(wanted.code.zip.length > MOST_BODY - ROOM_FOR_THE_REST
      ? [`函数 ${wanted.name} 的代码包有 ${wanted.code.zip.length} 字节，一次请求最多 ${MOST_BODY} 字节`]
      : []),
  ];
};

const idsIn = (text: string | undefined): string[] => {
  try {
    const { keys } = JSON.parse(text ?? '{}') as { keys?: object };
    return Object.keys(keys ?? {});
  } catch {
    // It is not ours to judge what stands in the environment; what is to be set is checked in full below.
    return [];
  }
};

/** Keys without which what is stored can no longer be read, found or checked. */
const lostKeys = (wanted: Variables, there: Variables): string[] => {
  const ids = idsIn(wanted['BANJIE_CHAIN_KEYS']);
  const lost = idsIn(there['BANJIE_CHAIN_KEYS']).filter(id => !ids.includes(id));
  const phone = there['BANJIE_PHONE_KEY'];
  return [
    ...(lost.length > 0
      ? [`BANJIE_CHAIN_KEYS 少了 ${lost.join('、')}：旧密钥永远留着，否则以前的记录无法核对`]
      : []),
    ...(phone && wanted['BANJIE_PHONE_KEY'] && phone !== wanted['BANJIE_PHONE_KEY']
      ? ['BANJIE_PHONE_KEY 与环境里的不同：一经使用不能更换']
      : []),
  ];
};

const wrongKeys = (variables: Variables): string[] => {
  try {
    loadSecrets(variables);
    return [];
  } catch (error) {
    // Names the variable and what it must hold, never its value.
    if (error instanceof SecretsConfigError) return [error.message];
    throw error;
  }
};

export const problems = (
  { desired, missing, unread }: { desired: Desired; missing: string[]; unread: string[] },
  observed: Observed,
  prune = false,
): string[] => {
  const all = Object.assign({}, ...desired.functions.map(({ variables }) => variables)) as Variables;
  const there = Object.assign({}, ...observed.functions.map(({ variables }) => variables)) as Variables;
  return [
    ...missing.map(name => `没有变量 ${name}`),
    ...unread.map(name => `变量 ${name} 没有函数会读，请核对名称`),
    ...(missing.length > 0 ? [] : wrongKeys(all)),
    ...lostKeys(all, there),
    ...desired.functions.flatMap(wanted => tooMuch(wanted, observed, prune)),
  ];
};
