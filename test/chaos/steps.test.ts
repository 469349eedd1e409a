// Each step by itself.
import { acts } from '../support/acts.ts';
import { matrix } from './matrix.ts';

matrix(acts.filter(({ name }) => name.endsWith('by itself')));
