import { lookup as lookUp } from 'node:dns/promises';
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { TLSSocket } from 'node:tls';
import { instantOf } from '../../domain/time';
import type { ProbeFailure, ProbeResult } from '../../domain/services/probe';
import type { Ports, ProbeRequest } from '../../usecases/kernel/ports';
import { addressGuard } from './addresses';

/**
 * Asks a registered address once, as a citizen's browser would, and believes nothing of what comes back: one time
 * limit for the whole exchange, at most so many bytes, few redirects, to registered hosts only. The name is resolved
 * here, every address of it is checked, and the connection goes to exactly those addresses, so that a name that
 * changes its mind in between leads nowhere.
 */

const MOST_REDIRECTS = 3;
const MOST_BYTES = 256 * 1024;

type Address = { address: string; family: number };
type Options = {
  /** Networks that may be asked besides public ones. */
  allowed?: string;
  lookup?: (name: string) => Promise<Address[]>;
  /** Certificate authorities in place of the usual ones. */
  ca?: string[];
};

type Answer = { status: number; location?: string; body: Uint8Array; certificateUntil?: number };

/** An end that is an answer about the address. */
class Ended extends Error {
  constructor(readonly failure: ProbeFailure) {
    super(failure);
  }
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const failureOf = (error: unknown, signal: AbortSignal): ProbeFailure => {
  if (error instanceof Ended) return error.failure;
  if (signal.aborted) return 'timeout';
  const code = codeOf(error);
  if (/CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|HOSTNAME_MISMATCH|EPROTO|ERR_SSL|ERR_TLS/.test(code))
    return 'certificate';
  if (/^HPE_|ERR_HTTP/.test(code)) return 'protocol';
  return 'unreachable';
};

/** Ends with the signal, whatever the work is doing: a name server cannot be interrupted. */
const orAborted = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = (): void => reject(new Ended('timeout'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });

type Single = (error: null, address?: string, family?: number) => void;

/** The connection asks for the address of the name and is told the ones that were checked. */
const pinnedTo =
  (addresses: readonly Address[]): LookupFunction =>
  (_name, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    // Older runtimes ask for one address; the types know the newer form only.
    else (callback as unknown as Single)(null, first?.address, first?.family);
  };

const joined = (chunks: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(chunks));

const readBody = (
  response: IncomingMessage,
  done: (body: Uint8Array) => void,
  failed: (error: Error) => void,
): void => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  response.on('data', (chunk: Uint8Array) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size < MOST_BYTES) return;
    done(joined(chunks).subarray(0, MOST_BYTES));
    response.destroy();
  });
  response.on('end', () => done(joined(chunks)));
  response.on('error', failed);
};

const certificateEnd = ({ socket }: IncomingMessage): number | undefined => {
  if (!(socket instanceof TLSSocket)) return undefined;
  const until = Date.parse(socket.getPeerCertificate().valid_to);
  return Number.isNaN(until) ? undefined : until;
};

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

const exchange = (
  target: URL,
  addresses: readonly Address[],
  { expectStatus }: ProbeRequest,
  signal: AbortSignal,
  ca: string[] | undefined,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options: RequestOptions = {
      hostname: target.hostname.replace(/^\[|\]$/g, ''),
      port: target.port || undefined,
      path: `${target.pathname}${target.search}`,
      headers: { 'user-agent': 'banjie-probe', accept: '*/*', 'accept-encoding': 'identity' },
      agent: false,
      lookup: pinnedTo(addresses),
      signal,
    };
    const request =
      target.protocol === 'https:'
        ? https.request({ ...options, ...(ca ? { ca } : {}) })
        : http.request(options);
    request.on('error', reject);
    request.on('response', response => {
      const status = response.statusCode ?? 0;
      const { location } = response.headers;
      const certificateUntil = certificateEnd(response);
      const answer = (body: Uint8Array): Answer => ({
        status,
        body,
        ...(location ? { location } : {}),
        ...(certificateUntil === undefined ? {} : { certificateUntil }),
      });
      // Nobody reads what stands on a redirect or on the wrong page.
      if (status !== expectStatus) {
        resolve(answer(new Uint8Array()));
        response.destroy();
      } else readBody(response, body => resolve(answer(body)), reject);
    });
    request.end();
  });

/** Pages are written in UTF-8 or, older ones, in GB 18030. */
const holds = (body: Uint8Array, text: string): boolean =>
  ['utf-8', 'gb18030'].some(encoding => new TextDecoder(encoding).decode(body).includes(text));

const redirected = (from: URL, location: string): URL => {
  try {
    return new URL(location, from);
  } catch {
    throw new Ended('protocol');
  }
};

/** Only the web, only hosts (with their port) that are registered. */
const refuseForeign = ({ protocol, host }: URL, hosts: readonly string[]): void => {
  if (!['http:', 'https:'].includes(protocol) || !hosts.includes(host)) throw new Ended('foreign-redirect');
};

/** The port `probe`. The time limit counts from the name server to the last byte. */
export const createProbe = ({ allowed, lookup, ca }: Options): Ports['probe'] => {
  const mayAsk = addressGuard(allowed);
  const resolve = lookup ?? (name => lookUp(name, { all: true, verbatim: true }));

  const addressesOf = async ({ hostname }: URL): Promise<Address[]> => {
    const name = hostname.replace(/^\[|\]$/g, '');
    const family = isIP(name);
    const addresses = family ? [{ address: name, family }] : await resolve(name);
    if (addresses.length === 0) throw new Ended('unreachable');
    // One inner address among public ones is enough: the connection could go to it.
    if (!addresses.every(({ address }) => mayAsk(address))) throw new Ended('refused');
    return addresses;
  };

  return async request => {
    const startedAt = performance.now();
    const stop = new AbortController();
    const alarm = setTimeout(() => stop.abort(), request.timeoutSeconds * 1000);
    const ends: number[] = [];
    const result = (failure?: ProbeFailure): ProbeResult => ({
      ...(failure ? { failure } : {}),
      milliseconds: Math.round(performance.now() - startedAt),
      ...(ends.length > 0 ? { certificateUntil: instantOf(Math.min(...ends)) } : {}),
    });
    try {
      let target = new URL(request.url);
      for (let redirects = 0; ; redirects += 1) {
        refuseForeign(target, request.hosts);
        const addresses = await orAborted(stop.signal, addressesOf(target));
        const answer = await orAborted(stop.signal, exchange(target, addresses, request, stop.signal, ca));
        if (answer.certificateUntil !== undefined) ends.push(answer.certificateUntil);
        if (answer.status === request.expectStatus)
          return result(request.expectText && !holds(answer.body, request.expectText) ? 'text' : undefined);
        if (!isRedirect(answer.status) || !answer.location) return result('status');
        if (redirects === MOST_REDIRECTS) return result('redirect-loop');
        target = redirected(target, answer.location);
      }
    } catch (error) {
      return result(failureOf(error, stop.signal));
    } finally {
      clearTimeout(alarm);
    }
  };
};
