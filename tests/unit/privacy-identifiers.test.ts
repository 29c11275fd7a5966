import fc from 'fast-check';
import { findIdentifiers, maskText } from '../../cloudfunctions/domain/privacy/identifiers';
import { isTicketNumber, ticketNumber } from '../../cloudfunctions/domain/privacy/ticket-number';

// Made-up values: the check digits are right, the persons do not exist.
const ID = '440106199001011239';
const CARD_16 = '6222020200123456';
const CARD_19 = '6217000010012345670';
const CREDIT = '91440101MA5CXXXX0X';

const idWith = (body: string) => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return body + '10X98765432'[sum % 11];
};
const luhn = (body: string) => {
  let sum = 0;
  [...body].reverse().forEach((digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return body + String((10 - (sum % 10)) % 10);
};
const credit = (body: string) => {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return body + alphabet.charAt((31 - (sum % 31)) % 31);
};
const id = idWith(ID.slice(0, 17));
const idX =
  Array.from({ length: 99 }, (_, serial) => idWith(ID.slice(0, 14) + String(100 + serial))).find(made =>
    made.endsWith('X'),
  ) ?? '';
const card16 = luhn(CARD_16.slice(0, 15));
const card19 = luhn(CARD_19.slice(0, 18));
const code = credit(CREDIT.slice(0, 17).replace(/X/g, 'K'));
const wide = (text: string) => text.replace(/[!-~]/g, c => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
const kinds = (text: string) => findIdentifiers(text).map(({ kind, value }) => [kind, value]);

describe('J-21b, A23: identifiers in what citizens write are found', () => {
  test('resident ID numbers, however they are written', () => {
    for (const written of [
      id,
      wide(id),
      `${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`,
      `${id.slice(0, 6)}-${id.slice(6, 14)}-${id.slice(14)}`,
      `${id.slice(0, 14)}—${id.slice(14)}`,
      `ID${id}`,
    ]) {
      expect(kinds(`我叫王某，身份证号：${written}，请查。`)).toEqual([['id-card', id]]);
    }
    expect(idX).toMatch(/X$/);
    for (const written of [idX, idX.toLowerCase(), wide(idX), `${idX.slice(0, 17)} x`]) {
      expect(kinds(`证件${written}已过期`)).toEqual([['id-card', idX]]);
    }
    expect(kinds('老身份证440106900101123还能用吗')).toEqual([['id-card', '440106900101123']]);
  });

  test('a mistyped ID number is hidden where it is called one', () => {
    const wrong = id.slice(0, 17) + (id.endsWith('1') ? '2' : '1');
    expect(kinds(`身份证号${wrong}`)).toEqual([['id-card', wrong]]);
    expect(kinds(`受理编号${wrong}`)).toEqual([]);
  });

  test.each([
    ['13900001234', '13900001234'],
    ['139 0000 1234', '13900001234'],
    ['139-0000-1234', '13900001234'],
    ['139.0000.1234', '13900001234'],
    ['1390000 1234', '13900001234'],
    ['+86 139 0000 1234', '13900001234'],
    ['+8613900001234', '13900001234'],
    ['0086-13900001234', '13900001234'],
    ['86 13900001234', '13900001234'],
    ['（+86）139-0000-1234', '13900001234'],
    ['tel13900001234', '13900001234'],
    ['**13900001234**', '13900001234'],
    ['一三九零零零零一二三四', '13900001234'],
    ['幺三九〇〇〇〇幺二三四', '13900001234'],
    ['1 3 9 0 0 0 0 1 2 3 4', '13900001234'],
    ['020-83001234', '020-83001234'],
    ['(020)83001234', '020-83001234'],
    ['020 8300 1234', '020-83001234'],
    ['0755-83001234转801', '0755-83001234转801'],
    ['02083001234', '020-83001234'],
    ['0763-3312345', '0763-3312345'],
    ['+852 9123 4567', '+85291234567'],
    ['852-91234567', '+85291234567'],
    ['00853 6612 3456', '+85366123456'],
    ['+1 415 555 2671', '+14155552671'],
  ])('phone %s', (written, value) => {
    expect(kinds(`请联系${written}，谢谢`)).toEqual([['phone', value]]);
    expect(kinds(wide(`请联系${written}，谢谢`))).toEqual([['phone', value]]);
  });

  test('bank cards with the Luhn digit, in one piece or in groups', () => {
    for (const card of [card16, card19]) {
      expect(kinds(`卡号${card}未到账`)).toEqual([['bank-card', card]]);
      expect(kinds(`卡号 ${card.replace(/(.{4})(?=.)/g, '$1 ')} 未到账`)).toEqual([['bank-card', card]]);
    }
  });

  test('permits after their name, e-mail, plates; codes of organisations are public', () => {
    expect(kinds(`公司代码${code}`)).toEqual([]);
    expect(kinds(`公司代码${code.toLowerCase()}。`)).toEqual([]);
    expect(kinds(`公司代码${wide(code)}。`)).toEqual([]);
    expect(kinds(`公司代码${'0'.repeat(18)}。`)).toEqual([]);
    expect(kinds('护照号码：E12345678')).toEqual([['passport', 'E12345678']]);
    expect(kinds('我的护照是ea1234567，过期了')).toEqual([['passport', 'EA1234567']]);
    expect(kinds('港澳通行证 C12345678')).toEqual([['passport', 'C12345678']]);
    expect(kinds('回乡证H1234567801')).toEqual([['passport', 'H1234567801']]);
    expect(kinds('台胞证号码 12345678')).toEqual([['passport', '12345678']]);
    expect(kinds('邮箱 zhang.san+1@example.com.cn。')).toEqual([['email', 'zhang.san+1@example.com.cn']]);
    expect(kinds('邮箱 13900001234@example.com')).toEqual([['email', '13900001234@example.com']]);
    expect(kinds('车牌粤A12345和粤A·D12345')).toEqual([
      ['plate', '粤A12345'],
      ['plate', '粤AD12345'],
    ]);
  });

  test('several beside each other, each with its place', () => {
    const text = `电话13900001234身份证${id} ${card16}`;
    const found = findIdentifiers(text);
    expect(found.map(({ kind }) => kind)).toEqual(['phone', 'id-card', 'bank-card']);
    for (const { value, start, end } of found) expect(text.slice(start, end)).toBe(value);
  });
});

describe('what is no identifier stays readable', () => {
  test.each([
    '',
    '社保卡丢了三次',
    '工单TS20260924-7K3-F9Q-4XM一直没有答复',
    '2026年9月24日10时30分办理',
    '2026-09-24 10:30:00',
    '20260924',
    '一共13900001234.50元',
    '¥13900001234',
    '退税3500元，金额1234567.89',
    '订单号202609241234567890123',
    `订单编号：${luhn('622202020012345')}`,
    '受理号440100202609240012',
    '流水号 440106900101123',
    '拨打12345、12333、95588、4008308300',
    '护照办理日期20260924',
    '我要办护照，2026年',
    '第1条第3款第9项',
    '邮编510000，房号1390',
    'a@b',
    '@@@@',
    '一二三四五六七八九',
    '粤A1',
  ])('%j', text => {
    expect(kinds(text)).toEqual([]);
    expect(maskText(text)).toEqual({ text, identifiers: [] });
  });

  test('our own ticket numbers, also where their end looks like the beginning of a phone number', () => {
    for (const text of ['TS20260924-7K3-F9Q-4XM', 'ts20260924 000 000 000']) expect(kinds(text)).toEqual([]);
    const numbers = Array.from({ length: 29 }, (_, first) => {
      const values = [first, 2, 3, 4, 5, 6, 1, 3];
      return ticketNumber('TS', '2026-09-24', () => values.shift() ?? 0);
    });
    const ending = numbers.find(number => number.endsWith('-139')) ?? '';
    expect(isTicketNumber(ending)).toBe(true);
    for (const written of [ending, ending.toLowerCase(), wide(ending)]) {
      expect(kinds(`${written} 0000 1234`)).toEqual([]);
    }
    expect(kinds('TS20260924-7K3-F9Q-139 0000 1234')).toEqual([['phone', '13900001234']]);
  });
});

describe('contract §6: masked in the same way everywhere', () => {
  test('the text keeps its words, the values are kept apart', () => {
    expect(
      maskText(`王某 ${id}，电话 139 0000 1234，卡 ${card16}，邮箱 zhang@example.com，护照E12345678`),
    ).toEqual({
      text: `王某 440*************${id.slice(16)}，电话 139****1234，卡 6222********${card16.slice(12)}，邮箱 z***@example.com，护照E******78`,
      identifiers: [
        { kind: 'id-card', value: id },
        { kind: 'phone', value: '13900001234' },
        { kind: 'bank-card', value: card16 },
        { kind: 'email', value: 'zhang@example.com' },
        { kind: 'passport', value: 'E12345678' },
      ],
    });
    expect(maskText('粤A12345').text).toBe('粤A***45');
    // Whose it is, is published by the state.
    expect(maskText(code).text).toBe(code);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      id,
      idX,
      card16,
      card19,
      code,
      '13900001234',
      '139 0000 1234',
      '020-83001234',
      '护照E12345678',
    ),
    fc.constantFrom(
      '440106900101123',
      '+86',
      'x@y.cn',
      '粤A12345',
      '台胞证',
      '身份证',
      'TS20260924-7K3-F9Q-4XM',
    ),
    fc.constantFrom(' ', '-', '，', '.', '(', '+', '@', '元', '\n', '*', 'X', '0086', '一三九'),
    fc.stringMatching(/^[0-9]{1,12}$/),
    fc.string({ maxLength: 6 }),
  );
  const mixed = fc.array(piece, { maxLength: 14 }).map(pieces => pieces.join(''));

  test.each(['08005437032*TS20260924-7K3-F9Q-4XM', '0800-5437032*T', '0400-8308300'])(
    'a hotline with a zero before it is left alone, and comes to an end: %s',
    text => {
      expect(maskText(text)).toEqual({ text, identifiers: [] });
    },
  );

  test('masking twice is masking once', () => {
    fc.assert(
      fc.property(mixed, text => {
        const once = maskText(text).text;
        expect(maskText(once)).toEqual({ text: once, identifiers: [] });
      }),
      { numRuns: 3_000 },
    );
  });

  test('places are right, in order and do not overlap', () => {
    fc.assert(
      fc.property(mixed, text => {
        let from = 0;
        for (const { start, end } of findIdentifiers(text)) {
          expect(start).toBeGreaterThanOrEqual(from);
          expect(end).toBeGreaterThan(start);
          from = end;
        }
        expect(from).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2_000 },
    );
  });

  test('no ID number in plain words survives, whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[^0-9A-Za-z０-９]{0,5}$/),
        fc.constantFrom(id, idX, wide(id)),
        (around, value) => {
          expect(maskText(`字${around}字${value}字${around}`).text).not.toContain(value.slice(3, 16));
        },
      ),
    );
  });
});

test('no kind of text makes the reading of 10,000 characters blow up', () => {
  const pieces = [
    '1', '1 ', '4401061990', 'a', 'a@', '@', 'a.', '护照', '护照E1', '6222 ', '13900001234', '139 0000 1234 ',
    '粤A', '一', 'TS20260924', '+1', '(', ' ', '9', '440106 19900101 ', 'A1 ', '字',
  ]; // prettier-ignore
  for (const piece of pieces) {
    const text = piece.repeat(10_000 / piece.length);
    // Of the processor, not by the clock; a pattern that blows up takes minutes.
    const before = process.cpuUsage();
    maskText(text);
    const { user } = process.cpuUsage(before);
    expect({ piece, blownUp: user > 2_000_000 }).toEqual({ piece, blownUp: false });
  }
});
