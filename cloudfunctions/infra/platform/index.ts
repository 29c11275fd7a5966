import cloud from 'wx-server-sdk';
import * as z from 'zod';
import type { Ports } from '../../usecases/kernel/ports';
import { counting } from '../../usecases/kernel/writing/counting';
import { withSearchable } from '../../usecases/kernel/writing/write-searchable';
import { instantOf, type Instant } from '../../domain/time';
import { createDatabase } from '../database';
import type { CloudDatabase } from '../database/sdk';
import { readSheet } from '../files/read-sheet';
import { writeSheet } from '../files/write-sheet';
import { writeWorkbook } from '../files/write-workbook';
import { createFileFetcher } from '../hotline/fetch-file';
import { createHotline } from '../hotline/send';
import { loadSecrets } from '../secrets';
import { createEmail } from './email';
import { createOutside } from './outside';
import { createProbe } from './probe';
import { createSms } from './sms';
import { pageOf, subscribeFields, templatesOf } from './subscribe';

/** The WeChat platform as the use cases' ports: identity, database, content check, subscribe messages, clock, log. */

// The type of init wants a string; the constant that names the present environment is a symbol.
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string });

/**
 * Who calls: from the platform only, never from the event. `pushed` = not a person's call. `triggered` = the timer itself:
 * what another function calls, or whoever calls by the API, has no OPENID either, but another source or a longer one.
 * `called` = by another function of ours, at the end of the chain.
 */
export const identity = (): {
  openid: string | undefined;
  pushed: boolean;
  triggered: boolean;
  called: boolean;
} => {
  const { OPENID, SOURCE } = cloud.getWXContext();
  const source = String(SOURCE ?? '');
  return {
    pushed: !source.startsWith('wx_client') && !source.startsWith('wx_trigger'),
    triggered: source === 'wx_trigger' && !OPENID,
    called: source.endsWith(',scf'),
    openid: OPENID === undefined || OPENID === '' ? undefined : String(OPENID),
  };
};

const checkReply = z.object({ result: z.object({ suggest: z.enum(['pass', 'review', 'risky']) }) });
const CHECK_CHARACTERS = 2500;
const COMMENT_SCENE = 2;

const parts = (text: string): string[] => {
  const characters = [...text];
  const found: string[] = [];
  for (let from = 0; from < characters.length; from += CHECK_CHARACTERS)
    found.push(characters.slice(from, from + CHECK_CHARACTERS).join(''));
  return found;
};

type OpenApi = {
  security: {
    msgSecCheck(input: object): Promise<unknown>;
    mediaCheckAsync(input: object): Promise<unknown>;
  };
  subscribeMessage: { send(input: object): Promise<unknown> };
};
const openapi = (): OpenApi => (cloud as unknown as { openapi: OpenApi }).openapi;

const log: Ports['log'] = entry => {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
};

type Verdict = Awaited<ReturnType<Ports['checkText']>>;

/** An outage of the check must not lose a complaint: the text goes through and staff look at it first. */
const checkPart = async (openid: string, content: string): Promise<Verdict> => {
  try {
    const input = { version: 2, scene: COMMENT_SCENE, openid, content };
    return checkReply.parse(await openapi().security.msgSecCheck(input)).result.suggest;
  } catch (error) {
    log({ event: 'content-check-unavailable', error: errorCode(error) });
    return 'review';
  }
};

const checkText: Ports['checkText'] = async (openid, text) => {
  const verdicts = await Promise.all(parts(text).map(content => checkPart(openid, content)));
  return (['risky', 'review'] as const).find(worst => verdicts.includes(worst)) ?? 'pass';
};

const errorCode = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'errCode' in error ? String(error.errCode) : 'unknown';

const PICTURE = 2;
const linkReply = z.object({ fileList: z.array(z.object({ fileID: z.string(), tempFileURL: z.string() })) });
const MOST_LINKS = 50;

/** As long as the platform's own links, where nothing else is said. */
const LINK_SECONDS = 7200;

const fileLinks: Ports['fileLinks'] = async (fileIDs, seconds = LINK_SECONDS) => {
  const wanted = fileIDs.slice(0, MOST_LINKS).map(fileID => ({ fileID, maxAge: seconds }));
  const { fileList } = linkReply.parse(await cloud.getTempFileURL({ fileList: wanted }));
  return new Map(
    fileList.filter(file => file.tempFileURL !== '').map(file => [file.fileID, file.tempFileURL]),
  );
};

