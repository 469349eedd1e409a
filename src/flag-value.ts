// What a flag is given on a command line that nothing has parsed yet.

export function flagValue(args: readonly string[], flag: string): string | undefined {
  const at = args.findIndex((arg) => arg === flag || arg.startsWith(`${flag}=`));
  return at < 0 ? undefined : args[at]!.includes('=') ? args[at]!.slice(flag.length + 1) : args[at + 1];
}
