import { strFromU8, unzipSync } from 'fflate';
import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { triggersShape, type shapes } from './shapes';
import { Refused, type FakeFunction, type State } from './state';

/** Functions, their triggers and their runs, as the host `scf` has them. */

type Shapes = typeof shapes.scf;
type In<A extends keyof Shapes> = z.infer<Shapes[A]>;

/** Making and changing one takes that long; meanwhile nothing else may change it. */
const BUSY = 1500;
const MOST_TIMERS = 10;

const statusAt = ({ busy, failed }: FakeFunction, at: number): string =>
  at < busy.until ? busy.as : (failed ?? 'Active');

const existing = (state: State, name: string): FakeFunction => {
  const found = state.functions[name];
  if (!found) throw new Refused('ResourceNotFound.FunctionName');
  return found;
};

const free = (state: State, name: string, now: number, alsoFailed = false): FakeFunction => {
  const found = existing(state, name);
  const status = statusAt(found, now);
  if (status !== 'Active' && !(alsoFailed && /Failed$/.test(status)))
    throw new Refused('FailedOperation.FunctionStatusError', `${name} is ${status}`);
  return found;
};

const codeIn = (ZipFile: string): FakeFunction['code'] => {
  const zip = new Uint8Array(Buffer.from(ZipFile, 'base64'));
  const index = unzipSync(zip)['index.js'];
  if (!index) throw new Refused('InvalidParameterValue.Code', 'no index.js at the root');
  return {
    sha: createHash('sha256').update(zip).digest('hex'),
    size: ZipFile.length,
    index: strFromU8(index),
  };
};

export const functionWrites = {
  CreateFunction(state: State, input: In<'CreateFunction'>, now: number) {
    if (state.functions[input.FunctionName]) throw new Refused('ResourceInUse.FunctionName');
    state.functions[input.FunctionName] = {
      runtime: input.Runtime,
      handler: input.Handler,
      memory: input.MemorySize,
      timeout: input.Timeout,
      description: input.Description ?? '',
      variables: input.Environment?.Variables ?? [],
      timers: [],
      code: codeIn(input.Code.ZipFile),
      busy: { until: now + BUSY, as: 'Creating' },
    };
  },
  UpdateFunctionCode(state: State, input: In<'UpdateFunctionCode'>, now: number) {
    const found = free(state, input.FunctionName, now, true);
    if (found.failed === 'CreateFailed') throw new Refused('FailedOperation.FunctionStatusError');
    found.code = codeIn(input.Code.ZipFile);
    found.busy = { until: now + BUSY, as: 'Updating' };
    delete found.failed;
  },
  UpdateFunctionConfiguration(state: State, input: In<'UpdateFunctionConfiguration'>, now: number) {
    const found = free(state, input.FunctionName, now);
    Object.assign(found, {
      memory: input.MemorySize,
      timeout: input.Timeout,
      busy: { until: now + BUSY, as: 'Updating' },
    });
    if (input.Description !== undefined) found.description = input.Description;
    if (input.Environment) found.variables = input.Environment.Variables;
  },
  DeleteFunction(state: State, { FunctionName }: In<'DeleteFunction'>) {
    existing(state, FunctionName);
    delete state.functions[FunctionName];
    delete state.openapi[FunctionName];
  },
  BatchCreateTrigger(state: State, input: In<'BatchCreateTrigger'>, now: number) {
    const found = free(state, input.FunctionName, now);
    const triggers = triggersShape.parse(JSON.parse(input.Triggers));
    if (triggers.length !== input.Count) throw new Refused('InvalidParameterValue.Count');
    // As it was seen: the same one again stands there twice.
    found.timers.push(...triggers);
    if (found.timers.length > MOST_TIMERS) throw new Refused('LimitExceeded.Timer');
  },
  DeleteTrigger(state: State, input: In<'DeleteTrigger'>, now: number) {
    const found = free(state, input.FunctionName, now);
    const left = found.timers.filter(({ TriggerName }) => TriggerName !== input.TriggerName);
    if (left.length === found.timers.length) throw new Refused('ResourceNotFound.Trigger');
    found.timers = left;
  },
};

/** `state` and `at` are those of the moment that is read, which may be a little ago. */
export const functionReads = {
  GetFunction(state: State, { FunctionName, Namespace }: In<'GetFunction'>, at: number) {
    const found = existing(state, FunctionName);
    return {
      FunctionName,
      Namespace,
      Handler: found.handler,
      Runtime: found.runtime,
      MemorySize: found.memory,
      Timeout: found.timeout,
      Description: found.description,
      Environment: { Variables: found.variables },
      Status: statusAt(found, at),
      Triggers: found.timers,
      CodeSize: found.code.size,
      InstallDependency: 'TRUE',
    };
  },
  GetFunctionAddress(state: State, { FunctionName }: In<'GetFunctionAddress'>) {
    const { sha } = existing(state, FunctionName).code;
    return { Url: 'https://example.invalid/code.zip', CodeSha256: sha };
  },
};

/** What `setup` gives out where there is no manager. */
export const FIRST_CODE = '7K3F-Q9VX-4MAA';

/** `setup` of the code that is there: the form it wants stands in its text, and it brings the data one further with each call. */
export const invoke = (state: State, { FunctionName, ClientContext }: In<'Invoke'>, now: number) => {
  const found = free(state, FunctionName, now);
  const answer = (reply: object) => ({
    Result: { RetMsg: JSON.stringify(reply), Log: '', BillDuration: 3, InvokeResult: 0 },
  });
  const refusal = (message: string) => answer({ ok: false, error: { message, errorNo: 'E1' } });
  const variables = new Map(found.variables.map(({ Key, Value }) => [Key, Value]));
  const { token } = JSON.parse(ClientContext) as { token?: string };
  const hash = createHash('sha256')
    .update(token ?? '')
    .digest('hex');
  if (variables.get('BANJIE_SETUP_TOKEN_HASH') !== hash) return refusal('一次性口令不对');
  if (state.data.usedTokens.includes(hash)) return refusal('这个一次性口令已经用过');
  const newest = Number(/newest=(\d+)/.exec(found.code.index)?.[1] ?? 0);
  const filled = state.data.manager === undefined;
  state.data.manager ??= variables.get('BANJIE_MANAGER');
  const changed = Math.min(1, newest - state.data.version);
  state.data.version += changed;
  // What fills an empty environment, and what is changed.
  for (const table of Object.values(state.tables)) table.documents ||= 3;
  const done = state.data.version === newest;
  if (done) state.data.usedTokens.push(hash);
  return answer({
    ok: true,
    data: {
      ...{ filled, done, version: state.data.version, newest, changed, failed: [] },
      ...(done && state.data.manager === undefined ? { managerCode: FIRST_CODE } : {}),
    },
  });
};
