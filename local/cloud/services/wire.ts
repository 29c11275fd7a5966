import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Host } from '../functions/host';
import { bodyOf, multipart, objectIn, sendJson } from '../http';
import { pause } from '../profile';
import { isFull } from '../store/driver';
import { CloudError, messageOf, type CloudCode } from '../values/errors';
import type { DatabaseApi, Reply } from './database';
import type { OpenApi } from './openapi';
import { decodeParameters, encodeFailure } from './protobuf';
import type { Storage } from './storage';

const LARGEST_REQUEST = 20 * 1024 * 1024;

type Parts = {
  host: Host;
  database: DatabaseApi;
  /** What each request to it takes longer. */
  databaseMs: number;
  storage: Storage;
  openapi: OpenApi;
  log: (text: string) => void;
};

/** `POST /admin`: everything that the SDK inside a function asks of the cloud. */
export const serveAdmin = async (
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const body = await bodyOf(request, LARGEST_REQUEST);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) return serveOpenApi(parts, multipart(body, type), response);
  const message = objectIn(body);
  const requestId = 'local';
  if (!message || typeof message.action !== 'string' || !request.headers.authorization)
    return sendJson(response, 200, {
      requestId,
      code: 'INVALID_PARAM',
      message: 'action and authorization are required',
    });
  try {
    sendJson(response, 200, { requestId, ...(await answer(parts, message.action, message)) });
  } catch (error) {
    const full = isFull(error);
    const code = error instanceof CloudError ? error.code : full ? 'DATABASE_REQUEST_FAILED' : 'SYS_ERR';
    if (code === 'SYS_ERR' || full)
      parts.log(`${message.action}: ${error instanceof Error ? error.stack : String(error)}`);
    sendJson(response, 200, { requestId, code, message: messageOf(error) });
  }
};

const answer = async (parts: Parts, action: string, message: Record<string, unknown>): Promise<object> => {
  const token = String(message.wxCloudApiToken ?? '');
  const attributed = parts.host.attribute(token, action, message);
  if (!attributed) throw new CloudError('INVALID_PARAM', 'The call comes from no running invocation');
  const { running, noted } = attributed;
  if (action.startsWith('database.')) {
    await pause(parts.databaseMs);
    const reply = await parts.database.counted(action, message, token, running.examined);
    if (noted) noted.documents = documentsIn(reply);
    if (noted && reply.data?.upsert_id) noted.isNew = true;
    return reply;
  }
  if (action.startsWith('storage.')) return { data: parts.storage.answer(action, message) };
  if (action === 'functions.invokeFunction') {
    const event = objectIn(Buffer.from(String(message.request_data ?? '')));
    if (!event) throw new CloudError('INVALID_PARAM', 'The data of a call must be an object');
    const caller = { openid: running.caller.openid, source: `${running.caller.source},scf` };
    const outcome = await parts.host.call(String(message.function_name), event, caller, running.depth + 1);
    if ('result' in outcome) return { data: { response_data: outcome.result } };
    throw new CloudError(
      CODES[outcome.errCode] ?? 'FUNCTIONS_EXECUTE_FAIL',
      `errCode: ${outcome.errCode} | errMsg: ${outcome.errMsg}`,
    );
  }
  throw new CloudError('INVALID_PARAM', `The local cloud has no ${action}`);
};

/** How many documents an answer gives, or says that it has written. */
const documentsIn = ({ data = {} }: Reply): number => {
  const { list, insertedIds, updated, upsert_id: made, deleted } = data;
  const many = [list, insertedIds].find(Array.isArray);
  return many ? many.length : Number(updated ?? deleted ?? 0) + (made ? 1 : 0);
};

/** How the SDK is told of a call that a function made and that did not come to its end. */
const CODES: Record<number, CloudCode> = {
  [-501000]: 'FUNCTION_NOT_FOUND',
  [-501004]: 'EXCEED_CONCURRENT_REQUEST_LIMIT',
  [-504001]: 'FUNCTIONS_REQUEST_FAIL',
  [-504003]: 'FUNCTIONS_TIME_LIMIT_EXCEEDED',
};

const serveOpenApi = (parts: Parts, fields: Map<string, Buffer>, response: ServerResponse): void => {
  const text = (name: string): string => fields.get(name)?.toString('utf8') ?? '';
  const running = parts.host.attribute(text('wxCloudApiToken'), `openapi.${text('apiName')}`)?.running;
  let reply: Uint8Array;
  try {
    const parameters = decodeParameters(new Uint8Array(fields.get('requestData') ?? []));
    reply = running
      ? parts.openapi.answer(text('apiName'), parameters, running.definition.openapi)
      : encodeFailure(-604104);
  } catch (error) {
    parts.log(`openapi ${text('apiName')}: ${messageOf(error)}`);
    reply = encodeFailure(-604103);
  }
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': reply.length });
  response.end(reply);
};
