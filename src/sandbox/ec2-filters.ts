// How EC2 narrows a list: filters with wildcards, ids that must exist, short pages.
import { page, pageOf, refuse, tagList } from './account.ts';
import type { Tag } from './state.ts';

export interface Filter {
  Name?: string;
  Values?: string[];
}

/** Filter name -> what an item holds under it. */
export type FilterTable<T> = Record<string, (item: T) => string | string[] | undefined>;

/** Those of `items` that meet every filter. The filters on tags are the same for every kind. */
export function filtered<T>(
  items: readonly T[],
  filters: Filter[] = [],
  table: FilterTable<T>,
  tagsOf: (item: T) => Tag[],
): T[] {
  const tests = filters.map(({ Name = '', Values = [] }) => {
    const read = Name.startsWith('tag:')
      ? (item: T) => tagsOf(item).flatMap(({ key, value }) => (key === Name.slice(4) ? [value] : []))
      : Name === 'tag-key'
        ? (item: T) => tagsOf(item).map(({ key }) => key)
        : Object.hasOwn(table, Name)
          ? table[Name]
          : undefined;
    if (!read) return refuse('InvalidParameterValue', `The filter '${Name}' is invalid`);
    if (Values.length > 200) refuse('FilterLimitExceeded', 'The maximum number of filter values specified is 200.');
    const patterns = Values.map(wildcard);
    return (item: T) => [read(item) ?? []].flat().some((held) => patterns.some((pattern) => pattern.test(held)));
  });
  return items.filter((item) => tests.every((test) => test(item)));
}

/** `*` stands for any text, `?` for one character, a backslash takes that meaning away. */
function wildcard(value: string): RegExp {
  const source = value.replace(/\\[*?\\]|[*?]|[.+^${}()|[\]\\]/g, (part) =>
    part === '*' ? '.*' : part === '?' ? '.' : part.length > 1 ? part : `\\${part}`,
  );
  return new RegExp(`^${source}$`, 's');
}

/** Refuses ids of the wrong form: `InvalidInstanceID.Malformed`. */
export function checkId(id: string, prefix: string, error: string) {
  if (!new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(id))
    refuse(
      `${error}.Malformed`,
      `Invalid id: "${id}" (expecting "${prefix}-...; the Id may only contain lowercase alphanumeric characters and a single dash")`,
    );
}

export function ec2Page<T>(
  items: T[],
  { MaxResults, NextToken }: { MaxResults?: number; NextToken?: string },
  given: { ids?: string[]; least?: number } = {},
): { items: T[]; NextToken?: string } {
  const least = given.least ?? 5;
  if (MaxResults !== undefined && given.ids?.length)
    refuse('InvalidParameterCombination', 'The parameter MaxResults cannot be used with the parameter that lists ids.');
  if (MaxResults !== undefined && (MaxResults < least || MaxResults > 1000))
    refuse(
      'InvalidParameterValue',
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value between ${least} and 1000.`,
    );
  if (given.ids?.length) return { items };
  const { items: shown, next } = page(items, NextToken, MaxResults ?? pageOf(items, 5, 1_000));
  return { items: shown, ...(next && { NextToken: next }) };
}

/** EC2 says nothing of tags where there are none. */
export const tagsShown = (tags: Tag[]) => (tags.length > 0 ? { Tags: tagList(tags) } : {});

const MOST_TAGS = 50;

/** What a caller may write; tags with `aws:` are AWS's own and do not count. */
export function checkTags(tags: Tag[]): Tag[] {
  for (const { key, value } of tags) {
    if (/^aws:/i.test(key))
      refuse('InvalidParameterValue', "Tag keys starting with 'aws:' are reserved for internal use");
    if (key === '' || key.length > 127)
      refuse('InvalidParameterValue', `Tag key exceeds the maximum length of 127 characters or is empty: ${key}`);
    if (value.length > 255) refuse('InvalidParameterValue', 'Tag value exceeds the maximum length of 255 characters');
  }
  if (tags.length > MOST_TAGS) refuse('TagLimitExceeded', `More than ${MOST_TAGS} tags were specified`);
  return tags;
}

interface TagSpecification {
  ResourceType?: string;
  Tags?: { Key?: string; Value?: string }[];
}

/** The tags asked for each of the kinds that the operation makes. */
export function specifiedTags<K extends string>(
  given: TagSpecification[] | undefined,
  ...kinds: K[]
): Record<K, Tag[]> {
  const tags = Object.fromEntries(kinds.map((kind) => [kind, [] as Tag[]])) as Record<K, Tag[]>;
  for (const { ResourceType = '', Tags = [] } of given ?? []) {
    if (!kinds.includes(ResourceType as K))
      refuse('InvalidParameterValue', `'${ResourceType}' is not a valid taggable resource type for this operation.`);
    const list = Tags.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }));
    tags[ResourceType as K] = checkTags(list);
  }
  return tags;
}
