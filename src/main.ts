// The only file that names `process`: a page of help that lies ready, or the life of a command.
import { pageFor } from './help-pages.ts';

// `| head` closes the pipe: there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const page = pageFor(process.argv.slice(2), process.env, process.stdout.columns);
if (page === undefined) import('./live.ts').then(({ live }) => live(process));
else process.stdout.write(page);
