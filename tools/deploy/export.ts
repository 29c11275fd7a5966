import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { instantOf } from '../../cloudfunctions/domain/time';
import { ApiError } from '../tencent-cloud';
import type { Site } from './site';

/**
 * Exports collections before their documents are brought to another form. The files lie in the storage of the environment,
 * where everybody may read what he knows the name of: so nobody can guess theirs.
 */

const jobShape = z.object({ JobId: z.number() });
const stateShape = z.object({
  Status: z.string(),
  RecordSuccess: z.number().nullish(),
  RecordFail: z.number().nullish(),
  ErrorMsg: z.string().nullish(),
});

const POLL = 2000;
/** Half a day: some millions of documents. */
const MOST_POLLS = 21_600;

/** How many documents were exported. */
const exportOne = async (
  { api, place, outside }: Site,
  collection: string,
  path: string,
): Promise<number> => {
  const environment = { EnvId: place.environment };
  const { JobId } = jobShape.parse(
    await api.call('tcb', 'DatabaseMigrateExport', {
      ...environment,
      CollectionName: collection,
      FilePath: path,
      FileType: 'json',
    }),
  );
  for (let polls = 0; polls < MOST_POLLS; polls += 1) {
    await outside.sleep(POLL);
    const answer = await api.call('tcb', 'DatabaseMigrateQueryInfo', { ...environment, JobId });
    const { Status, RecordSuccess, RecordFail, ErrorMsg } = stateShape.parse(answer);
    if (Status === 'fail' || (Status === 'success' && (RecordFail ?? 0) > 0))
      throw new ApiError('FailedOperation', ErrorMsg ?? `${RecordFail ?? 0} 条没有导出`, collection);
    if (Status === 'success') return RecordSuccess ?? 0;
  }
  throw new ApiError('FailedOperation', '一直没有导出完', collection);
};

export const exportAll = async (site: Site, collections: readonly string[]): Promise<void> => {
  const day = instantOf(site.outside.now()).slice(0, 10);
  const folder = `exports/${day}-${randomBytes(16).toString('hex')}`;
  try {
    for (const collection of collections) {
      const count = await exportOne(site, collection, `${folder}/${collection}.json`);
      site.tell(`  ${collection}：${count} 条`);
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new Error(
      `导出没有做成，什么都没有改（${error.message}）。请在云开发控制台“数据库”里导出 ${collections.join('、')}，然后加 --no-export 再运行`,
      { cause: error },
    );
  }
  site.tell(`  已导出到云存储的 ${folder}/ 。请下载，与密钥分开保管，然后删除：知道文件名的人都能打开它`);
};
