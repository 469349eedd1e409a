// The catalogue of a language.
import { en, type Text } from './en/index.ts';
import type { Language } from './language.ts';

export const textFor = async (language: Language): Promise<Text> =>
  language === 'ko' ? (await import('./ko/index.ts')).ko : en;