const storeReply = z.object({ fileID: z.string().min(1) });

const storeFile: Ports['storeFile'] = async (path, bytes) =>
  storeReply.parse(await cloud.uploadFile({ cloudPath: path, fileContent: Buffer.from(bytes) })).fileID;

const readFile: Ports['readFile'] = async fileID => {
  try {
    return new Uint8Array((await cloud.downloadFile({ fileID })).fileContent);
  } catch (error) {
    log({ event: 'file-not-read', error: errorCode(error) });
    return undefined;
  }
};

/** What stays behind costs space only. */
const removeFile: Ports['removeFile'] = async fileID => {
  try {
    await cloud.deleteFile({ fileList: [fileID] });
  } catch (error) {
    log({ event: 'file-not-removed', error: errorCode(error) });
  }
};

const paperReply = z.object({
  result: z.object({ ok: z.literal(true), data: z.object({ fileID: z.string().min(1) }) }),
});

/** By the function `report`, which has the fonts; a document is larger than what a call may hold, so it goes as a file. */
const writePaper: Ports['writePaper'] = async (path, paper) => {
  const content = new TextEncoder().encode(JSON.stringify(paper));
  const fileID = await storeFile(path.replace(/\.pdf$/, '.json'), content);
  try {
    const data = { action: 'write', fileID, path };
    return paperReply.parse(await cloud.callFunction({ name: 'report', data })).result.data.fileID;
  } finally {
    await removeFile(fileID);
  }
};

const traceReply = z.object({ traceId: z.string().min(1) });

const checkMedia: Ports['checkMedia'] = async (openid, fileID) => {
  try {
    const media = { mediaUrl: (await fileLinks([fileID])).get(fileID), mediaType: PICTURE };
    const reply = await openapi().security.mediaCheckAsync({
      version: 2,
      scene: COMMENT_SCENE,
      openid,
      ...media,
    });
    return traceReply.parse(reply).traceId;
  } catch (error) {
    log({ event: 'picture-check-not-started', error: errorCode(error) });
    return undefined;
  }
};

const sendSubscribe: Ports['sendSubscribe'] = async ({ to, template, says, title, about, at }) => {
  try {
    await openapi().subscribeMessage.send({
      touser: to,
      templateId: template,
      page: pageOf(about),
      data: subscribeFields({ says, title, about, at }),
    });
    return true;
  } catch (error) {
    // 43101 and the like: the person has taken the consent back. The inbox holds the message anyway.
    log({ event: 'subscribe-not-sent', error: errorCode(error) });
    return false;
  }
};

/** A mistake in the configuration opens no network, and keeps nothing else from being done. */
const configuredProbe = (): Ports['probe'] => {
  try {
    return createProbe({ allowed: process.env['BANJIE_PROBE_ALLOW'] });
  } catch (error) {
    log({ event: 'probe-networks-wrong', error: error instanceof Error ? error.message : 'unknown' });
    return createProbe({});
  }
};

/** The ports of a function instance, made once when the module is loaded. */
export const createPorts = (): Ports => {
  const secrets = loadSecrets(process.env);
  let probe: Ports['probe'] | undefined;
  const handle = cloud.database({ throwOnNotFound: false } as object) as unknown as CloudDatabase;
  const now = (): Instant => instantOf(Date.now());
  return {
    now,
    elapsed: () => performance.now(),
    sleep: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
    database: withSearchable(
      counting(
        createDatabase(handle, max => secrets.random(max)),
        log,
      ),
      { secrets, now, log },
    ),
    secrets,
    checkText,
    fileLinks,
    storeFile,
    readFile,
    removeFile,
    readSheet: bytes => readSheet(bytes),
    writeSheet,
    writeWorkbook,
    writePaper,
    checkMedia,
    templates: templatesOf(process.env),
    sendSubscribe,
    // Most instances never look at an address.
    probe: request => (probe ??= configuredProbe())(request),
    sendEmail: createEmail(process.env),
    sendSms: createSms(process.env),
    sendHotline: createHotline(process.env),
    fetchHotlineFile: createFileFetcher(process.env),
    callOutside: createOutside(process.env, log),
    log,
  };
};
