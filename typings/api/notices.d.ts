import type { CivilDate, Instant, Page } from '../contract-basics';
import type { ContentCalendar, StaffNotice } from '../contract-services';
import type { Paged } from './common';

/** Public notices as staff write them (contract §5). */

export type NoticeDraft = Pick<StaffNotice, 'kind' | 'title' | 'text'> &
  Partial<Pick<StaffNotice, 'id' | 'serviceId' | 'region' | 'publishAt' | 'startsAt' | 'endsAt' | 'instead'>>;

/** Actions of the function `staff` for notices. */
export type NoticeApi = {
  /** `id` = that one alone, whatever its state. */
  'notice.list': {
    in: Paged & { state?: StaffNotice['state']; id?: string };
    out: Page<'notices', StaffNotice>;
  };
  /** What citizens would not understand in a notice, by field; nothing is kept by it. */
  'notice.check': {
    in: { notice: NoticeDraft; version?: number };
    out: { problems: Record<string, string> };
  };
  'notice.save': {
    in: { notice: NoticeDraft; version?: number; requestId?: string };
    out: { notice: StaffNotice };
  };
  'notice.publish': {
    in: { id: string; version?: number; publishAt?: Instant };
    out: { notice: StaffNotice };
  };
  'notice.review': {
    in: { id: string; version?: number; approve: boolean; reason: string };
    out: { notice: StaffNotice };
  };
  /** Of one month or a part of it; `party` = `unit:…`, `region:…`, `operator` or `manager` (G-4.1). */
  'content.calendar': {
    in: { from: CivilDate; to: CivilDate; party?: string; cursor?: string };
    out: ContentCalendar;
  };
  'notice.withdraw': { in: { id: string; version?: number; reason: string }; out: { notice: StaffNotice } };
};
