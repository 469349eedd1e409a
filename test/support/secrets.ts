// Secrets that are around in every run of every test: none may be printed, or kept in a file.
import { existsSync, readFileSync } from 'node:fs';

export const SECRETS = {
  AWS_ACCESS_KEY_ID: 'AKIASEEDEDSEEDED7SEE',
  AWS_SECRET_ACCESS_KEY: 'seEDedseEDedseEDedseEDedseEDedseEDed7/ab',
  AWS_SESSION_TOKEN: `IQoJb3JpZ2luX2VjSEEDED${'SeEdEd7+/'.repeat(12)}==`,
  GITHUB_TOKEN: 'ghp_SEEDEDseededSEEDEDseededSEEDEDseeded7',
  DATABASE_URL: 'postgres://shop:seeded-pass-word@db.example.com:5432/shop',
};

/** The part of each that gives it away. */
const TELLING = [
  SECRETS.AWS_ACCESS_KEY_ID.slice(4),
  SECRETS.AWS_SECRET_ACCESS_KEY,
  SECRETS.AWS_SESSION_TOKEN.slice(22, 60),
  SECRETS.GITHUB_TOKEN.slice(4),
  'seeded-pass-word',
];

export function mustHoldNoSecret(printed: string, files: readonly string[]): void {
  const texts = [printed, ...files.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'))];
  const told = TELLING.find((secret) => texts.some((text) => text.includes(secret)));
  if (told) throw new Error(`A secret is told: ${told}`);
}
