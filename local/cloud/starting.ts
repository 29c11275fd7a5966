import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Reply } from '../../typings/contract';
import { sendJson } from './http';

/** Who answers on the port while the data are filled or brought to this version: nobody gets an answer that is none. */

const WORDS = '系统正在启动，第一次要一两分钟，请稍候。';
const SECONDS = 3;

/** Opens by itself once the system is there. */
const PAGE = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="refresh" content="${SECONDS}">
<title>正在启动</title></head><body><p role="status" style="font: 18px sans-serif; margin: 40px">${WORDS}</p></body></html>`;

const refusal: Reply<never> = { ok: false, error: { code: 'unavailable', message: WORDS, errorNo: '' } };

const answer = ({ url = '/', headers }: IncomingMessage, response: ServerResponse): void => {
  response.setHeader('connection', 'close');
  if (url.startsWith('/call/'))
    return sendJson(response, 200, { result: refusal, errMsg: 'cloud.callFunction:ok' });
  response.setHeader('retry-after', SECONDS);
  if (!headers.accept?.includes('text/html')) return sendJson(response, 503, { error: WORDS });
  response.writeHead(503, { 'content-type': 'text/html; charset=utf-8' });
  response.end(PAGE);
};

export type Waiting = { port: number; close(): Promise<void> };

/** Takes the port (0 = any free one), so that a taken one is told at once, and tells whoever comes to wait. */
export const holdPort = async (port: number): Promise<Waiting> => {
  const server = createServer(answer);
  await new Promise<void>((done, refuse) => {
    server.once('error', error => refuse(new Error(`The port ${port} cannot be used: ${error.message}`)));
    server.listen(port, '127.0.0.1', done);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(done => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
