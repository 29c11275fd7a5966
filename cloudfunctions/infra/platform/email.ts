import type { Ports, Sent } from '../../usecases/kernel/ports';

/**
 * E-mail over SMTP. `SMTP_URL` says where, e.g. `smtps://user:password@mail.example.com:465`, `SMTP_FROM` from whom;
 * without them nothing is sent. The mailer is loaded with the first message: most instances never send one.
 */

/** A server that does not answer must not use up the run of the timer. */
const PATIENCE = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 15_000 };

type Mailer = { sendMail(mail: object): Promise<unknown> };

const codeOf = (error: object, name: string): string =>
  name in error ? String((error as Record<string, unknown>)[name]) : '';

/** What an error of the mailer means; see its list of codes. */
const outcomeOf = (error: unknown): Sent => {
  if (typeof error !== 'object' || error === null) return { state: 'unknown', why: 'unknown' };
  const [code, command] = [codeOf(error, 'code'), codeOf(error, 'command')];
  const reply = Number(codeOf(error, 'responseCode'));
  const why = [code, reply || ''].join(' ').trim() || 'unknown';
  // Wrong credentials, names and a missing mailer are put right by the owner: the message waits for that.
  if (['EAUTH', 'EDNS', 'ETLS', 'ECONFIG', 'EPROXY', 'MODULE_NOT_FOUND'].includes(code) || command === 'CONN')
    return { state: 'unreachable', why };
  if (reply >= 500) return { state: 'refused', why };
  if (reply >= 400) return { state: 'unreachable', why };
  return code === 'EENVELOPE' ? { state: 'refused', why } : { state: 'unknown', why };
};

export const createEmail = (env: NodeJS.ProcessEnv): Ports['sendEmail'] => {
  let mailer: Promise<Mailer> | undefined;
  const load = async (url: string): Promise<Mailer> => {
    const { createTransport } = await import('nodemailer');
    return createTransport({ url, ...PATIENCE, disableFileAccess: true, disableUrlAccess: true });
  };
  return async ({ id, to, subject, text }) => {
    const { SMTP_URL: url, SMTP_FROM: from } = env;
    if (!url || !from) return { state: 'not-configured' };
    try {
      mailer ??= load(url).catch((error: unknown) => {
        mailer = undefined;
        throw error;
      });
      // The same id with each try: a server that has it already may drop the second.
      await (await mailer).sendMail({ from, to, subject, text, messageId: `<${id}@banjie>` });
      return { state: 'sent' };
    } catch (error) {
      return outcomeOf(error);
    }
  };
};
