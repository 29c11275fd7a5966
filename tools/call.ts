import type { Reply } from '../typings/contract';
import type { Cloud } from '../local/cloud';

/** What a function refused: code and field names only, no text of a person. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    what: string,
  ) {
    super(what);
  }
}

/** Calls a function of a running local cloud as that person. Throws with code and field names: no text of a person. */
export const call = async <T>(
  cloud: Cloud,
  name: 'citizen' | 'staff',
  openid: string,
  event: { action: string } & Record<string, unknown>,
): Promise<T> => {
  const response = await fetch(`${cloud.url}/call/${name}`, {
    method: 'POST',
    headers: { 'x-openid': openid, 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  const { result, errMsg } = (await response.json()) as { result?: Reply<T>; errMsg: string };
  if (!result) throw new Error(`${name} did not answer: ${errMsg}`);
  if (result.ok) return result.data;
  const { code, fields = {} } = result.error;
  throw new Refusal(code, `${name} ${event.action}: ${code} ${Object.keys(fields).join(',')}`.trim());
};
