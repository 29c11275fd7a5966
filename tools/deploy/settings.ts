import { TOKEN_HASH, type DesiredFunction, type Mark, type ObservedFunction, type Variables } from './state';

/** What is written of a function beside its code: written as a whole, so compared as a whole. */
export type Settings = { memory: number; timeout: number; variables: Variables; mark: Mark };

const sorted = (variables: Variables): Variables =>
  Object.fromEntries(Object.entries(variables).sort(([one], [other]) => (one < other ? -1 : 1)));

const without = ({ [TOKEN_HASH]: _token, ...variables }: Variables): Variables => variables;

/** What a function shall have: what somebody has set elsewhere stays until it is asked to go. */
export const variablesOf = (
  wanted: Pick<DesiredFunction, 'variables'>,
  found: Pick<ObservedFunction, 'variables'> | undefined,
  prune = false,
): Variables => ({ ...(prune || !found ? {} : without(found.variables)), ...wanted.variables });

/** In one order, so that equal settings are equal texts. */
export const configure = (
  { memory, timeout }: { memory: number; timeout: number },
  { variables, mark: { code, cloud, data, form, hand } }: Pick<Settings, 'variables' | 'mark'>,
  token?: 'without token',
): Settings => ({
  memory,
  timeout,
  variables: sorted(token ? without(variables) : variables),
  mark: Object.fromEntries(
    Object.entries({ code, cloud, data, form, hand }).filter(([, value]) => value !== undefined),
  ),
});
