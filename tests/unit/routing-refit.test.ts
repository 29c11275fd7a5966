import { classify, type TrainingRow } from '../../cloudfunctions/domain/routing';
import { refitRouter } from '../../cloudfunctions/domain/routing/refit-router';
import { keptVersions, versionName } from '../../cloudfunctions/usecases/knowledge/measuring/kept-versions';

/** The router learns from units that staff confirmed, and never gets worse by it (G-5.2c). */

const MATTERS: Record<string, string[]> = {
  U001: ['社保卡补办', '养老金发放', '失业金申领', '工伤认定', '医保报销', '劳动合同'],
  U002: ['营业执照变更', '个体户注销', '食品经营许可', '商标咨询', '企业年报', '虚假广告'],
  U003: ['驾驶证换证', '公交改线', '道路坑洼', '网约车许可', '货车年检', '停车收费'],
};
const PLACES = ['东街', '西门', '南湖', '北站', '中山路', '解放路', '和平里', '新城', '老城', '河边'];

const confirmed = (matters: Record<string, string[]> = MATTERS): TrainingRow[] =>
  Object.entries(matters).flatMap(([label, names]) =>
    names.flatMap(name => PLACES.map(place => ({ text: `${place}的居民问${name}要找谁`, label }))),
  );

test('what staff confirmed is learned, measured on messages that were held out', () => {
  const refit = refitRouter(confirmed(), { present: undefined });
  if (!refit.accepted) throw new Error(refit.reason);
  expect(refit.before).toBeNull();
  expect(refit.after.macroF1).toBeGreaterThan(0.95);
  expect(refit.after.rows).toBeLessThan(confirmed().length / 3);
  expect(classify(refit.weights, { text: '北站的居民问养老金发放' }).label).toBe('U001');
  expect(refitRouter(confirmed(), { present: undefined })).toEqual(refit);
});

test('too few confirmed messages change nothing', () => {
  const refit = refitRouter(confirmed().slice(0, 99), { present: undefined });
  expect(refit).toMatchObject({ accepted: false, reason: expect.stringContaining('99') as string });
});

test('a class that falls by more than five points, or all by more than one, is refused', () => {
  const good = refitRouter(confirmed(), { present: undefined });
  if (!good.accepted) throw new Error(good.reason);
  // What was trained on is confirmed at random; what it is measured with is as before.
  const rows = confirmed();
  const muddled = rows.map((row, at) => ({ ...row, label: rows[(at * 37 + 61) % rows.length]!.label }));
  const refit = refitRouter([...muddled, ...rows.slice(0, 60)], { present: good.weights });
  expect(refit).toMatchObject({ accepted: false, reason: expect.stringContaining('→') as string });
  expect(!refit.accepted && refit.before && refit.after && refit.before.macroF1 > refit.after.macroF1).toBe(
    true,
  );
});

test('without a present router, one that only names the commonest unit is refused', () => {
  const same = PLACES.flatMap((place, at) =>
    Array.from({ length: 12 }, (_, no) => ({
      text: `${place}${no}号`,
      label: (at + no) % 4 === 0 ? 'U002' : 'U001',
    })),
  );
  expect(refitRouter(same, { present: undefined })).toMatchObject({ accepted: false });
});

test('it may dispatch alone only where 97 of 100 held-out messages were right', () => {
  const unclear = confirmed().map((row, at) => (at % 6 === 0 ? { ...row, label: 'U002' } : row));
  for (const rows of [confirmed(), unclear]) {
    const refit = refitRouter(rows, { present: undefined });
    if (!refit.accepted) continue;
    const { dispatchAt } = refit.weights;
    if (dispatchAt !== undefined) expect(refit.after.dispatchAccuracy).toBeGreaterThanOrEqual(0.97);
  }
});

describe('versions of what is fitted', () => {
  const all = [9, 8, 7, 6, 5, 4, 3].map(version => ({ version, accepted: version !== 8 && version !== 6 }));

  test('the newest three that were accepted stay, and the last refused one', () => {
    expect([...keptVersions(all, 9)].sort()).toEqual([5, 7, 8, 9]);
  });

  test('the one in use stays however old it is', () => {
    expect(keptVersions(all, 3).has(3)).toBe(true);
    expect(keptVersions(all, 3).has(4)).toBe(false);
  });

  test('their ids sort as they do', () => {
    expect([10, 9, 100].map(versionName).sort()).toEqual(['000009', '000010', '000100']);
  });
});
