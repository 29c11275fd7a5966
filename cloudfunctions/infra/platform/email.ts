import type { Ports, Sent } from '../../usecases/kernel/ports';

/**
 * E-mail over SMTP. `SMTP_URL` says where, e.g. `smtps://user:password@mail.example.com:465`, `SMTP_FROM` from whom;
 * without them nothing is sent. The mailer is loaded with the first message: most instances never send one.
 */

/** A server that does not answer must not use up the run of the timer. */
const PATIENCE = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 15_000 };

type Mailer = { sendMail(mail: object): Promise<unknown> };

/**
 * Whether the server has asked for the message itself (reply 354): from there on it may have taken it, and the mailer names
 * an end of the connection in the same way as one that never stood.
 */
const watchHandover = () => {
  let handedOver = false;
  const look = (entry: { tnx?: string }, line: string): void => {
    if (entry.tnx === 'server' && /^354/m.test(line)) handedOver = true;
  };
  const none = (): void => undefined;
  const logger = { trace: none, debug: look, info: none, warn: none, error: none, fatal: none };
  return { logger, handedOver: () => handedOver };
};

const codeOf = (error: object, name: string): string =>
  name in error ? String((error as Record<string, unknown>)[name]) : '';

/** What an error of the mailer means; see its list of codes. A reply of the server is always the truth. */
const outcomeOf = (error: unknown, handedOver: boolean): Sent => {
  if (typeof error !== 'object' || error === null) return { state: 'unknown', why: 'unknown' };
  const [code, command] = [codeOf(error, 'code'), codeOf(error, 'command')];
  const reply = Number(codeOf(error, 'responseCode'));
  const why = [code, reply || ''].join(' ').trim() || 'unknown';
  if (handedOver && !reply) return { state: 'unknown', why };
  // Wrong credentials, names and a missing mailer are put right by the owner: the message waits for that.
  if (['EAUTH', 'EDNS', 'ETLS', 'ECONFIG', 'EPROXY', 'MODULE_NOT_FOUND'].includes(code) || command === 'CONN')
    return { state: 'unreachable', why };
  if (reply >= 500) return { state: 'refused', why };
  if (reply >= 400) return { state: 'unreachable', why };
  return code === 'EENVELOPE' ? { state: 'refused', why } : { state: 'unknown', why };
};

/** A test hands in its own patience, and the mailer, which a test cannot load while it runs. */
export const createEmail = (
  env: NodeJS.ProcessEnv,
  patience = PATIENCE,
  load: () => Promise<{ createTransport(options: object): Mailer }> = () => import('nodemailer'),
): Ports['sendEmail'] => {
  const fixed = { ...patience, disableFileAccess: true, disableUrlAccess: true, transactionLog: true };
  return async ({ id, to, subject, text }) => {
    const { SMTP_URL: url, SMTP_FROM: from } = env;
    if (!url || !from) return { state: 'not-configured' };
    const { logger, handedOver } = watchHandover();
    try {
      const { createTransport } = await load();
      // The same id with each try: a server that has it already may drop the second.
      const mail = { from, to, subject, text, messageId: `<${id}@banjie>` };
      await createTransport({ ...fixed, url, logger }).sendMail(mail);
      return { state: 'sent' };
    } catch (error) {
      return outcomeOf(error, handedOver());
    }
  };
};
