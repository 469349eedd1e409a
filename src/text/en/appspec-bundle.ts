// Findings in the folder that is deployed: what it lacks, what clashes, and scripts that will not run.
import type { Advice } from '../say.ts';

const remedy = (d: { ignored: boolean; almost?: string }, path: string, otherwise: string) =>
  d.ignored
    ? `The folder has it, but an ignore file leaves it out: take it in again with \`!${path.replace(/^\/+/, '')}\` in .codedeployignore.`
    : d.almost
      ? `There is ${d.almost}: capital letters count.`
      : otherwise;

export const bundleFindings = {
  'source-not-in-bundle': (d: { source: string; ignored: boolean; almost?: string }): Advice => ({
    message: `${d.source} is not in the revision; Install fails ("No such file or directory").`,
    fix: remedy(d, d.source, 'Build it before packing, or correct the path.'),
  }),
  'script-not-in-bundle': (d: {
    event: string;
    location: string;
    ignored: boolean;
    almost?: string;
    script?: string;
  }): Advice => ({
    message: `${d.location} is not in the revision; ${d.event} fails ("Script does not exist at specified location").`,
    fix: d.script
      ? `There is ${d.script}: put the arguments into the script.`
      : remedy(d, d.location, 'Add the script, or correct the path: it begins at the root of the revision.'),
  }),
  'script-is-folder': (d: { event: string; location: string }): Advice => ({
    message: `${d.location} is a folder; ${d.event} fails when it is run.`,
    fix: 'Name a script in it.',
  }),
  'script-crlf': (d: { location: string }): Advice => ({
    message: `${d.location} has line ends of Windows (CRLF): the interpreter is not found ("bad interpreter"), or words end with a carriage return.`,
    fix: 'Save it with LF, and keep it so with `*.sh text eol=lf` in .gitattributes.',
  }),
  'script-shebang': (d: { location: string }): Advice => ({
    message: `${d.location} does not begin with #!: what runs it is left to chance, which is sh and not bash.`,
    fix: 'Begin with `#!/bin/bash`, or whatever it is written for.',
  }),
  'script-bom': (d: { location: string }): Advice => ({
    message: `${d.location} begins with a byte order mark: its first line is not seen as #!.`,
    fix: 'Save it as UTF-8 without a byte order mark.',
  }),
  'script-background': (d: { location: string }): Advice => ({
    message: `${d.location} starts something in the background that keeps the script's output open: the event waits for it until the timeout and fails ("failed to close STDOUT").`,
    fix: 'Send its output elsewhere: `> /dev/null 2> /dev/null < /dev/null &`, or start it with systemd.',
  }),
  'script-restarts-agent': (d: { location: string }): Advice => ({
    message: `${d.location} stops the agent or the server under the deployment: the event fails ("Failing in-progress lifecycle event after an agent restart").`,
    fix: 'Do it outside of a deployment.',
  }),
  'destination-clash': (d: { destination: string; source: string; other: string }): Advice => ({
    message: `${d.source} and ${d.other} both go to ${d.destination}; Install fails, also with OVERWRITE.`,
    fix: 'Copy each to a destination of its own.',
  }),
  'permission-matches-nothing': (d: { object: string; pattern: string }): Advice => ({
    message: `No file that is copied below ${d.object} fits ${d.pattern} and the entry's type and except; nothing is changed, without a word.`,
    fix: 'Correct pattern, type or except, or remove the entry.',
  }),
  'permission-twice': (d: { path: string }): Advice => ({
    message: `Permissions of ${d.path} are given twice; Install fails ("specified more than once").`,
    fix: 'Keep it in one entry: tell them apart by except, pattern or type.',
  }),
  'permission-on-file': (d: { object: string }): Advice => ({
    message: `${d.object} is a file; with a pattern or except Install fails.`,
    fix: 'Remove pattern and except, or name the folder.',
  }),
  'acl-default-on-file': (d: { path: string }): Advice => ({
    message: `A default entry (\`d:\`) is for folders, but it would be set on the file ${d.path}; Install fails.`,
    fix: 'Add `type: [directory]`.',
  }),
  'acl-on-blank': (d: { path: string }): Advice => ({
    message: `acls and context are set through a shell without quotes; at \`${d.path}\`, which has a blank, Install fails.`,
    fix: 'Rename it, or set them in a script of AfterInstall.',
  }),
  'name-ends-blank': (d: { path: string }): Advice => ({
    message: `The name \`${d.path}\` ends with a blank: the agent never removes it, and the next deployment fails ("already exists").`,
    fix: 'Rename the file.',
  }),
  'link-loop': (d: { link: string; target: string }): Advice => ({
    message: `${d.link} is a link that leads back to ${d.target}, a folder around it: the agent copies links to folders as folders, so Install does not end, or fails.`,
    fix: 'Remove the link, or leave it out with .codedeployignore.',
  }),
};
