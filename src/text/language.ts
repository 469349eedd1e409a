// Which language to speak.

export type Language = 'en' | 'ko';

/** Flag, then our own variable, then the locale as POSIX ranks it. */
export function languageOf(env: Readonly<Record<string, string | undefined>>, flag?: string): Language {
  const wanted = flag ?? [env.CODEDEPLOY_WIZARD_LANG, env.LC_ALL, env.LC_MESSAGES, env.LANG].find(Boolean) ?? 'en';
  return /^ko\b|^ko_/i.test(wanted) ? 'ko' : 'en';
}
