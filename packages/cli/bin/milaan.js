#!/usr/bin/env node
import { existsSync } from 'node:fs';

const entry = new URL('../dist/main.js', import.meta.url);
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`milaan needs Node.js 20.19 or newer; this is ${process.version}.`);
  process.exitCode = 1;
} else if (existsSync(entry)) {
  await import(entry.href);
} else {
  console.error('milaan is not built yet. Run `npm ci` (or `npm run build`) in the project folder, then try again.');
  process.exitCode = 1;
}
