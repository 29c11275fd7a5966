/** Codes of the wire protocol; the SDK maps each to a number (`TCB_ERR_CODE` in wx-server-sdk). */
export type CloudCode =
  | 'INVALID_PARAM'
  | 'SYS_ERR'
  | 'DATABASE_REQUEST_FAILED'
  | 'DATABASE_COLLECTION_NOT_EXIST'
  | 'DATABASE_COLLECTION_ALREADY_EXIST'
  | 'DATABASE_TRANSACTION_CONFLICT'
  | 'DATABASE_TRANSACTION_FAIL'
  | 'DATABASE_PERMISSION_DENIED'
  | 'STORAGE_FILE_NONEXIST'
  | 'STORAGE_REQUEST_FAIL'
  | 'FUNCTION_NOT_FOUND'
  | 'EXCEED_CONCURRENT_REQUEST_LIMIT'
  | 'FUNCTIONS_TIME_LIMIT_EXCEEDED'
  | 'FUNCTIONS_EXECUTE_FAIL'
  | 'FUNCTIONS_REQUEST_FAIL';

/** An answer of the cloud that is an error: travels to the caller as `{code, message}`. */
export class CloudError extends Error {
  constructor(
    readonly code: CloudCode,
    message: string,
  ) {
    super(message);
    this.name = 'CloudError';
  }
}

/** A database request that MongoDB would refuse. */
export const refused = (message: string): CloudError => new CloudError('DATABASE_REQUEST_FAILED', message);

/** The message of anything thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
