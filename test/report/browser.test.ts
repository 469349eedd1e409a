// The page in a real browser, as wide as a phone and as a desk, light and dark. Left out where there is no browser.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageOf } from '../../src/report/page.ts';
import { en } from '../../src/text/en/index.ts';
import { ko } from '../../src/text/ko/index.ts';
import { browserPath, openBrowser } from '../support/browser.ts';
import { factsWith } from './facts.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 0, 0, second)).toISOString();
const EVENTS = ['ApplicationStop', 'DownloadBundle', 'Install', 'AfterInstall', 'ValidateService'];

/** Thirty instances, one of them on premises with the longest name there may be, and everything else there may be. */
function everything() {
  const targets = Array.from({ length: 30 }, (_, index) => {
    const failed = index === 3;
    return {
      instance: index === 29 ? 'a'.repeat(100) : `i-0${String(index).padStart(16, '0')}`,
      label: null,
      status: failed ? 'Failed' : 'Succeeded',
      events: EVENTS.map((name, event) => ({
        name,
        status: failed && name === 'AfterInstall' ? 'Failed' : 'Succeeded',
        startedAt: at(index * 7 + event * 3),
        endedAt: at(index * 7 + event * 3 + 3),
        error: null,
      })),
    };
  });
  const log = ['x'.repeat(400), '[stderr]chown: invalid user', '<script>document.title = "taken"</script>'];
  const failure = {
    event: 'AfterInstall',
    script: `scripts/${'long-'.repeat(30)}.sh`,
    code: 'ScriptFailed',
    message: 'm'.repeat(300),
    log,
  };
  return factsWith(targets, {
    failures: [{ ...failure, instances: targets.map(({ instance }) => instance), cause: 'scriptEnded' }],
    probe: [
      ['url', `http://shop/${'p'.repeat(300)}`],
      ['requests', '1000'],
      ['failed', '7'],
    ],
  });
}

/** The lowest contrast of any text with what lies behind it, by the rules of WCAG 2. It runs in the browser. */
const LOWEST_CONTRAST = `(() => {
  const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = parts(colour).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const colour = getComputedStyle(element ?? document.body).backgroundColor;
    return element && parts(colour)[3] === 0 ? behind(element.parentElement) : colour;
  };
  let lowest = { ratio: 21, text: '' };
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.closest('svg')) continue;
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < lowest.ratio) lowest = { ratio, text: element.textContent };
  }
  return lowest;
})()`;

describe.skipIf(!browserPath)('in a browser (skipped where there is no Chromium in /usr/bin)', () => {
  let browser: Browser;
  let file = '';
  beforeAll(async () => {
    browser = await openBrowser();
    file = join(mkdtempSync(join(tmpdir(), 'cdw-report-')), 'report.html');
  }, 60_000);
  afterAll(() => browser?.close());

  test.each([
    { text: en, width: 360, colorScheme: 'light', lang: 'en' },
    { text: ko, width: 360, colorScheme: 'dark', lang: 'ko' },
    { text: en, width: 1280, colorScheme: 'dark', lang: 'en' },
    { text: ko, width: 1280, colorScheme: 'light', lang: 'ko' },
  ] as const)('$lang, $width wide, $colorScheme', { timeout: 60_000 }, async ({ text, width, colorScheme }) => {
    writeFileSync(file, pageOf(everything(), text, { version: '0.1.0', time: '2026-01-05 00:00 UTC' }));
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const told: string[] = [];
    const requested: string[] = [];
    page.on('console', (message) => told.push(message.text()));
    page.on('pageerror', (error) => told.push(error.message));
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    for (const details of await page.locator('summary').all()) await details.click();

    expect(told).toEqual([]);
    expect(requested).toEqual([pathToFileURL(file).href]);
    expect(await page.title()).toBe(
      `${text.report.title({ deployment: 'd-ABCDEFGHI' })}: ${text.report.statuses.Failed}`,
    );
    // Nothing is wider than the window; what is wide scrolls by itself.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    const { ratio, text: faint } = (await page.evaluate(LOWEST_CONTRAST)) as { ratio: number; text: string };
    expect(ratio, faint).toBeGreaterThanOrEqual(4.5);
    expect(ratio).toBeLessThan(21);
    const dark = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(dark).toBe(colorScheme === 'dark' ? 'rgb(16, 21, 27)' : 'rgb(255, 255, 255)');
    // What a screen reader is told: a table of thirty rows, each named by its instance, and pictures with a text.
    const table = page.getByRole('table').first();
    expect(await page.getByRole('rowheader', { name: 'i-00000000000000003' }).count()).toBeGreaterThan(0);
    expect(await table.getByRole('row').count()).toBeGreaterThan(EVENTS.length);
    expect(await page.locator('svg[role="img"]:not([aria-label])').count()).toBe(0);
    await page.close();
  });
});
