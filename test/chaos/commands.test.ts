// The writing commands that are no steps.
import { acts } from '../support/acts.ts';
import { matrix } from './matrix.ts';

matrix(acts.filter(({ name }) => !name.startsWith('init') && !name.endsWith('by itself')));
