import type { ErrorCode } from '../../../typings/contract';
import { Busy, type Ports } from './ports';

/** The one error that a use case ends with: a value of the closed union of the contract, in words for its reader. */
export class Failure extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly fields?: Record<string, string>,
    /** For the log alone: ids and codes. */
    readonly detail?: string,
  ) {
    super(message);
  }
}

/** What work comes to, or the failure that it ends with; everything else is thrown. */
export const orFailure = async <T>(work: () => Promise<T>): Promise<T | Failure> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
};

export const fail = (code: ErrorCode, message: string, fields?: Record<string, string>): never => {
  throw new Failure(code, message, fields);
};

export const notFound = (what = '工单'): never => fail('not-found', `没有找到这个${what}，请核对编号`);

/** Any error as one of the contract. */
export const asFailure = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  if (error instanceof Busy) return new Failure('unavailable', '系统繁忙，请稍后再试，您填写的内容还在');
  return new Failure('internal', '系统出了点问题，请稍后再试；多次不行请把错误编号告诉客服');
};

/** `20261120-8F3K2Q`: the day and six characters, found again in the log. */
export const errorNumber = (ports: Pick<Ports, 'now' | 'secrets'>): string =>
  `${ports.now().slice(0, 10).replaceAll('-', '')}-${ports.secrets.randomId().slice(0, 6).toUpperCase()}`;

/**
 * Logs an error and answers what may be said of it. Codes and ids only: what a person wrote or who it is never reaches a
 * log.
 */
export const logFailure = (
  ports: Pick<Ports, 'now' | 'secrets' | 'log'>,
  entry: Parameters<Ports['log']>[0],
  error: unknown,
): { failure: Failure; errorNo: string } => {
  const failure = asFailure(error);
  const errorNo = errorNumber(ports);
  const unexpected =
    failure.code === 'internal' && error instanceof Error
      ? { error: error.name, where: error.stack?.split('\n').slice(1, 4).join(' | ') }
      : {};
  const { detail } = failure;
  ports.log({ ...entry, code: failure.code, errorNo, ...(detail ? { detail } : {}), ...unexpected });
  return { failure, errorNo };
};
