import { expect, it } from 'vitest';
import { generateContract } from '../testing/generate-contract.ts';

// `npm run client:types` writes the file anew.
it('is the contract', () => expect(generateContract()).toMatchFileSnapshot('./contract.ts'));
