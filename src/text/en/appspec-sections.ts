// Findings in the sections of appspec.yml: files, hooks, permissions.
import type { Advice } from '../say.ts';

export const sectionFindings = {
  'source-missing': (d: { key: string }): Advice => ({
    message: `${d.key} has no source; the agent refuses the file ("a destination file, but no source file").`,
    fix: 'Add `source: ...`, in small letters.',
  }),
  'destination-missing': (d: { key: string }): Advice => ({
    message: `${d.key} has no destination; the agent refuses the file. (A \`~\` alone means nothing at all in YAML.)`,
    fix: 'Add `destination: ...` with an absolute path.',
  }),
  'file-twice': (d: { source: string; line: number }): Advice => ({
    message: `${d.source} was copied to the same destination in line ${d.line} already; Install fails at the same file twice.`,
    fix: 'Remove one of the two.',
  }),
  'overwrite-ignored': (): Advice => ({
    message: 'There is no `overwrite` for single files; the agent ignores it.',
    fix: 'Write `file_exists_behavior: OVERWRITE` at the top, which holds for all files.',
  }),
  'path-not-text': (d: { key: string; value: string }): Advice => ({
    message: `${d.key} is ${d.value}, which is not text to Ruby; Install fails or copies something else.`,
    fix: `Put it in quotes: "${d.value}"`,
  }),
  'source-empty': (): Advice => ({
    message: 'An empty source is the whole revision, scripts and appspec.yml included.',
    fix: 'Name the folder to copy, or write `source: /` if all is meant.',
  }),
  'source-outside': (d: { source: string }): Advice => ({
    message: `${d.source} leads out of the revision: whatever lies there on the server is copied.`,
    fix: 'Name a path inside the revision.',
  }),
  'source-pattern': (d: { source: string }): Advice => ({
    message: `${d.source} is taken letter by letter: there are no patterns in source, and Install fails where no file has that name.`,
    fix: 'Name the folder, or each file.',
  }),
  backslash: (d: { key: string; value: string }): Advice => ({
    message: `${d.key}: a path such as ${d.value} has no meaning on Linux; it is one strange name there.`,
    fix: 'Use slashes and a path of Linux, or `os: windows`.',
  }),
  'destination-empty': (): Advice => ({
    message: 'An empty destination is the root of the file system: files are copied to `/`, and a folder fails.',
    fix: 'Name the folder, as an absolute path.',
  }),
  'destination-variable': (d: { destination: string }): Advice => ({
    message: `Variables are not filled in: a folder is made that is called ${d.destination}.`,
    fix: 'Write out the path.',
  }),
  'destination-home': (d: { destination: string }): Advice => ({
    message: `${d.destination}: the agent does not follow \`~\` in all places alike, and Install fails ("File exists @ dir_s_mkdir").`,
    fix: 'Write out the home folder, such as /home/ec2-user.',
  }),
  'destination-drive': (d: { destination: string }): Advice => ({
    message: `${d.destination} names no drive; on Windows it is taken below the folder in which the agent runs.`,
    fix: 'Begin with the drive, such as c:\\inetpub\\wwwroot.',
  }),
  'destination-relative': (d: { destination: string }): Advice => ({
    message: `${d.destination} is relative to the folder in which the agent runs, which is \`/\`.`,
    fix: `Write /${d.destination.replace(/^(\.\/)+/, '')} if that is meant.`,
  }),
  'destination-folder': (d: { destination: string }): Advice => ({
    message: `A destination is always a folder: a folder called ${d.destination} is made and the file is put into it; where a file lies there, Install fails.`,
    fix: 'Leave out the name of the file.',
  }),
  'hooks-as-list': (): Advice => ({
    message:
      'hooks is a list, as for Lambda and ECS; for servers it must be a mapping, and the agent refuses the file.',
    fix: 'Write the event without a hyphen, and below it `- location: ...`.',
  }),
  'hook-unknown': (d: { event: string; instead?: string }): Advice => ({
    message: `There is no lifecycle event ${d.event}: its scripts never run, or Install fails with "unknown lifecycle events".`,
    fix: d.instead
      ? `Did you mean ${d.instead}?`
      : 'Use one of BeforeBlockTraffic, AfterBlockTraffic, ApplicationStop, BeforeInstall, AfterInstall, ApplicationStart, ValidateService, BeforeAllowTraffic, AfterAllowTraffic.',
  }),
  'hook-reserved': (d: { event: string }): Advice => ({
    message: `${d.event} belongs to CodeDeploy itself; scripts for it never run.`,
    fix: `Use ${d.event === 'Install' || d.event === 'DownloadBundle' ? 'BeforeInstall or AfterInstall' : `Before${d.event} or After${d.event}`}.`,
  }),
  'hook-without-hyphen': (d: { event: string }): Advice => ({
    message: `${d.event} must hold a list of scripts; without the hyphen the agent refuses the file.`,
    fix: 'Write `- location: ...`, also for a single script.',
  }),
  'location-missing': (d: { event: string }): Advice => ({
    message: `A script of ${d.event} has no location; the agent refuses the file.`,
    fix: 'Add `location: ...` with the path of the script in the revision.',
  }),
  'location-outside': (d: { location: string }): Advice => ({
    message: `${d.location} leads out of the revision: whatever lies there on the server is run.`,
    fix: 'Name a script in the revision.',
  }),
  'location-characters': (d: { location: string }): Advice => ({
    message: `${d.location} is the name of one file to the agent, and a command line to the system: with blanks, arguments or signs of the shell it fails.`,
    fix: 'Put the arguments into the script, and give it a plain name.',
  }),
  'timeout-not-number': (d: { value: string }): Advice => ({
    message: `timeout must be a number of seconds; the agent refuses ${d.value}.`,
    fix: 'Write seconds, such as `timeout: 300`.',
  }),
  'timeout-not-positive': (d: { value: string; seconds: number }): Advice => ({
    message: `timeout ${d.value} is ${d.seconds} seconds to the agent, which refuses everything below 1.`,
    fix: 'Write seconds, such as `timeout: 300`.',
  }),
  'timeout-misread': (d: { value: string; seconds: number }): Advice => ({
    message: `timeout ${d.value} is ${d.seconds} seconds to the agent: it reads a leading 0 as octal, 1:30 as an hour and a half, and of text only the digits in front.`,
    fix: 'Write plain seconds.',
  }),
  'timeout-too-long': (d: { seconds: number }): Advice => ({
    message: `timeout is ${d.seconds} seconds, but CodeDeploy ends an event after 3600.`,
    fix: 'Write 3600 or less, and start what takes longer in the background.',
  }),
  'timeouts-too-long': (d: { event: string; seconds: number }): Advice => ({
    message: `The timeouts of ${d.event} are ${d.seconds} seconds together, but CodeDeploy ends an event after 3600.`,
    fix: 'Make them 3600 or less together, or spread the scripts over several events.',
  }),
  'runas-number': (d: { value: string }): Advice => ({
    message: `runas is the name of a user; ${d.value} is looked up as a name, not as a number.`,
    fix: 'Write the name of the user.',
  }),
  'runas-windows': (): Advice => ({
    message: 'runas has no effect on Windows.',
    fix: 'Remove it.',
  }),
  'permissions-windows': (): Advice => ({
    message: 'There are no permissions on Windows; the agent refuses the file.',
    fix: 'Remove the section and set permissions in a script of AfterInstall.',
  }),
  'object-missing': (d: { key: string }): Advice => ({
    message: `${d.key} has no object; the agent refuses the file.`,
    fix: 'Add `object: ...` with the path on the server.',
  }),
  'object-not-copied': (d: { object: string }): Advice => ({
    message: `Nothing is copied to ${d.object}; permissions of other files are not touched, without a word.`,
    fix: 'Name a destination of files, or use a script of AfterInstall.',
  }),
  'pattern-not-text': (d: { value: string }): Advice => ({
    message: `The pattern ${d.value} is not text to Ruby; Install fails.`,
    fix: `Put it in quotes: "${d.value}"`,
  }),
  'pattern-matches-nothing': (d: { pattern: string }): Advice => ({
    message: `The pattern ${d.pattern} matches nothing: it is held against names in the folder itself, and only \`*\` is special in it.`,
    fix: 'Use `**` for everything below, or a pattern such as `*.sh` and one entry for each folder.',
  }),
  'except-matches-nothing': (d: { pattern: string }): Advice => ({
    message: `except ${d.pattern} excludes nothing: it is held against names in the folder itself, and only \`*\` is special in it.`,
    fix: 'Name only files that lie directly in the folder, without a path.',
  }),
  'type-wrong': (d: { value: string }): Advice => ({
    message: `type may hold file and directory; the agent refuses ${d.value}.`,
    fix: 'Write a list of these: `type: [file, directory]`',
  }),
  'mode-octal': (d: { written: string; got: string; valid: boolean }): Advice => ({
    message: d.valid
      ? `mode ${d.written} without quotes is an octal number, ${d.got} by the time the agent sees it: files get the mode ${d.got}, without a word.`
      : `mode ${d.written} without quotes is an octal number, ${d.got} by the time the agent sees it, which it refuses as a mode.`,
    fix: `Leave out the leading 0, or put it in quotes: "${d.written}"`,
  }),
  'mode-number': (d: { written: string; got: string }): Advice => ({
    message: `mode ${d.written} without quotes is a number to Ruby, ${d.got} by the time the agent sees it: files get the mode ${d.got}, without a word.`,
    fix: 'Write it such as `mode: 755`.',
  }),
  'mode-wrong': (d: { value: string }): Advice => ({
    message: `mode must be one to four octal digits; the agent refuses ${d.value}.`,
    fix: 'Write it such as `mode: 755`.',
  }),
  'mode-short': (d: { value: string; got: string }): Advice => ({
    message: `mode ${d.value} means ${d.got}: the owner, and perhaps the group, may do nothing.`,
    fix: 'Write three digits, such as `mode: 755`.',
  }),
  'owner-not-name': (d: { key: string; value: string }): Advice => ({
    message: `${d.key} is looked up by name; at ${d.value}, which is not text, Install fails ("no implicit conversion").`,
    fix: 'Write the name of the user or group.',
  }),
  'acl-not-text': (d: { value: string }): Advice => ({
    message: `An entry of acls must be text; the agent refuses ${d.value}.`,
    fix: 'Put it in quotes: "u:bob:rwx"',
  }),
  'acl-wrong': (d: { entry: string }): Advice => ({
    message: `${d.entry} is no entry of an access control list; the agent refuses it ("Invalid acl entry").`,
    fix: 'Write it such as "u:bob:rwx", "g:staff:r-x", "m::rx", or with `d:` in front for new files in a folder.',
  }),
  'acl-base': (d: { entry: string }): Advice => ({
    message: `${d.entry} names nobody; the agent refuses it ("Use mode to set the base acl entry").`,
    fix: 'Use mode for owner, group and others, or name a user or group.',
  }),
  'acl-character': (d: { entry: string; character: string }): Advice => ({
    message: `${d.entry}: \`${d.character}\` is no permission; the agent refuses it.`,
    fix: 'Use r, w, x and -, or one digit from 0 to 7.',
  }),
  'context-user': (): Advice => ({
    message: 'The agent reads `name`, not `user` as its documentation says; the user is ignored.',
    fix: 'Write `name: ...`.',
  }),
  'context-type-missing': (d: { key: string }): Advice => ({
    message: `${d.key}.context has no type; the agent refuses the file.`,
    fix: 'Add `type: ...`, such as httpd_sys_content_t.',
  }),
  'context-range-missing': (d: { key: string }): Advice => ({
    message: `${d.key}.context has no range; the agent accepts it, and Install then fails ("get_range" for nil).`,
    fix: 'Add `range: s0`.',
  }),
  'context-range-wrong': (d: { value: string }): Advice => ({
    message: `The range \`${d.value}\` is refused by the agent.`,
    fix: 'Write it such as s0, s0-s15 or "s0:c0.c1023": low before high, no category twice, none above 1023.',
  }),
};
