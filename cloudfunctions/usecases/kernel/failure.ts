import type { ErrorCode } from '../../../typings/contract';

/** The one error that a use case ends with: a value of the closed union of the contract, in words for its reader. */
export class Failure extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly fields?: Record<string, string>,
  ) {
    super(message);
  }
}

export const fail = (code: ErrorCode, message: string, fields?: Record<string, string>): never => {
  throw new Failure(code, message, fields);
};

export const notFound = (what = '工单'): never => fail('not-found', `没有找到这个${what}，请核对编号`);
