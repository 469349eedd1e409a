// Loaded before the real program: stops it at the n-th time that the sandbox's account is written to the disk.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { CODEDEPLOY_WIZARD_SANDBOX_STATE: account, STOP_AT, STOP_MOMENT, STOP_SIGNAL, STOP_TWICE } = process.env;
const rename = fs.renameSync;
let saves = 0;

const stop = () => process.kill(process.pid, STOP_SIGNAL);
// One signal would hide the other: the second comes when the first has been heard.
if (STOP_TWICE) process.once(STOP_SIGNAL, () => setImmediate(stop));

fs.renameSync = (from, to) => {
  if (to !== account) return rename(from, to);
  const now = ++saves === Number(STOP_AT);
  if (now && STOP_MOMENT === 'before') stop();
  rename(from, to);
  if (now && STOP_MOMENT === 'after') stop();
};
syncBuiltinESMExports();
