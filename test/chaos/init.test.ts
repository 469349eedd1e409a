// The whole walk, as far as it goes.
import { actsNamed } from '../support/acts.ts';
import { matrix } from './matrix.ts';

matrix(actsNamed('init'));
