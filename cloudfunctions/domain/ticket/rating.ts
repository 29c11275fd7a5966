/** The five levels of a rating (public-rules §2.5); the last two are 差评 and lead to rectification. */
export const ratingLevels = [
  { value: '5', label: '非常满意' },
  { value: '4', label: '满意' },
  { value: '3', label: '基本满意' },
  { value: '2', label: '不满意' },
  { value: '1', label: '非常不满意' },
];
