// Access control lists and SELinux contexts of appspec.yml, as the agent takes them apart.

/** Says why not, in the agent's words. */
type Fail = (message: string) => never;

const TYPES = ['u', 'user', 'g', 'group', 'm', 'mask', 'o', 'other'];
const isDefault = (part: string | undefined) => part === 'd' || part === 'default';
const isType = (part: string | undefined) => TYPES.includes(part ?? '');
/** Neither belongs to anybody. */
const isNobodys = (type: string) => /^[mo]/.test(type);

/** `[default:][type:][name]:permissions`. */
export function checkAce(ace: string, fail: Fail): void {
  const problem = (what: string): never =>
    fail(
      `The deployment failed because of a problem with the acls permission settings in the application specification file. ${what}`,
    );
  const parts = ace.split(':');
  const permissions = parts.pop() ?? '';
  const byDefault = parts.length > 1 && isDefault(parts[0]);
  if (byDefault) parts.shift();
  // What is left is a type and a name, or one of both.
  if (parts.length === 0 || parts.length > 2) problem(`Invalid acl entry (${ace}).`);
  const [first = '', second] = parts;
  const alone = second === undefined && isType(first) && isNobodys(first);
  const type = second === undefined && !alone ? 'user' : first;
  const name = second ?? (alone ? '' : first);
  if (!isType(type) || (isNobodys(type) && name)) problem(`Invalid acl entry (${ace}).`);
  if (!byDefault && !name && !type.startsWith('m')) problem(`Use mode to set the base acl entry (${ace}).`);
  const wrong = /^[0-7]$/.test(permissions) ? undefined : /[^rwx-]/u.exec(permissions)?.[0];
  if (wrong)
    fail(
      `The deployment failed because the access control list (ACL) named ${ace} in the application specification file contains an invalid character (${wrong}). Correct the ACL in the hooks section of the AppSpec file, and then try again.`,
    );
}

/** `s0[-s15][:c0[.c1023][,c5]]` */
export function checkRange(range: string, fail: Fail): void {
  const [sensitivity = '', ...rest] = range.split(':');
  if (!sensitivity) fail('invalid range part');
  bounds(sensitivity, /^s(\d+)(?:-s(\d+))?$/, 'sensitivity', fail);
  if (rest.length === 0) return;
  const categories = rest.join(':');
  if (!categories) fail('invalid range part');
  const seen = new Set<number>();
  for (const part of categories
    .replace(/,+$/, '')
    .split(',')
    .filter((one, _, all) => one || all.length > 1)) {
    const [low, high] = bounds(part, /^c(\d+)(?:\.c(\d+))?$/, 'category', fail);
    if (high > 1023) fail(`invalid category range ${part}`);
    for (let category = low; category <= high; category++) {
      if (seen.has(category)) fail(`duplicate category ${part}`);
      seen.add(category);
    }
  }
}

function bounds(part: string, form: RegExp, what: string, fail: Fail): [number, number] {
  const [whole, low, high = low] = form.exec(part) ?? [];
  if (whole === undefined) return fail(`invalid ${what} ${part}`);
  if (Number(low) > Number(high)) fail(`invalid ${what} range ${part}`);
  return [Number(low), Number(high)];
}
