// Names of resources in the files that are exported: made from AWS's names, and each given once.

/** `filler` stands for what may not be in a name; an empty one joins capitalised words. */
export function labelsFor(filler: '_' | '') {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  return (kind: string, name: string): string => {
    const known = given.get(`${kind} ${name}`);
    if (known) return known;
    const words = name.split(/[^A-Za-z0-9]+/).filter(Boolean);
    const joined =
      words.map((word) => (filler ? word : word.charAt(0).toUpperCase() + word.slice(1))).join(filler) || 'x';
    const base = (/^\d/.test(joined) ? `n${joined}` : joined).slice(0, LONGEST);
    // Where CloudFormation's names are, there is one list for all kinds.
    const scope = filler ? `${kind} ` : '';
    let label = base;
    for (let count = 2; taken.has(scope + label.toLowerCase()); count++) label = `${base}${filler}${count}`;
    taken.add(scope + label.toLowerCase());
    given.set(`${kind} ${name}`, label);
    return label;
  };
}

/** CloudFormation takes 255 characters, and a number may follow. */
const LONGEST = 240;

/** A name with what it is, unless it says so itself. */
export const named = (name: string, kind: string) =>
  name.toLowerCase().endsWith(kind.toLowerCase()) ? name : `${name} ${kind}`;
