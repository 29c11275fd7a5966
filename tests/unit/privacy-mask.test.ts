import fc from 'fast-check';
import {
  maskCard,
  maskCreditCode,
  maskEmail,
  maskIdNumber,
  maskName,
  maskPhone,
} from '../../cloudfunctions/domain/privacy/mask';
import { normalisePhone } from '../../cloudfunctions/domain/privacy/phone';

describe('contract §6, A22: what everybody but the handler sees', () => {
  test.each([
    ['王小明', '王**'],
    ['王明', '王**'],
    ['欧阳小明', '欧**'],
    ['王', '王**'],
    [' 王小明 ', '王**'],
    ['𠮷野', '𠮷**'],
    ['John Smith', 'J**'],
    ['王**', '王**'],
    ['', ''],
  ])('name %j → %j', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  test.each([
    ['13800138000', '138****8000'],
    ['+86 138-0013-8000', '138****8000'],
    ['8613800138000', '138****8000'],
    ['１３８００１３８０００', '138****8000'],
    ['020-83001234', '020-****1234'],
    ['0755 8300 1234', '0755-****1234'],
    ['0763-3312345', '0763-***2345'],
    ['+86 20 83001234', '020-****1234'],
    ['+852 9123 4567', '+852 ****4567'],
    ['00853 6612 3456', '+853 ****3456'],
    ['+886 912 345 678', '+886 *****5678'],
    ['138****8000', '138****8000'],
    ['020-83001234-8', '020-****1234转*'],
    ['0755 8300 1234 转 801', '0755-****1234转***'],
    ['83001234转801', '****1234转***'],
    ['400-830-1234', '400-830-1234'],
    ['+86 4008301234', '+86 4008301234'],
    ['12345', '*****'],
    ['', ''],
  ])('phone %j → %j', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });

  test('ID number: first 3 and last 2; codes and cards: first and last 4; e-mail: first character and domain', () => {
    expect(maskIdNumber('440106199001011239')).toBe('440*************39');
    expect(maskIdNumber('440106900101123')).toBe('440**********23');
    expect(maskCreditCode('91440101MA5CKKKK0K')).toBe('9144**********KK0K');
    expect(maskCard('6222 0202 0012 3456')).toBe('6222********3456');
    expect(maskEmail('zhang@example.com')).toBe('z***@example.com');
    expect(maskIdNumber('44')).toBe('**');
  });

  test('no mask shows more than it should of anything', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 30 }), text => {
        const shown = (masked: string) => Array.from(masked.replace(/\*/g, '')).length;
        const plain = text.replace(/\*/g, '');
        expect(shown(maskName(plain))).toBeLessThanOrEqual(1);
        expect(shown(maskIdNumber(plain))).toBeLessThanOrEqual(5);
        expect(shown(maskCard(plain))).toBeLessThanOrEqual(8);
        expect(shown(maskCreditCode(plain))).toBeLessThanOrEqual(8);
      }),
    );
  });
});

describe('phone numbers in one form', () => {
  test.each([
    ['13800138000', '+8613800138000'],
    ['013800138000', '+8613800138000'],
    ['020-83001234', '+862083001234'],
    ['+86 (0)20 83001234', '+862083001234'],
    ['852-9123-4567', '+85291234567'],
    ['+14155552671', '+14155552671'],
    ['83001234', '+8683001234'],
    // The extension leads to a desk, not to another phone: search and claim find it with and without.
    ['020-83001234-8', '+862083001234'],
    ['020-83001234转801', '+862083001234'],
    ['(020)8300 1234 ext. 204', '+862083001234'],
    ['+86 20 83001234-8', '+862083001234'],
    ['83001234分机8', '+8683001234'],
    ['①③⑧⓪⓪①③⑧⓪⓪⓪', '+8613800138000'],
  ])('%j → %j', (text, normal) => {
    expect(normalisePhone(text)).toBe(normal);
    expect(normalisePhone(normal)).toBe(normal);
  });

  test.each([
    '',
    '12345',
    '110',
    '138****8000',
    '1380013800012345',
    'abc',
    '+',
    '１２３',
    '1381234002',
    '138123400233',
    '+86 1381234002',
    '861381234002',
    '12800138000',
  ])('%j is none', text => {
    expect(normalisePhone(text)).toBeUndefined();
  });
});
