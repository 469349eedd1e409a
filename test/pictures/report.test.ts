// The picture of a report in the README, taken by a real browser of a real run. Browsers differ by a pixel here and there,
// so it is only made here, and not compared.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { browserPath, openBrowser } from '../support/browser.ts';
import { bench } from '../support/run.ts';

const fleet = ['--sandbox', 'fleet', '--project', 'shop', '--yes', '--output', 'json'];
const release = ['--source', 's3', '--bucket', 'shop-revisions', '--key', 'shop/first.zip'];
const picture = join(import.meta.dirname, '..', '..', 'docs', 'pictures', 'report.png');

test.skipIf(!browserPath)(
  'the report of a deployment half at a time (skipped where there is no Chromium)',
  async () => {
    const here = bench();
    await here.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '10', ...fleet]);
    await here.run(['sandbox', 'fault', 'script-fails', ...fleet]);
    await here.run(['deploy', ...release, ...fleet]);
    const ran = await here.run(['deploy', 'report', '--html', 'report.html', ...fleet]);
    expect(ran.exitCode).toBe(0);

    const browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 760, height: 800 }, colorScheme: 'light' });
    await page.goto(pathToFileURL(join(here.cwd, 'report.html')).href);
    const below = await page.getByRole('heading', { name: 'Batches' }).boundingBox();
    const clip = { x: 0, y: 0, width: 760, height: Math.floor(below!.y) - 16 };
    await page.screenshot({ path: picture, fullPage: true, clip });
    await browser.close();
  },
);
