import type { Limit } from './term';

const MINUTES_AN_HOUR = 60;

const timeInWords = (minutes: number): string =>
  minutes % MINUTES_AN_HOUR === 0 ? `${minutes / MINUTES_AN_HOUR} 小时` : `${minutes} 分钟`;

/** `5 个工作日`, `30 分钟`: a limit as texts say it, always read from the rules in force. */
export const limitInWords = ({ n, unit }: Limit): string => {
  switch (unit) {
    case 'working-day':
      return `${n} 个工作日`;
    case 'calendar-day':
      return `${n} 个自然日`;
    case 'month':
      return `${n} 个月`;
    case 'service-minute':
      return `${timeInWords(n)}（服务时间）`;
    case 'minute':
      return timeInWords(n);
  }
};
