// A line of the catalogue in the language of the run.
import type { Line } from '../engine/resource.ts';
import type { Text } from '../text/en/index.ts';

export const say = (text: Text, { key, data }: Line): string => (text.messages[key] as (data: unknown) => string)(data);
