#!/usr/bin/env node
// The door: which Node this is, the version at once, and the built program for all the rest.
// CommonJS, since Node 20 starts it a tenth faster than an ES module.
'use strict';
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const [first, ...rest] = process.argv.slice(2);
if (major < 20 || (major === 20 && minor < 17)) {
  process.stderr.write(`codedeploy-wizard needs Node.js 20.17 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 1;
} else if ((first === '--version' || first === '-V') && rest.length === 0) {
  // `| head` may have closed the pipe.
  process.stdout.on('error', () => {});
  process.stdout.write(`${require('../package.json').version}\n`);
} else {
  // Node 22 keeps what it has compiled; NODE_DISABLE_COMPILE_CACHE=1 is its own switch for that.
  require('node:module').enableCompileCache?.();
  require('../dist/main.cjs');
}
