import { LONGEST_NOTICE, readNotice } from '../../cloudfunctions/domain/calendar/read-notice';
import { shippedNotices } from '../../cloudfunctions/domain/calendar/notices';

/** A41: a year's arrangement is pasted as it was published; what is not understood is named. */

const of = (text: string, year = 2027) => {
  const { days, ...rest } = readNotice(text, year);
  return { days: days.map(({ date, kind }) => `${date} ${kind}`), ...rest };
};

test('a notice in the words in which it is published gives the days of the calendar that ships', () => {
  const text = `各省、自治区、直辖市人民政府：
    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
    二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
    三、清明节：4月4日（周六）至6日（周一）放假，共3天。
    四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
    五、端午节：6月19日（周五）至21日（周日）放假，共3天。
    六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
    七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
    节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
    国务院办公厅 2025年11月4日`;
  const { days, problems } = readNotice(text, 2026);
  expect(problems).toEqual([]);
  const shipped = shippedNotices.find(({ year }) => year === 2026)?.days ?? [];
  const sorted = days.map(({ date, kind }) => `${date} ${kind}`).sort();
  expect(sorted).toEqual(shipped.map(({ date, kind }) => `${date} ${kind}`).sort());
});

test('元旦 may begin in December, ranges cross months, half and full width are the same', () => {
  expect(of('元旦：12月30日－１月１日放假，共３天。12月29日（星期六）上班', 2019).days).toEqual([
    '2018-12-30 off',
    '2018-12-31 off',
    '2019-01-01 off',
    '2018-12-29 work',
  ]);
  expect(of('春节:2027年1月31日到2月2日放假').days).toEqual([
    '2027-01-31 off',
    '2027-02-01 off',
    '2027-02-02 off',
  ]);
});

test('single lines: a day off, a day of work, one that holds no longer', () => {
  expect(of('2027-2-5 放假 春节\n2027-02-13上班\n取消 2027-02-04')).toEqual({
    days: ['2027-02-05 off', '2027-02-13 work'],
    removed: ['2027-02-04'],
    problems: [],
  });
});

test.each([
  ['another number of days than it says', '春节：2月5日至10日放假，共7天', '读到的放假日期是 6 天'],
  ['a date that does not exist', '春节：2月29日至30日放假', '日期没有读懂'],
  ['a range that runs backwards', '春节：2月10日至5日放假', '日期没有读懂'],
  ['no word of off or work', '春节：2月5日放假，2月13日', '没有写明放假还是上班'],
  ['a line with a date and no name', '2月5日起放假', '没有读懂'],
  ['a plain line of a day that does not exist', '2027-02-30 放假 春节', '日期不存在'],
  ['a plain line that does not say what', '2027-02-05', '请写明放假还是上班'],
])('named, not guessed: %s', (_, text, problem) => {
  expect(of(text).problems.join()).toContain(problem);
});

test('hostile texts of the largest size are read within bounds', () => {
  for (const part of [
    '(',
    '1月',
    '1日',
    '至1日',
    '一、',
    ':',
    '2027-02-05 放假 ',
    ' ',
    '\n春节:1月1日',
    '取消 ',
  ])
    expect(readNotice(part.repeat(LONGEST_NOTICE + 1), 2027).problems.length).toBeGreaterThan(0);
});
