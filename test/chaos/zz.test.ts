import { acts } from '../support/acts.ts';
import { matrix } from './matrix.ts';
const order = ['app', 'asg hook', 'deploy stop', 'deploy rollback', 'deploy continue', 'group', 'asg rescue', 'deploy, after', 'template', 'asg by', 'deploy by', 'ami'];
matrix(order.flatMap((name) => acts.filter((act) => act.name.startsWith(name))));
